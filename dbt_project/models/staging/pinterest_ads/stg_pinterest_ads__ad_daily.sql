{# TOTAL_ counts what was paid for and what people passed on; money is in micros of the account's currency. Pinterest
   leaves out what did not happen: such a figure is 0, but null where no row of the load has it: then it was withdrawn. #}
{% set value = 'TOTAL_CHECKOUT_VALUE_IN_MICRO_DOLLAR' %}
{% set in_load = 'over (partition by days._account, days._loaded_at)' %}
with

days as (
    select * from {{ source('pinterest_ads', 'ad_daily') }}
),

accounts as (
    select * from {{ ref('stg_pinterest_ads__accounts') }}
)

select
    days."DATE" as date_day,
    days._account as account_id,
    days."CAMPAIGN_ID" as campaign_id,
    days."CAMPAIGN_NAME" as campaign_name,
    days."AD_GROUP_ID" as ad_group_id,
    days."AD_GROUP_NAME" as ad_group_name,
    days."PIN_PROMOTION_ID" as ad_id,
    days."AD_NAME" as ad_name,
    accounts.currency,
    {{ micros('days."SPEND_IN_MICRO_DOLLAR"') }} as spend,
    coalesce(days."PAID_IMPRESSION", 0 * max(days."PAID_IMPRESSION") {{ in_load }}) as impressions,
    coalesce(days."OUTBOUND_CLICK_1", 0 * max(days."OUTBOUND_CLICK_1") {{ in_load }}) as outbound_clicks,
    days."PIN_CLICK" as pin_clicks,
    days."TOTAL_CLICKTHROUGH" as total_pin_clicks,
    days."TOTAL_ENGAGEMENT" as total_engagements,
    days."SAVE" as saves,
    days."TOTAL_IMPRESSION" as total_impressions,
    days."TOTAL_IMPRESSION_USER" as total_reach,
    days."TOTAL_IMPRESSION_FREQUENCY" as total_frequency,
    days."TOTAL_CONVERSIONS" as total_conversions,
    coalesce(days."TOTAL_CHECKOUT", 0 * max(days."TOTAL_CHECKOUT") {{ in_load }}) as checkouts,
    {{ micros('coalesce(days."' ~ value ~ '", 0 * max(days."' ~ value ~ '") ' ~ in_load ~ ')') }} as checkouts_value,
    days."TOTAL_CLICK_CHECKOUT" as click_checkouts,
    days."TOTAL_ENGAGEMENT_CHECKOUT" as engagement_checkouts,
    days."TOTAL_VIEW_CHECKOUT" as view_checkouts,
    days."TOTAL_SIGNUP" as signups,
    days."TOTAL_LEAD" as leads,
    days."TOTAL_VIDEO_MRC_VIEWS" as video_plays,
    days."TOTAL_VIDEO_P100_COMPLETE" as video_completions,
    days._loaded_at as loaded_at
from days
left join accounts on days._account = accounts.account_id
