{{ kpi(
    ref('fct_social_posts'),
    numerator='count(*)',
    dimensions=['network', 'post_type as type']
) }}
