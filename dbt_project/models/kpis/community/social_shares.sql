{{ kpi(
    ref('fct_social_accounts_daily'),
    numerator='sum(shares)',
    dimensions=['network']
) }}
