"""The only place that knows Dagster: assets, checks and schedules derived from what is declared elsewhere."""
