"""Every KPI is computed twice: by dbt out of what vendors told, and in pandas out of what is true of the company."""

from datetime import timedelta
from importlib import import_module

import numpy as np
import pandas as pd

from orchestration.registry import Kpi, Registry
from tests.truth.conftest import TODAY
from tests.truth.world import Compute, World

STARTING_DAYS = 2
"""Days of the account's zone begin before or after those of UTC: the first ones are told in part."""
RELATIVE, ABSOLUTE = 1e-6, 0.01
"""Money is rounded where it is converted: once a row here, once a campaign and day there."""


def second(kpi: Kpi) -> Compute | None:
    """The function that computes a KPI once more."""
    try:
        found: Compute | None = getattr(import_module(f"tests.truth.{kpi.kra}"), kpi.name, None)
    except ModuleNotFoundError:
        return None
    return found


def test_every_kpi_has_a_second_computation(registry: Registry) -> None:
    missing = [
        f"Nothing computes {kpi.name} a second time: add `def {kpi.name}(world: World)` to tests/truth/{kpi.kra}.py; "
        f"it makes the total out of the simulated company's tables, as tests/truth/world.py says."
        for kpi in registry.kpis
        if second(kpi) is None
    ]
    assert missing == []


def test_the_warehouse_comes_to_what_is_true_of_the_company(
    built: tuple[World, pd.DataFrame], registry: Registry
) -> None:
    world, totals = built
    computed = {kpi.name: compute for kpi in registry.kpis if (compute := second(kpi))}
    assert len(computed) > 90
    wrong = {name: said for name, compute in computed.items() if (said := difference(name, compute, world, totals))}
    assert not wrong, "\n".join(f"{name}: {said}" for name, said in wrong.items())


def difference(name: str, compute: Compute, world: World, totals: pd.DataFrame) -> str:
    """What is wrong with the total of a KPI, day by day; nothing when the two computations agree."""
    true = compute(world)
    told = totals[totals["kpi"] == name].set_index("date").drop(columns="kpi")
    if true.empty and told["denominator"].isna().all() and told["numerator"].isna().all():
        return ""  # nobody tells it
    settled = pd.Timestamp(TODAY - timedelta(days=getattr(compute, "settled_after", 3)))
    first = max(told.index.min(), pd.Timestamp(world.since + timedelta(days=STARTING_DAYS)))
    both = true.add_suffix("_true").join(told.add_suffix("_told"), how="outer").loc[first:settled]
    if both[["numerator_told", "numerator_true"]].notna().all(axis=1).sum() == 0:
        return f"no settled day is known ({len(true)} true, {len(told)} told)"
    agree = [
        np.isclose(both[f"{part}_true"], both[f"{part}_told"], rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True)
        for part in ("numerator", "denominator")
    ]
    apart = both[~(agree[0] & agree[1])]
    return f"{len(apart)} of {len(both)} days differ:\n{apart.head(3)}\n{apart.tail(3)}" if len(apart) else ""
