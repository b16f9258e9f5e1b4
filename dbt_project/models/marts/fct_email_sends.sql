{# One row per campaign, on the day it was sent. Everything but `emails_sent` goes on growing for weeks. #}
select
    sends.*,
    {{ in_reporting_currency('sends.revenue', 'rates.rate', 'sends.currency', 'sends.date_day') }} as revenue_reporting
from {{ ref('int_email_sends') }} as sends
left join {{ ref('fct_exchange_rates') }} as rates
    on sends.date_day = rates.date_day and sends.currency = rates.currency
