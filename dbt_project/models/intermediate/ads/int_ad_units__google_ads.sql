select
    'google_ads' as platform,
    days.date_day,
    days.account_id,
    days.campaign_id,
    campaigns.campaign_name,
    days.ad_group_id,
    ad_groups.ad_group_name,
    days.ad_id,
    ads.ad_name,
    days.currency,
    days.spend,
    days.impressions,
    days.clicks,
    days.conversions,
    days.conversions_value
from {{ ref('stg_google_ads__ad_daily') }} as days
left join {{ ref('stg_google_ads__campaigns') }} as campaigns
    on days.account_id = campaigns.account_id and days.campaign_id = campaigns.campaign_id
left join {{ ref('stg_google_ads__ad_groups') }} as ad_groups
    on days.account_id = ad_groups.account_id and days.ad_group_id = ad_groups.ad_group_id
left join {{ ref('stg_google_ads__ads') }} as ads
    on days.account_id = ads.account_id and days.ad_group_id = ads.ad_group_id and days.ad_id = ads.ad_id
