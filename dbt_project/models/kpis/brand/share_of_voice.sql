{{ kpi(
    ref('fct_seo_visibility'),
    numerator='sum(case when is_own then estimated_traffic else 0 end)',
    denominator='sum(estimated_traffic)',
    dimensions=['market', 'platform as source'],
    where='estimated_traffic is not null'
) }}
