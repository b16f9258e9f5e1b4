{{ kpi(
    ref('fct_podcasts_daily'),
    numerator='sum(downloads)',
    dimensions=['show_name as show', 'episode_title as episode']
) }}
