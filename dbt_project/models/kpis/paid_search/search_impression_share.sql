{{ kpi(
    ref('fct_search_share_daily'),
    numerator='sum(impressions)',
    denominator='sum(eligible_impressions)',
    dimensions=['campaign_name as campaign'],
    where='eligible_impressions is not null'
) }}
