{{ union_platforms(
    [
        'mailchimp',
        'brevo',
        'klaviyo',
    ],
    columns=[
        'platform',
        'date_day',
        'account_id',
        'list_id',
        'list_name',
        'subscribed',
        'unsubscribed',
        'other_added',
        'other_removed',
    ]
) }}
