{{ kpi(ref('fct_growth_daily'), numerator='sum(claimed_conversions)', denominator='sum(conversions)') }}
