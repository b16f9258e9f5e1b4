{{ kpi(
    ref('fct_ad_reach_weekly'),
    numerator='sum(impressions)',
    denominator='sum(reach)',
    dimensions=['campaign_name as campaign']
) }}
