{{ kpi(
    ref('fct_ads_daily'),
    numerator='sum(clicks)',
    dimensions=['channel', 'device', 'campaign_name as campaign'],
    where="channel not in ('paid_social', 'offline')"
) }}
