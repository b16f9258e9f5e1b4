{{ kpi(
    ref('fct_seo_visibility'),
    numerator='max(referring_domains)',
    dimensions=['platform as source'],
    where='is_own and referring_domains is not null'
) }}
