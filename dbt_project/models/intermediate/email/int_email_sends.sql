{{ union_platforms(
    [
        'mailchimp',
    ],
    columns=[
        'platform',
        'date_day',
        'account_id',
        'campaign_id',
        'list_id',
        'list_name',
        'utm_campaign',
        'subject',
        'emails_sent',
        'bounces',
        'delivered',
        'opens_total',
        'unique_opens',
        'proxy_excluded_unique_opens',
        'clicks_total',
        'unique_clicks',
        'unsubscribed',
        'abuse_reports',
        'orders',
        'currency',
        'revenue',
    ]
) }}
