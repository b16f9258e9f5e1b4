{{ kpi(
    ref('fct_ads_daily'),
    numerator='sum(clicks)',
    denominator='sum(impressions)',
    dimensions=['platform', 'campaign_name as campaign'],
    where="channel = 'paid_social'"
) }}
