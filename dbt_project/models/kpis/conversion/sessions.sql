{{ kpi(ref('fct_web_daily'), numerator='sum(sessions)', dimensions=['channel_group as channel']) }}

union all

{{ kpi(ref('fct_web_device_daily'), numerator='sum(sessions)', dimensions=['device'], with_total=false) }}

union all

{{ kpi(ref('fct_web_country_daily'), numerator='sum(sessions)', dimensions=['country'], with_total=false) }}

union all

{{ kpi(ref('fct_landing_page_daily'), numerator='sum(sessions)', dimensions=['landing_page'], with_total=false) }}
