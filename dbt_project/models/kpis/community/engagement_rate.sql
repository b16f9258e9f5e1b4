{{ kpi(
    ref('fct_social_accounts_daily'),
    numerator='sum(case when impressions is not null then engagements end)',
    denominator='sum(case when engagements is not null then impressions end)',
    dimensions=['network']
) }}
