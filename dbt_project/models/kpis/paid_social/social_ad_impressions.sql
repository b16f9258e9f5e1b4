{{ kpi(
    ref('fct_ads_daily'),
    numerator='sum(impressions)',
    dimensions=['platform', 'campaign_name as campaign'],
    where="channel = 'paid_social'"
) }}
