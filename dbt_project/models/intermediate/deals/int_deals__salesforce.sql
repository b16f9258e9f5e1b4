{# The day of closing is the team's own, in no zone; until then it is the day that they expect. The type of an
   opportunity is the nearest that there is to a pipeline. #}
select
    'salesforce' as platform,
    opportunities.account_id,
    opportunities.opportunity_id as deal_id,
    opportunities.opportunity_type as pipeline,
    opportunities.stage,
    opportunities.source as channel,
    {{ day_in_zone('opportunities.created_at', 'accounts.time_zone') }} as date_day,
    case when opportunities.is_closed then opportunities.closes_on end as closed_on,
    opportunities.is_won,
    opportunities.is_closed,
    opportunities.currency,
    cast(opportunities.amount as {{ type_money() }}) as amount,
    min(opportunities.updated_at) over (partition by opportunities.account_id) as known_since
from {{ ref('stg_salesforce__opportunities') }} as opportunities
inner join {{ ref('stg_salesforce__accounts') }} as accounts on opportunities.account_id = accounts.account_id
