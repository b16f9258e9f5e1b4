{{ kpi(
    ref('fct_influencer_posts'),
    numerator='sum(case when engagements is not null then cost_reporting end)',
    denominator='sum(engagements)',
    dimensions=['network', 'creator_handle as creator']
) }}
