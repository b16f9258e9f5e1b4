{{ kpi(ref('fct_tickets'), numerator='count(*)', dimensions=['channel', 'priority']) }}
