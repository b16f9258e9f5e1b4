{{ union_platforms(
    [
        'zendesk',
        'intercom',
        'files',
        'files_log',
    ],
    columns=[
        'platform',
        'account_id',
        'ticket_id',
        'date_day',
        'solved_on',
        'status',
        'channel',
        'priority',
        'group_id',
        'reopens',
        'replies',
        'first_reply_minutes',
        'full_resolution_minutes',
        'requester_wait_minutes',
        'satisfaction',
        'known_since',
    ]
) }}
