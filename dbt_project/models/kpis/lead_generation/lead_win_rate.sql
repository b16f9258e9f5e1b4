{{ kpi(
    ref('fct_leads'),
    numerator='count(customer_on)',
    denominator='count(*)',
    dimensions=["coalesce(channel, '(none)') as source"]
) }}
