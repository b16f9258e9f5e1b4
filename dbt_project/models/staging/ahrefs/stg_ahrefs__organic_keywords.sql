with keywords as (
    {{
        latest_version(
            source('ahrefs', 'organic_keywords'), ['_account', 'date', 'keyword_country', 'keyword'], '_day'
        )
    }}
)

select
    _account as account_id,
    date as date_day,
    target,
    lower(keyword_country) as country,
    keyword,
    best_position as position,
    best_position_url as url,
    volume as search_volume,
    sum_traffic as traffic,
    cast(cast(cpc as {{ type_double() }}) / 100 as {{ type_money() }}) as cpc,
    keyword_difficulty,
    is_branded,
    _loaded_at as loaded_at
from keywords
