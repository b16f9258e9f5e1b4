with

emails as (
    {{ latest_snapshot(source('hubspot', 'email_stats')) }}
),

accounts as (
    select account_id, time_zone from {{ ref('stg_hubspot__accounts') }}
)

select
    emails._account as account_id,
    emails.id as email_id,
    emails.name as email_name,
    emails.subject,
    emails.state,
    emails.type as email_type,
    emails."publishDate" as published_at,
    {{ day_in_zone('emails."publishDate"', 'accounts.time_zone') }} as date_day,
    {% for counter, column in [
        ('sent', 'emails_sent'), ('delivered', 'delivered'), ('bounce', 'bounces'), ('open', 'unique_opens'),
        ('click', 'unique_clicks'), ('unsubscribed', 'unsubscribed'), ('spamreport', 'abuse_reports')
    ] -%}
        cast({{ json_text('emails."stats.counters"', counter) }} as bigint) as {{ column }},
    {% endfor -%}
    emails._loaded_at as loaded_at
from emails
left join accounts on emails._account = accounts.account_id
