-- LinkedIn has nothing between a campaign and its creatives; its groups lie above campaigns.
select
    'linkedin_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    coalesce(campaign_name, campaign_id) as campaign_name,
    cast(null as {{ dbt.type_string() }}) as ad_group_id,
    cast(null as {{ dbt.type_string() }}) as ad_group_name,
    creative_id as ad_id,
    coalesce(creative_name, creative_id) as ad_name,
    currency,
    cast(spend as {{ type_money() }}) as spend,
    cast(impressions as bigint) as impressions,
    cast(link_clicks as bigint) as clicks,
    cast(conversions as {{ type_double() }}) as conversions,
    cast(conversions_value as {{ type_money() }}) as conversions_value
from {{ ref('stg_linkedin_ads__creative_daily') }}
