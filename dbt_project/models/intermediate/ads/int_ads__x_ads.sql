select
    'x_ads' as platform,
    delivery.date_day,
    delivery.account_id,
    delivery.campaign_id,
    campaigns.campaign_name,
    'paid_social' as channel,
    'all' as device,
    coalesce(campaigns.currency, accounts.currency) as currency,
    delivery.spend,
    delivery.impressions,
    delivery.link_clicks as clicks,
    delivery.purchases as conversions,
    delivery.purchases_value as conversions_value,
    delivery.video_plays,
    delivery.video_completions
from {{ ref('stg_x_ads__campaign_daily') }} as delivery
left join {{ ref('stg_x_ads__campaigns') }} as campaigns
    on delivery.account_id = campaigns.account_id and delivery.campaign_id = campaigns.campaign_id
left join {{ ref('stg_x_ads__accounts') }} as accounts on delivery.account_id = accounts.account_id
