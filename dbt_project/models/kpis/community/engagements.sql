{{ kpi(
    ref('fct_social_accounts_daily'),
    numerator='sum(engagements)',
    dimensions=['network']
) }}
