select
    web.date_day,
    web.account_id,
    web.host,
    web.landing_page,
    exists(
        select 1
        from {{ ref('content_paths') }} as content
        where web.landing_page like {{ dbt.concat(['content.path', "'%'"]) }}
    ) as is_content,
    web.channel_group,
    web.sessions,
    web.engaged_sessions,
    web.converting_sessions,
    web.key_events,
    web.engagement_seconds,
    web.currency,
    web.revenue,
    {{ in_reporting_currency('web.revenue', 'rates.rate', 'web.currency', 'web.date_day') }} as revenue_reporting
from {{ ref('stg_ga4__landing_pages') }} as web
left join {{ ref('fct_exchange_rates') }} as rates
    on web.date_day = rates.date_day and web.currency = rates.currency
