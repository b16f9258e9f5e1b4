{{ kpi(ref('fct_growth_daily'), numerator='sum(revenue_reporting)', denominator='sum(spend_reporting)') }}
