{# Ads carry no names of their campaign and group; Performance Max has no ads and is left out. #}
with

campaigns as (
    select account_id, campaign_id, max(campaign_name) as campaign_name
    from {{ ref('stg_microsoft_ads__campaign_daily') }}
    group by account_id, campaign_id
),

ad_groups as (
    select account_id, ad_group_id, max(ad_group_name) as ad_group_name
    from {{ ref('stg_microsoft_ads__ad_group_daily') }}
    group by account_id, ad_group_id
)

select
    'microsoft_ads' as platform,
    ads.date_day,
    ads.account_id,
    ads.campaign_id,
    campaigns.campaign_name,
    ads.ad_group_id,
    ad_groups.ad_group_name,
    ads.ad_id,
    ads.ad_name,
    ads.currency,
    ads.spend,
    ads.impressions,
    ads.clicks,
    ads.conversions,
    ads.conversions_value
from {{ ref('stg_microsoft_ads__ad_daily') }} as ads
left join campaigns on ads.account_id = campaigns.account_id and ads.campaign_id = campaigns.campaign_id
left join ad_groups on ads.account_id = ad_groups.account_id and ads.ad_group_id = ad_groups.ad_group_id
