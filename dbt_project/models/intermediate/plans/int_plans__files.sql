select
    plans.account_id,
    plans.valid_from,
    plans.valid_to,
    plans.platform,
    plans.channel,
    plans.campaign_id,
    plans.campaign_name,
    coalesce(plans.currency, accounts.currency) as currency,
    plans.budget
from {{ ref('stg_files__budgets') }} as plans
left join {{ ref('stg_files__accounts') }} as accounts on plans.account_id = accounts.account_id
