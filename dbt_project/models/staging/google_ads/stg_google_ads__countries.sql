with

countries as (
    {{ latest_snapshot(source('google_ads', 'countries')) }}
)

select
    _account as account_id,
    "geoTargetConstant.id" as country_criterion_id,
    "geoTargetConstant.countryCode" as country_code,
    "geoTargetConstant.name" as country_name,
    "geoTargetConstant.status" as status,
    _loaded_at as loaded_at
from countries
