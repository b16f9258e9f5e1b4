{{ kpi(ref('fct_leads'), numerator='count(*)', dimensions=["coalesce(channel, '(none)') as source"]) }}
