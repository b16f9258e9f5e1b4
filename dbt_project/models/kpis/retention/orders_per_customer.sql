{{ kpi(
    ref('fct_customers'),
    numerator='sum(orders)',
    denominator='count(*)',
    dimensions=["coalesce(first_medium, '(none)') as first_medium"]
) }}
