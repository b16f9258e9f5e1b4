{{ kpi(
    ref('fct_orders'),
    numerator='sum(net_revenue_reporting)',
    denominator='count(net_revenue_reporting)',
    dimensions=['source_name as sales_channel', "coalesce(utm_medium, '(none)') as medium"],
    where='is_counted'
) }}
