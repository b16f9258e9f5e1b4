{{ kpi(
    ref('fct_ads_daily'),
    numerator='sum(spend_reporting)',
    dimensions=['platform', 'channel']
) }}
