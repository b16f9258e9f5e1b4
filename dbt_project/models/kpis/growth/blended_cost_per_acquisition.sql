{{ kpi(ref('fct_growth_daily'), numerator='sum(spend_reporting)', denominator='sum(new_customers)') }}
