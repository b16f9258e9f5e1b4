{{ kpi(
    ref('fct_ads_daily'),
    numerator='sum(spend_reporting)',
    dimensions=['platform', 'campaign_name as campaign'],
    where="channel = 'paid_social'"
) }}
