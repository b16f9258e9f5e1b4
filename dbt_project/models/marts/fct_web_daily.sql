select
    web.date_day,
    web.account_id,
    web.channel_group,
    web.source,
    web.medium,
    web.campaign_id,
    web.campaign_name,
    web.sessions,
    web.engaged_sessions,
    web.key_events,
    web.event_count,
    web.transactions,
    web.engagement_seconds,
    web.currency,
    web.revenue,
    {{ in_reporting_currency('web.revenue', 'rates.rate', 'web.currency', 'web.date_day') }} as revenue_reporting,
    web.is_sampled,
    web.is_thresholded,
    web.has_other_row
from {{ ref('stg_ga4__traffic_acquisition') }} as web
left join {{ ref('fct_exchange_rates') }} as rates
    on web.date_day = rates.date_day and web.currency = rates.currency
