select
    spend.platform,
    spend.date_day,
    coalesce(spend.ad_account_id, spend.account_id) as account_id,
    spend.campaign_id,
    spend.campaign_name,
    spend.channel,
    spend.device,
    coalesce(spend.currency, accounts.currency) as currency,
    spend.spend,
    spend.impressions,
    spend.clicks,
    spend.conversions,
    spend.conversions_value,
    cast(null as bigint) as video_plays,
    cast(null as bigint) as video_completions
from {{ ref('stg_google_sheets__ad_spend') }} as spend
left join {{ ref('stg_google_sheets__accounts') }} as accounts on spend.account_id = accounts.account_id
