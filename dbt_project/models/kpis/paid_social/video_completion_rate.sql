{{ kpi(
    ref('fct_ads_daily'),
    numerator='sum(video_completions)',
    denominator='sum(video_plays)',
    dimensions=['platform', 'campaign_name as campaign'],
    where="channel = 'paid_social'"
) }}
