{# Null stands for nothing at all: X leaves out what did not happen. #}
with

promoted_tweet_daily as (
    select * from {{ source('x_ads', 'promoted_tweet_daily') }}
)

select
    date as date_day,
    _account as account_id,
    id as promoted_tweet_id,
    placement,
    coalesce("metrics.impressions", 0) as impressions,
    coalesce("metrics.engagements", 0) as engagements,
    coalesce("metrics.clicks", 0) as clicks,
    coalesce("metrics.url_clicks", 0) as link_clicks,
    coalesce("metrics.likes", 0) as likes,
    coalesce("metrics.retweets", 0) as reposts,
    coalesce("metrics.replies", 0) as replies,
    coalesce("metrics.follows", 0) as follows,
    coalesce("metrics.video_total_views", 0) as video_plays,
    coalesce("metrics.video_views_100", 0) as video_completions,
    coalesce({{ micros('"metrics.billed_charge_local_micro"') }}, 0) as spend,
    coalesce(cast({{ json_text('"metrics.conversion_purchases"', 'metric') }} as {{ type_double() }}), 0) as purchases,
    coalesce(cast({{ json_text('"metrics.conversion_sign_ups"', 'metric') }} as {{ type_double() }}), 0) as sign_ups,
    coalesce({{ micros(json_text('"metrics.conversion_purchases"', 'sale_amount')) }}, 0) as purchases_value,
    _loaded_at as loaded_at
from promoted_tweet_daily
