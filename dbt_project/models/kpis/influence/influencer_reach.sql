{{ kpi(
    ref('fct_influencer_posts'),
    numerator='max(reach)',
    dimensions=['network', 'creator_handle as creator']
) }}
