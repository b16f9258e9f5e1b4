with reports as (
    select * from {{ source('mailchimp', 'campaign_reports') }}
),

accounts as (
    select * from {{ ref('stg_mailchimp__accounts') }}
),

campaigns as (
    select * from {{ ref('stg_mailchimp__campaigns') }}
)

select
    reports._account as account_id,
    {{ day_in_zone('reports.send_time', 'accounts.time_zone') }} as date_day,
    reports.id as campaign_id,
    reports.campaign_title as campaign_name,
    reports.subject_line as subject,
    reports.list_id,
    campaigns.utm_campaign,
    reports.send_time as sent_at,
    reports.emails_sent,
    reports."bounces.hard_bounces" as hard_bounces,
    reports."bounces.soft_bounces" as soft_bounces,
    reports."bounces.hard_bounces" + reports."bounces.soft_bounces" + reports."bounces.syntax_errors" as bounces,
    reports.emails_sent - reports."bounces.hard_bounces" - reports."bounces.soft_bounces"
    - reports."bounces.syntax_errors" as delivered,
    reports."opens.opens_total" as opens_total,
    reports."opens.unique_opens" as unique_opens,
    reports."opens.proxy_excluded_unique_opens" as proxy_excluded_unique_opens,
    reports."clicks.clicks_total" as clicks_total,
    reports."clicks.unique_clicks" as unique_clicks,
    reports."clicks.unique_subscriber_clicks" as unique_subscriber_clicks,
    reports.unsubscribed,
    reports.abuse_reports,
    reports."ecommerce.total_orders" as orders,
    cast(reports."ecommerce.total_revenue" as {{ type_money() }}) as revenue,
    reports."ecommerce.currency_code" as currency,
    reports._loaded_at as loaded_at
from reports
left join accounts on reports._account = accounts.account_id
left join campaigns on reports._account = campaigns.account_id and reports.id = campaigns.campaign_id
