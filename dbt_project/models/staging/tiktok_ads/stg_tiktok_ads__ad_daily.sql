{# Purchases on the website, in the app and in TikTok's shop are three counts that do not overlap. The value of the
   first is called a rate by TikTok. #}
with

days as (
    select * from {{ source('tiktok_ads', 'ad_daily') }}
),

accounts as (
    select * from {{ ref('stg_tiktok_ads__accounts') }}
)

select
    days."dimensions.stat_time_day" as date_day,
    days._account as account_id,
    days."metrics.campaign_id" as campaign_id,
    days."metrics.campaign_name" as campaign_name,
    days."metrics.adgroup_id" as ad_group_id,
    days."metrics.adgroup_name" as ad_group_name,
    days."dimensions.ad_id" as ad_id,
    days."metrics.ad_name" as ad_name,
    accounts.currency,
    days."metrics.spend" as spend,
    days."metrics.impressions" as impressions,
    days."metrics.clicks" as clicks,
    days."metrics.reach" as reach,
    days."metrics.frequency" as frequency,
    days."metrics.conversion" as conversions,
    days."metrics.real_time_conversion" as real_time_conversions,
    days."metrics.result" as results,
    days."metrics.complete_payment"
    + coalesce(days."metrics.purchase", 0)
    + coalesce(days."metrics.onsite_shopping", 0) as purchases,
    cast(
        days."metrics.total_complete_payment_rate"
        + coalesce(days."metrics.total_purchase_value", 0)
        + coalesce(days."metrics.total_onsite_shopping_value", 0)
        as {{ type_money() }}
    ) as purchases_value,
    days."metrics.registration" as registrations,
    days."metrics.app_install" as app_installs,
    days."metrics.video_play_actions" as video_plays,
    days."metrics.video_watched_2s" as video_views_2s,
    days."metrics.video_watched_6s" as video_views_6s,
    days."metrics.video_views_p100" as video_completions,
    days."metrics.profile_visits" as profile_visits,
    days."metrics.likes" as likes,
    days."metrics.comments" as comments,
    days."metrics.shares" as shares,
    days."metrics.follows" as follows,
    days._loaded_at as loaded_at
from days
left join accounts on days._account = accounts.account_id
