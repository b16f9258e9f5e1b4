{# `conversions` are what each platform claims; platforms claim the same ones, and are added up only to show that. #}
with

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
    from {{ ref('int_ads') }}
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
