{{ kpi(
    ref('fct_social_accounts_daily'),
    numerator='max(reach)',
    dimensions=['network']
) }}
