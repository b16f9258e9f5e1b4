"""What the YAML declares is read as it is meant, and what is mistaken in it is told in sentences, all at once."""

import copy
from typing import Any

import pytest

from orchestration.registry import read_registry
from orchestration.warehouse import manifest

LABEL = {"en": "Clicks", "fr": "Clics"}


def declared() -> dict[str, Any]:
    """A manifest with one KRA, one KPI, and what the KPI is made of."""
    return {
        "groups": {
            "group.kadran.search": {
                "name": "search",
                "description": "Being found.",
                "owner": {"name": "SEO expert", "email": "seo@example.com"},
                "config": {"meta": {"kra": {"axis": "acquisition", "label": LABEL, "role": LABEL}}},
            }
        },
        "nodes": {
            "model.kadran.clicks": {
                "resource_type": "model",
                "name": "clicks",
                "description": "Clicks on our results.",
                "group": "search",
                "unique_id": "model.kadran.clicks",
                "depends_on": {"nodes": ["model.kadran.fct_search", "seed.kadran.brand_terms"]},
                "config": {
                    "meta": {
                        "kpi": {"label": LABEL, "unit": "count", "better": "higher", "additivity": "additive"},
                        "kris": [
                            {"kri": "outage", "rule": "silence", "days": 3},
                            {"kri": "loss", "rule": "level_shift", "by": "device", "minimum": 200},
                            {"kri": "loss", "rule": "level_shift", "by": "country", "severity": "error"},
                            {"kri": "loss", "rule": "change"},
                        ],
                    }
                },
            },
            "model.kadran.fct_search": {
                "resource_type": "model",
                "name": "fct_search",
                "config": {"meta": {}},
                "depends_on": {"nodes": ["source.kadran.gsc.daily", "source.kadran.gsc.accounts"]},
            },
        },
        "sources": {
            "source.kadran.gsc.daily": {"source_name": "gsc", "name": "daily"},
            "source.kadran.gsc.accounts": {"source_name": "gsc", "name": "accounts"},
        },
    }


def changed(*path: str, to: object) -> dict[str, Any]:
    """The manifest with one thing in it changed, or removed when `to` is None."""
    whole = copy.deepcopy(declared())
    place: Any = whole
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return whole


KPI = ("nodes", "model.kadran.clicks")
META = (*KPI, "config", "meta")
KRA = ("groups", "group.kadran.search")


def test_a_kpi_knows_its_kra_its_owner_and_what_it_is_made_of() -> None:
    registry = read_registry(declared())
    kpi = registry.kpi("clicks")
    assert (kpi.kra, kpi.description, kpi.meta.label.fr) == ("search", "Clicks on our results.", "Clics")
    assert kpi.sources == (("gsc", "accounts"), ("gsc", "daily"))
    assert (registry.kra("search").owner, registry.kra("search").email) == ("SEO expert", "seo@example.com")


def test_a_kri_keeps_its_rules_own_parameters_apart_from_ours() -> None:
    silence, by_device, by_country, _ = read_registry(declared()).kpi("clicks").kris
    assert silence.parameters == {"days": 3}
    assert (by_device.by, by_device.minimum, by_device.severity, by_device.parameters) == ("device", 200, "warn", {})
    assert by_country.severity == "error"


def test_a_risk_watched_in_several_ways_is_one_check_each() -> None:
    names = read_registry(declared()).kpi("clicks").check_names
    assert names == ("outage", "loss__device", "loss__country", "loss__change")


@pytest.mark.parametrize(
    ("mistaken", "told"),
    [
        (changed(*META, "kpi", "beter", to="higher"), "KPI clicks: beter: Extra inputs are not permitted"),
        (changed(*META, "kpi", "better", to="bigger"), "KPI clicks: better: Input should be 'higher' or 'lower'"),
        (changed(*META, "kpi", "label", "fr", to=None), "KPI clicks: label.fr: Field required"),
        (changed(*META, "kris", to=[{"kri": "outage"}]), "KPI clicks: rule: Field required"),
        (changed(*META, "kris", to=[{"kri": "a", "rule": "b", "severity": "bad"}]), "KPI clicks: severity"),
        (changed(*KPI, "group", to="serch"), "clicks: no KRA is called 'serch'."),
        (changed(*KRA, "owner", to={}), "KRA search: 'name' is missing"),
        (changed(*KRA, "config", "meta", "kra", "axis", to="sales"), "KRA search: axis: Input should be"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(mistaken: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match="have mistakes") as refused:
        read_registry(mistaken)
    assert told in str(refused.value)


def test_all_mistakes_are_told_at_once() -> None:
    whole = changed(*META, "kpi", "unit", to=None)
    whole["groups"]["group.kadran.search"]["config"]["meta"]["kra"]["axis"] = "sales"
    with pytest.raises(ValueError, match="have mistakes") as refused:
        read_registry(whole)
    assert str(refused.value).count("\n- ") == 2


@pytest.mark.usefixtures("definitions")
def test_the_projects_own_declarations_are_without_mistakes() -> None:
    registry = read_registry(manifest())
    assert {kpi.kra for kpi in registry.kpis} == {kra.name for kra in registry.kras}
    assert all(kpi.description and kpi.meta.label.fr for kpi in registry.kpis)
    assert all(kpi.sources for kpi in registry.kpis)


def test_a_kpi_that_the_table_of_all_kpis_leaves_out_is_told_with_the_line_to_add() -> None:
    whole = declared()
    everything = {"name": "kpi_daily", "resource_type": "model", "config": {"meta": {}}, "depends_on": {"nodes": []}}
    whole["nodes"]["model.kadran.kpi_daily"] = everything
    with pytest.raises(ValueError, match=r"clicks: add ref\('clicks'\) to the list in models/reporting/kpi_daily.sql"):
        read_registry(whole)
    everything["depends_on"] = {"nodes": ["model.kadran.clicks"]}
    assert read_registry(whole).kpi("clicks")
