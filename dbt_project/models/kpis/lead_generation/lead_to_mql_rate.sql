{{ kpi(
    ref('fct_leads'),
    numerator='count(mql_on)',
    denominator='count(*)',
    dimensions=["coalesce(channel, '(none)') as source"]
) }}
