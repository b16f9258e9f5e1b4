with

days as (
    select * from {{ source('snapchat_ads', 'campaign_daily') }}
),

accounts as (
    select * from {{ ref('stg_snapchat_ads__accounts') }}
),

campaigns as (
    select * from {{ ref('stg_snapchat_ads__campaigns') }}
)

select
    days.start_time as date_day,
    days._account as account_id,
    days.id as campaign_id,
    campaigns.campaign_name,
    accounts.currency,
    {{ micros('days."stats.spend"') }} as spend,
    days."stats.impressions" as impressions,
    days."stats.swipes" as swipes,
    days."stats.uniques" as reach,
    days."stats.frequency" as frequency,
    days."stats.conversion_purchases" as purchases,
    {{ micros('days."stats.conversion_purchases_value"') }} as purchases_value,
    days."stats.conversion_sign_ups" as sign_ups,
    days."stats.conversion_add_cart" as carts,
    days."stats.conversion_start_checkout" as checkouts_started,
    days."stats.conversion_page_views" as page_views,
    days."stats.native_leads" as leads,
    days."stats.total_installs" as app_installs,
    days."stats.video_views" as video_plays,
    days."stats.video_views_15s" as video_views_15s,
    days."stats.view_completion" as video_completions,
    {{ ratio('days."stats.screen_time_millis"', 1000) }} as screen_time_seconds,
    days."stats.shares" as shares,
    days."stats.saves" as saves,
    days.end_time <= days.finalized_data_end_time as is_final,
    days._loaded_at as loaded_at
from days
left join accounts on days._account = accounts.account_id
left join campaigns on days._account = campaigns.account_id and days.id = campaigns.campaign_id
