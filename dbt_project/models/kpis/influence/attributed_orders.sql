{{ kpi(
    ref('fct_orders'),
    numerator='count(*)',
    dimensions=['utm_source as source', 'utm_campaign as campaign'],
    where="is_counted and utm_medium = 'influencer'"
) }}
