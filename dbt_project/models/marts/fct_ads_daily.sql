{# `conversions` are what each platform claims; platforms claim the same ones, and are added up only to show that. #}
with

platforms as (
    select
        'google_ads' as platform,
        date_day,
        account_id,
        campaign_id,
        campaign_name,
        case channel_type
            when 'SEARCH' then 'paid_search'
            when 'SHOPPING' then 'shopping'
            when 'VIDEO' then 'video'
            when 'PERFORMANCE_MAX' then 'cross_network'
            when 'DEMAND_GEN' then 'cross_network'
            else 'display'
        end as channel,
        device,
        currency,
        spend,
        impressions,
        clicks,
        conversions,
        conversions_value,
        cast(null as bigint) as video_plays,
        cast(null as bigint) as video_completions
    from {{ ref('stg_google_ads__campaign_daily') }}

    union all

    select
        'meta_ads' as platform,
        date_day,
        account_id,
        campaign_id,
        campaign_name,
        'paid_social' as channel,
        'all' as device,
        currency,
        spend,
        impressions,
        link_clicks as clicks,
        conversions,
        conversions_value,
        video_plays,
        video_completions
    from {{ ref('stg_meta_ads__ad_daily') }}

    union all

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
    from {{ ref('stg_files__ad_spend') }} as spend
    left join {{ ref('stg_files__accounts') }} as accounts on spend.account_id = accounts.account_id
),

campaign_days as (
    select
        platform,
        date_day,
        account_id,
        campaign_id,
        campaign_name,
        channel,
        device,
        currency,
        cast(sum(spend) as {{ type_money() }}) as spend,
        cast(sum(impressions) as bigint) as impressions,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(conversions) as {{ type_double() }}) as conversions,
        cast(sum(conversions_value) as {{ type_money() }}) as conversions_value,
        cast(sum(video_plays) as bigint) as video_plays,
        cast(sum(video_completions) as bigint) as video_completions
    from platforms
    group by platform, date_day, account_id, campaign_id, campaign_name, channel, device, currency
)

select
    ads.*,
    {{ in_reporting_currency('ads.spend', 'rates.rate', 'ads.currency', 'ads.date_day') }} as spend_reporting,
    {{ in_reporting_currency('ads.conversions_value', 'rates.rate', 'ads.currency', 'ads.date_day') }}
        as conversions_value_reporting
from campaign_days as ads
left join {{ ref('fct_exchange_rates') }} as rates
    on ads.date_day = rates.date_day and ads.currency = rates.currency
