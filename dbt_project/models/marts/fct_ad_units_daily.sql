with

units as (
    select
        platform,
        date_day,
        account_id,
        campaign_id,
        campaign_name,
        ad_group_id,
        ad_group_name,
        ad_id,
        ad_name,
        currency,
        cast(sum(spend) as {{ type_money() }}) as spend,
        cast(sum(impressions) as bigint) as impressions,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(conversions) as {{ type_double() }}) as conversions,
        cast(sum(conversions_value) as {{ type_money() }}) as conversions_value
    from {{ ref('int_ad_units') }}
    group by
        platform, date_day, account_id, campaign_id, campaign_name, ad_group_id, ad_group_name, ad_id, ad_name, currency
)

select
    units.*,
    {{ in_reporting_currency('units.spend', 'rates.rate', 'units.currency', 'units.date_day') }} as spend_reporting,
    {{ in_reporting_currency('units.conversions_value', 'rates.rate', 'units.currency', 'units.date_day') }}
        as conversions_value_reporting
from units
left join {{ ref('fct_exchange_rates') }} as rates
    on units.date_day = rates.date_day and units.currency = rates.currency
