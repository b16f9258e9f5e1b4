"""KRAs, KPIs and KRIs as they are declared in dbt's YAML, read from its manifest and checked. Knows no Dagster.

KRA = group with config.meta.kra      KPI = model with config.meta.kpi      KRI = entry of config.meta.kris
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from orchestration.consistency import formula_mistakes, kri_mistakes
from orchestration.declarations import Kpi, KpiMeta, Kra, KraMeta, KriMeta, Label, Raci, Registry
from orchestration.formula import formulas, referenced
from orchestration.mistakes import Mistaken, sentences, unfilled

__all__ = ["Kpi", "KpiMeta", "Kra", "KraMeta", "KriMeta", "Label", "Raci", "Registry", "read_registry"]

Read = TypeVar("Read", bound=BaseModel)


def read_registry(manifest: Mapping[str, Any]) -> Registry:
    """The registry in a manifest. Raises Mistaken with one sentence a mistake."""
    mistakes: list[str] = []
    kras = [_kra(group, mistakes) for group in manifest["groups"].values()]
    kpis = [_kpi(node, manifest, mistakes) for node in _kpi_nodes(manifest)]
    groups = {group["name"] for group in manifest["groups"].values()}
    mistakes += _strays(manifest, groups)
    mistakes += _unlisted(manifest)
    read = Registry(
        kras=tuple(sorted((kra for kra in kras if kra), key=lambda kra: kra.name)),
        kpis=tuple(sorted((kpi for kpi in kpis if kpi), key=lambda kpi: (kpi.kra, kpi.name))),
    )
    sql = {node["name"]: node.get("raw_code") or "" for node in _kpi_nodes(manifest)}
    for kpi in read.kpis:
        mistakes += formula_mistakes(kpi, sql[kpi.name], sql)
        mistakes += kri_mistakes(kpi, sql)
    if mistakes:
        raise Mistaken("The declarations in dbt_project/models/kpis have mistakes:\n- " + "\n- ".join(mistakes))
    return read


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


def _strays(manifest: Mapping[str, Any], groups: set[str]) -> Iterator[str]:
    """KPIs that nobody answers for."""
    for node in _kpi_nodes(manifest):
        if not (group := _group(node)):
            yield f"KPI {node['name']}: it belongs to no KRA; say `group:` with one of {', '.join(sorted(groups))}."
        elif group not in groups:
            yield f"KPI {node['name']}: no KRA is called {group!r}; there are {', '.join(sorted(groups))}."


def _group(node: Mapping[str, Any]) -> str:
    return node.get("group") or node["config"].get("group") or ""


def _kra(group: Mapping[str, Any], mistakes: list[str]) -> Kra | None:
    named, owner = f"KRA {group['name']}", group.get("owner") or {}
    meta = (group.get("config") or {}).get("meta", {}).get("kra", {})
    if not owner.get("name"):
        mistakes.append(f"{named}: it has no owner; say owner: {{name: ..., email: ...}}.")
    read = _read(named, KraMeta, meta, {"description": group.get("description"), "owner": owner}, mistakes)
    return (
        None
        if read is None
        else Kra(
            name=group["name"],
            description=group.get("description") or "",
            owner=owner.get("name") or "",
            email=owner.get("email"),
            meta=read,
        )
    )


def _kpi(node: Mapping[str, Any], manifest: Mapping[str, Any], mistakes: list[str]) -> Kpi | None:
    named, meta = f"KPI {node['name']}", node["config"]["meta"]
    if not node["description"].strip():
        mistakes.append(f"{named}: it has no description; say what it means, and its formula in words.")
    kris = [
        _read(f"{named}, KRI {kri.get('kri', 'without a name')}", KriMeta, kri, {}, mistakes)
        for kri in meta.get("kris") or ()
    ]
    sql = node.get("raw_code") or ""
    beside = {"description": node["description"], "its SQL": sql}
    read = _read(named, KpiMeta, meta["kpi"] or {}, beside, mistakes)
    return (
        None
        if read is None
        else Kpi(
            name=node["name"],
            kra=_group(node),
            description=node["description"],
            meta=read,
            kris=tuple(kri for kri in kris if kri),
            sources=tuple(sorted(_streams(node["unique_id"], manifest))),
            formulas=formulas(sql),
            reads=tuple(sorted(referenced(sql))),
        )
    )


def _read(
    named: str, model: type[Read], declared: Mapping[str, Any], beside: Mapping[str, Any], mistakes: list[str]
) -> Read | None:
    """A declaration in its own words, or None when it has mistakes; `beside` is what must be filled in, too."""
    if left := unfilled({**beside, **declared}):
        mistakes.append(f"{named}: still to fill in: {', '.join(left)}.")
        return None
    try:
        return model(**declared)
    except ValidationError as error:
        mistakes += [f"{named}: {said}" for said in sentences(error, model)]
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
