{{ kpi(
    ref('fct_social_messages_daily'),
    numerator='sum(reply_seconds) / 60',
    denominator='sum(case when reply_seconds is not null then replied end)',
    dimensions=['network']
) }}
