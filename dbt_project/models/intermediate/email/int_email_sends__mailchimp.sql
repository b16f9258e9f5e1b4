select
    'mailchimp' as platform,
    sends.date_day,
    sends.account_id,
    sends.campaign_id,
    sends.list_id,
    lists.list_name,
    sends.utm_campaign,
    sends.subject,
    sends.emails_sent,
    sends.bounces,
    sends.delivered,
    sends.opens_total,
    sends.unique_opens,
    sends.proxy_excluded_unique_opens,
    sends.clicks_total,
    sends.unique_subscriber_clicks as unique_clicks,
    sends.unsubscribed,
    sends.abuse_reports,
    sends.orders,
    sends.currency,
    sends.revenue
from {{ ref('stg_mailchimp__campaign_reports') }} as sends
left join {{ ref('stg_mailchimp__lists') }} as lists
    on sends.account_id = lists.account_id and sends.list_id = lists.list_id
