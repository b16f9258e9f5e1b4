{{ kpi(
    ref('fct_customers'),
    numerator='sum(case when orders > 1 then 1 else 0 end)',
    denominator='count(*)',
    dimensions=["coalesce(first_medium, '(none)') as first_medium"]
) }}
