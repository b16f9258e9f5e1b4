{# Action types overlap: omni_purchase holds purchase, which holds what the pixel saw. So each ad day is read at one
   level, the widest that it has, and types are never added up. What is absent from a delivered row did not happen. #}
{% set lists = {
    'outbound_clicks': 'outbound_clicks',
    'video_play_actions': 'video_plays',
    'video_thruplay_watched_actions': 'video_completions',
} %}
with

days as (
    select * from {{ source('meta_ads', 'ad_daily') }}
),

levels as (
    select
        *,
        case
            when action_type in ('omni_purchase', 'lead') then 1
            when action_type in ('purchase', 'offsite_conversion.fb_pixel_lead') then 2
            when action_type in ('offsite_conversion.fb_pixel_purchase', 'onsite_conversion.lead_grouped') then 3
        end as level
    from {{ ref('stg_meta_ads__ad_daily_actions') }}
    where attribution_window = 'default'
),

outcomes as (
    select
        account_id,
        date_day,
        ad_id,
        min_by(coalesce(actions, 0), level) filter (where action_type like '%purchase') as conversions,
        min_by(coalesce(action_value, 0), level) filter (where action_type like '%purchase') as conversions_value,
        min_by(coalesce(actions, 0), level) filter (where action_type like '%lead%') as leads
    from levels
    where level is not null
    group by account_id, date_day, ad_id
)

select
    days.date_start as date_day,
    days._account as account_id,
    days.campaign_id,
    days.campaign_name,
    days.adset_id as ad_set_id,
    days.adset_name as ad_set_name,
    days.ad_id,
    days.ad_name,
    days.objective,
    days.attribution_setting,
    days.account_currency as currency,
    days.spend,
    coalesce(days.impressions, 0) as impressions,
    coalesce(days.clicks, 0) as clicks,
    coalesce(days.inline_link_clicks, 0) as link_clicks,
    {% for list, name in lists.items() %}
        cast(
            coalesce({{ json_text("('{\"list\":' || days." ~ list ~ " || '}')", 'list[0].value') }}, '0') as bigint
        ) as {{ name }},
    {% endfor %}
    days.reach,
    days.frequency,
    coalesce(outcomes.conversions, 0) as conversions,
    coalesce(outcomes.conversions_value, 0) as conversions_value,
    coalesce(outcomes.leads, 0) as leads,
    days._loaded_at as loaded_at
from days
left join outcomes
    on days._account = outcomes.account_id and days.date_start = outcomes.date_day and days.ad_id = outcomes.ad_id
