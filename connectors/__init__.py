"""Pulls raw rows from vendors into the lake. Knows no Dagster and no dbt; would work in a notebook or a cron job."""

import importlib
import pkgutil
from functools import cache

from connectors.source import Source


@cache
def all_sources() -> dict[str, Source]:
    """Every module under `connectors.sources`, by name: `SOURCE` of `meta_ads.py` is `all_sources()["meta_ads"]`."""
    from connectors import sources

    found = {}
    for module in pkgutil.iter_modules(sources.__path__):
        if not module.name.startswith("_"):
            source: Source = importlib.import_module(f"connectors.sources.{module.name}").SOURCE
            found[source.name] = source
    return found
