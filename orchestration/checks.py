"""KRIs as asset checks on the KPIs that they watch. One that fires is news for its owner, never a failed pipeline."""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator

from orchestration.evaluate import evaluate, tonight
from orchestration.kri import check_parameters
from orchestration.kri_events import Event, read_events, write_events
from orchestration.panels import Panels
from orchestration.registry import Kpi, Registry
from orchestration.report.plot import band_plot
from orchestration.settings import Kadran

KRI_EVENTS = dg.AssetKey(["published", "kri_events"])


def keys_of(names: set[str], manifest: Mapping[str, Any]) -> dict[str, dg.AssetKey]:
    """The asset keys of models, as dagster-dbt names them."""
    translator = DagsterDbtTranslator()
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] == "model" and node["name"] in names]
    return {node["name"]: translator.get_asset_key(node) for node in nodes}


def check_declarations(registry: Registry) -> None:
    """Raises ValueError with one sentence for each KRI whose rule or parameters do not exist."""
    mistakes = []
    for kpi in registry.kpis:
        for kri in kpi.kris:
            try:
                check_parameters(kri.rule, kri.parameters)
            except ValueError as error:
                mistakes.append(f"KPI {kpi.name}, KRI {kri.kri}: {error}")
    if mistakes:
        raise ValueError("The KRIs declared in dbt_project/models/kpis have mistakes:\n- " + "\n- ".join(mistakes))


def kri_events_asset(registry: Registry, manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """The events of the night, once the tables that the rules read are built."""
    check_declarations(registry)

    @dg.asset(
        key=KRI_EVENTS,
        deps=list(keys_of({"kpi_daily", "kpi_targets"}, manifest).values()),
        group_name="published",
        pool="warehouse",
        description="What every risk rule said tonight: which KPI, which member, since when, why.",
    )
    def kri_events() -> dg.MaterializeResult[None]:
        kadran = Kadran()
        events = evaluate(registry, kadran.warehouse, tonight(kadran))
        write_events(events, kadran.kri_events, kadran.night)
        states = [event.state for event in events]
        return dg.MaterializeResult(metadata={state: states.count(state) for state in ("fired", "calm", "unknown")})

    return kri_events


def kri_checks(registry: Registry, manifest: Mapping[str, Any]) -> dg.AssetChecksDefinition:
    """One check a KRI, told from the night's events."""
    keys = keys_of({kpi.name for kpi in registry.kpis}, manifest)
    specs = [
        dg.AssetCheckSpec(
            check,
            asset=keys[kpi.name],
            additional_deps=[KRI_EVENTS],
            description=f"{kri.kri}: {kri.rule} on {kpi.meta.label.en}" + (f", by {kri.by}" if kri.by else ""),
        )
        for kpi in registry.kpis
        for kri, check in zip(kpi.kris, kpi.check_names, strict=True)
    ]

    @dg.multi_asset_check(name="evaluate_kris", specs=specs, can_subset=True, pool="warehouse")
    def evaluate_kris(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        kadran = Kadran()
        by_check: dict[tuple[str, str], list[Event]] = {}
        for event in read_events(kadran.kri_events, kadran.night):
            by_check.setdefault((event.kpi, event.check), []).append(event)
        with Panels(kadran.warehouse) as panels:
            for (kpi_name, check), found in by_check.items():
                if dg.AssetCheckKey(keys[kpi_name], check) in context.selected_asset_check_keys:
                    yield _result(registry.kpi(kpi_name), keys[kpi_name], check, found, panels)

    return evaluate_kris


def _result(kpi: Kpi, key: dg.AssetKey, check: str, events: list[Event], panels: Panels) -> dg.AssetCheckResult:
    fired = [event for event in events if event.state == "fired"]
    first = (fired or events)[0]
    loud = any(event.severity == "error" for event in fired)
    metadata: dict[str, Any] = {
        "state": first.state,
        "owner": first.owner,
        "reason": dg.MetadataValue.md("\n".join(f"- **{event.member}**: {event.reason}" for event in fired or events)),
        "days_used": first.days_used,
    }
    for name in ("observed", "expected", "low", "high", "score"):
        if (value := getattr(first, name)) is not None:
            metadata[name] = float(value)
    if first.since:
        metadata["since"] = str(first.since)
    if fired and (panel := panels.panel(kpi, first.dimension)) is not None and first.member in panel.members:
        picture = base64.b64encode(band_plot(panel, first.member, first.low, first.high).encode()).decode()
        metadata["plot"] = dg.MetadataValue.md(f"![{kpi.name}](data:image/svg+xml;base64,{picture})")
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=check,
        passed=not fired,
        severity=dg.AssetCheckSeverity.ERROR if loud else dg.AssetCheckSeverity.WARN,
        description=first.reason if len(fired) < 2 else f"{len(fired)} fired; first {first.member}: {first.reason}",
        metadata=metadata,
    )
