{{ kpi(
    ref('fct_customers'),
    numerator='sum(net_revenue_reporting)',
    denominator='count(net_revenue_reporting)',
    dimensions=["coalesce(first_medium, '(none)') as first_medium"]
) }}
