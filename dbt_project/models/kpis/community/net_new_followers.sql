{{ kpi(
    ref('fct_social_accounts_daily'),
    numerator='sum(net_new_followers)',
    dimensions=['network']
) }}
