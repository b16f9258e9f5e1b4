"""KRAs, KPIs and KRIs as they are declared in dbt's YAML, read from its manifest and checked. Knows no Dagster.

KRA = group with config.meta.kra      KPI = model with config.meta.kpi      KRI = entry of config.meta.kris
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError


class Declared(BaseModel):
    """What comes from YAML: unknown words are refused, so that a typo is not a silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Declared):
    en: str
    fr: str


class KriMeta(BaseModel):
    """A risk that is watched: its name, its rule, and that rule's own parameters."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kri: str
    rule: str
    by: str | None = None
    severity: Literal["warn", "error"] = "warn"
    minimum: float = 0.0

    @property
    def parameters(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class KpiMeta(Declared):
    label: Label
    unit: str
    better: Literal["higher", "lower"]
    additivity: Literal["additive", "ratio", "semi_additive", "distinct"]
    matures_after: int = 1
    caveat: str | None = None


class Raci(Declared):
    """Who does the work, who is asked before, who is told after; the KRA's owner is the one who answers for it."""

    responsible: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()


class KraMeta(Declared):
    axis: Literal["acquisition", "retention", "awareness", "service", "all"]
    label: Label
    role: Label
    raci: Raci = Raci()


class Kra(Declared):
    name: str
    description: str
    owner: str
    email: str | None
    meta: KraMeta


class Kpi(Declared):
    name: str
    kra: str
    description: str
    meta: KpiMeta
    kris: tuple[KriMeta, ...]
    sources: tuple[tuple[str, str], ...]
    """The raw streams (source, stream) that it is computed from."""

    @property
    def check_names(self) -> tuple[str, ...]:
        """One asset check a KRI; a risk watched in several ways on one KPI is named with what it is cut by."""
        names = [kri.kri for kri in self.kris]
        return tuple(
            name if names.count(name) == 1 else f"{name}__{kri.by or kri.rule}"
            for name, kri in zip(names, self.kris, strict=True)
        )


class Registry(Declared):
    kras: tuple[Kra, ...]
    kpis: tuple[Kpi, ...]

    def kpi(self, name: str) -> Kpi:
        return next(kpi for kpi in self.kpis if kpi.name == name)

    def kra(self, name: str) -> Kra:
        return next(kra for kra in self.kras if kra.name == name)


def read_registry(manifest: Mapping[str, Any]) -> Registry:
    """The registry in a manifest. Raises ValueError with one sentence a mistake."""
    mistakes: list[str] = []
    kras = [_kra(group, mistakes) for group in manifest["groups"].values()]
    kpis = [_kpi(node, manifest, mistakes) for node in _kpi_nodes(manifest)]
    named = {kra.name for kra in kras if kra}
    mistakes += [f"{kpi.name}: no KRA is called {kpi.kra!r}." for kpi in kpis if kpi and kpi.kra not in named]
    mistakes += _unlisted(manifest)
    if mistakes:
        raise ValueError("The declarations in dbt_project/models/kpis have mistakes:\n- " + "\n- ".join(mistakes))
    return Registry(
        kras=tuple(sorted((kra for kra in kras if kra), key=lambda kra: kra.name)),
        kpis=tuple(sorted((kpi for kpi in kpis if kpi), key=lambda kpi: (kpi.kra, kpi.name))),
    )


def _kpi_nodes(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and "kpi" in node["config"]["meta"]:
            yield node


def _unlisted(manifest: Mapping[str, Any]) -> Iterator[str]:
    """KPIs that the one table of all of them leaves out: nothing would show or watch them."""
    every = [node for node in manifest["nodes"].values() if node["name"] == "kpi_daily"]
    listed = {unique_id for node in every for unique_id in node["depends_on"]["nodes"]}
    for node in _kpi_nodes(manifest) if every else ():
        if node["unique_id"] not in listed:
            yield f"{node['name']}: add ref('{node['name']}') to the list in models/reporting/kpi_daily.sql."


def _kra(group: Mapping[str, Any], mistakes: list[str]) -> Kra | None:
    try:
        return Kra(
            name=group["name"],
            description=group.get("description") or "",
            owner=group["owner"]["name"],
            email=group["owner"].get("email"),
            meta=KraMeta(**(group.get("config") or {}).get("meta", {}).get("kra", {})),
        )
    except (ValidationError, KeyError, TypeError) as error:
        mistakes.append(f"KRA {group['name']}: {_said(error)}")
        return None


def _kpi(node: Mapping[str, Any], manifest: Mapping[str, Any], mistakes: list[str]) -> Kpi | None:
    meta = node["config"]["meta"]
    try:
        return Kpi(
            name=node["name"],
            kra=node.get("group") or node["config"].get("group") or "",
            description=node["description"],
            meta=KpiMeta(**meta["kpi"]),
            kris=tuple(KriMeta(**kri) for kri in meta.get("kris", [])),
            sources=tuple(sorted(_streams(node["unique_id"], manifest))),
        )
    except (ValidationError, TypeError) as error:
        mistakes.append(f"KPI {node['name']}: {_said(error)}")
        return None


def _streams(unique_id: str, manifest: Mapping[str, Any]) -> set[tuple[str, str]]:
    found, waiting = set(), [unique_id]
    seen: set[str] = set()
    while waiting:
        node_id = waiting.pop()
        if node_id in seen:
            continue
        seen.add(node_id)
        if node_id.startswith("source."):
            source = manifest["sources"][node_id]
            found.add((source["source_name"], source["name"]))
        else:
            waiting += manifest["nodes"].get(node_id, {}).get("depends_on", {}).get("nodes", [])
    return found


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
    return f"{error} is missing"
