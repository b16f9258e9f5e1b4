{{ kpi(
    ref('fct_influencer_posts'),
    numerator='sum(case when impressions is not null then engagements end)',
    denominator='sum(case when engagements is not null then impressions end)',
    dimensions=['network', 'creator_handle as creator']
) }}
