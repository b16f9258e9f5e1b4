{{ kpi(
    ref('fct_ads_daily'),
    numerator='sum(spend_reporting)',
    denominator='sum(conversions)',
    dimensions=['channel', 'device', 'campaign_name as campaign'],
    where="channel not in ('paid_social', 'offline')"
) }}
