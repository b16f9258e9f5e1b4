{{ kpi(
    ref('fct_email_list_daily'),
    numerator='sum(subscribed + other_added - unsubscribed - other_removed)',
    dimensions=['list_name as list']
) }}
