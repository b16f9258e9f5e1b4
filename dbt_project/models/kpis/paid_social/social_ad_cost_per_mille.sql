{{ kpi(
    ref('fct_ads_daily'),
    numerator='1000 * sum(spend_reporting)',
    denominator='sum(impressions)',
    dimensions=['platform', 'campaign_name as campaign'],
    where="channel = 'paid_social'"
) }}
