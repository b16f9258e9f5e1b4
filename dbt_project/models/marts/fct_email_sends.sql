{# One row per campaign, on the day it was sent. Everything but `emails_sent` goes on growing for weeks. #}
select
    sends.platform,
    sends.date_day,
    sends.account_id,
    sends.campaign_id,
    sends.list_id,
    sends.list_name,
    sends.utm_campaign,
    sends.subject,
    sends.emails_sent,
    sends.bounces,
    sends.delivered,
    sends.opens_total,
    sends.unique_opens,
    sends.proxy_excluded_unique_opens,
    sends.clicks_total,
    sends.unique_clicks,
    sends.unsubscribed,
    sends.abuse_reports,
    sends.orders,
    sends.currency,
    sends.revenue,
    {{ in_reporting_currency('sends.revenue', 'rates.rate', 'sends.currency', 'sends.date_day') }} as revenue_reporting
from {{ ref('int_email_sends') }} as sends
left join {{ ref('fct_exchange_rates') }} as rates
    on sends.date_day = rates.date_day and sends.currency = rates.currency
