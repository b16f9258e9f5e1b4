{{ kpi(
    ref('fct_ads_daily'),
    numerator='sum(clicks)',
    denominator='sum(impressions)',
    dimensions=['channel', 'device', 'campaign_name as campaign'],
    where="channel not in ('paid_social', 'offline')"
) }}
