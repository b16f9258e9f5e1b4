"""What the YAML declares is read as it is meant, and what is mistaken in it is told in sentences, all at once."""

import copy
from pathlib import Path
from typing import Any

import pytest

from orchestration.consistency import target_mistakes
from orchestration.registry import read_registry
from orchestration.settings import DBT_PROJECT
from orchestration.warehouse import manifest

LABEL = {"en": "Clicks", "fr": "Clics"}
SQL = "{{ kpi(ref('fct_search'), numerator='sum(clicks)', dimensions=['device', 'country_code as country']) }}"


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
                "raw_code": SQL,
                "depends_on": {"nodes": ["model.kadran.fct_search", "seed.kadran.brand_terms"]},
                "config": {
                    "meta": {
                        "kpi": {"label": LABEL, "unit": "count", "better": "higher", "additivity": "additive"},
                        "kris": [
                            {"kri": "outage", "rule": "silence", "days": 3},
                            {"kri": "loss", "by": "device", "minimum": 200},
                            {"kri": "loss", "by": "country", "severity": "error"},
                            {"kri": "loss", "rule": "change", "warn": 0.1, "fail": 0.2},
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
    assert kpi.dimensions == ("device", "country")
    assert (registry.kra("search").owner, registry.kra("search").email) == ("SEO expert", "seo@example.com")


def test_a_kri_keeps_its_rules_own_parameters_apart_from_ours() -> None:
    silence, by_device, by_country, _ = read_registry(declared()).kpi("clicks").kris
    assert silence.parameters == {"days": 3}
    assert (by_device.by, by_device.minimum, by_device.severity, by_device.parameters) == ("device", 200, "warn", {})
    assert by_country.severity == "error"


def test_a_risk_watched_in_several_ways_is_one_check_each() -> None:
    names = read_registry(declared()).kpi("clicks").check_names
    assert names == ("outage", "loss__device", "loss__country", "loss__change")


def rated(numerator: str, denominator: str = "sum(impressions)", additivity: str = "ratio") -> dict[str, Any]:
    """The manifest with a KPI of this formula."""
    whole = changed(*META, "kpi", "additivity", to=additivity)
    over = f', denominator="{denominator}"' if denominator else ""
    sql = f"""{{{{ kpi(ref('fct_search'), numerator="{numerator}"{over}) }}}}"""
    whole["nodes"]["model.kadran.clicks"] |= {"raw_code": sql}
    whole["nodes"]["model.kadran.clicks"]["config"]["meta"]["kris"] = []
    return whole


@pytest.mark.parametrize(
    ("mistaken", "told"),
    [
        (changed(*META, "kpi", "beter", to="higher"), "KPI clicks: there is no word 'beter'; there are label, unit,"),
        (changed(*META, "kpi", "better", to="more"), "KPI clicks: better is 'more'; it must be 'higher' or 'lower'."),
        (changed(*META, "kpi", "label", "fr", to=None), "KPI clicks: label.fr is missing."),
        (changed(*META, "kpi", "unit", to=None), "KPI clicks: unit is missing."),
        (changed(*META, "kpi", "unit", to="euros"), "KPI clicks: unit is 'euros'; it must be 'percent', 'count',"),
        (changed(*META, "kpi", "matures_after", to="soon"), "KPI clicks: matures_after is 'soon': input should be"),
        (changed(*KPI, "description", to=" "), "KPI clicks: it has no description;"),
        (changed(*META, "kris", to=[{"rule": "silence"}]), "KPI clicks, KRI without a name: kri is missing."),
        (
            changed(*META, "kris", to=[{"kri": "a", "rule": "silence", "severity": "bad"}]),
            "KPI clicks, KRI a: severity is 'bad'; it must be 'warn' or 'error'.",
        ),
        (
            changed(*META, "kris", to=[{"kri": "a", "rule": "sinking"}]),
            "KPI clicks, KRI a: there is no rule 'sinking'; there are anomaly, mix_shift,",
        ),
        (changed(*META, "kris", to=[{"kri": "a", "rule": "limit"}]), "KPI clicks, KRI a: limit needs fail, warn."),
        (
            changed(*META, "kris", to=[{"kri": "a", "rule": "anomaly", "by": "page"}]),
            "KPI clicks, KRI a: by is 'page'; it is cut by device, country.",
        ),
        (
            changed(*META, "kris", to=[{"kri": "a", "rule": "saturation", "spend": "ad_spend"}]),
            "KPI clicks, KRI a: spend is 'ad_spend', which is not a KPI.",
        ),
        (changed(*KPI, "group", to="serch"), "KPI clicks: no KRA is called 'serch'; there are search."),
        (changed(*KPI, "group", to=""), "KPI clicks: it belongs to no KRA; say `group:` with one of search."),
        (changed(*KRA, "owner", to={}), "KRA search: it has no owner; say owner: {name: ..., email: ...}."),
        (changed(*KRA, "config", "meta", "kra", "axis", to="sales"), "KRA search: axis is 'sales'; it must be"),
        (
            changed(*KRA, "config", "meta", "kra", "raci", to={"informed": ["FILL IN"], "consulted": ["CEO"]}),
            "KRA search: still to fill in: raci.informed.",
        ),
        (changed(*META, "kpi", "label", "fr", to="FILL IN"), "KPI clicks: still to fill in: label.fr."),
        (
            changed(*META, "kris", to=[{"kri": "a", "rule": "limit", "warn": "FILL IN", "fail": "FILL IN"}]),
            "KPI clicks, KRI a: still to fill in: warn, fail.",
        ),
    ],
)
def test_a_mistake_is_told_in_a_sentence(mistaken: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match="have mistakes") as refused:
        read_registry(mistaken)
    assert f"- {told}" in str(refused.value)


@pytest.mark.parametrize(
    ("numerator", "told"),
    [
        ("sum(clicks / impressions)", "(/ impressions))"),
        ("avg(click_rate)", "(avg(click_rate))"),
        ("sum(clicks) / nullif(sum(impressions), 0)", "(/ nullif(sum(impressions))"),
    ],
)
def test_a_kpi_that_divides_before_its_readers_have_added_up_is_refused(numerator: str, told: str) -> None:
    with pytest.raises(ValueError, match="divides or averages before adding up") as refused:
        read_registry(rated(numerator))
    assert told in str(refused.value)
    assert read_registry(rated(numerator, additivity="distinct")).kpi("clicks")  # nobody ever adds it up


def test_a_kpi_may_change_its_unit_and_name_paths() -> None:
    kept = rated("sum(case when page = '/a/b' then minutes end) / 1440")
    assert read_registry(kept).kpi("clicks")


def test_a_division_beside_the_macro_or_by_the_macro_for_it_is_seen() -> None:
    for piece in ("with rates as (select clicks / impressions as rate)", "{{ ratio('clicks', 'impressions') }}"):
        whole = rated("sum(rate)")
        whole["nodes"]["model.kadran.clicks"]["raw_code"] = piece + whole["nodes"]["model.kadran.clicks"]["raw_code"]
        with pytest.raises(ValueError, match="divides or averages before adding up"):
            read_registry(whole)


@pytest.mark.parametrize(
    ("mistaken", "told"),
    [
        (rated("sum(clicks)", ""), "KPI clicks: it is declared as a ratio and has no denominator."),
        (rated("sum(clicks)", additivity="additive"), "KPI clicks: it is declared as additive and has a denominator;"),
        (rated("count(distinct person)"), "KPI clicks: it counts distinct things, which cannot be added over days;"),
    ],
)
def test_a_kpi_that_cannot_be_added_up_is_not_declared_as_if_it_could(mistaken: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match="have mistakes") as refused:
        read_registry(mistaken)
    assert told in str(refused.value)


def test_a_kpi_is_not_computed_from_another() -> None:
    whole = declared()
    other = {"name": "visits", "unique_id": "model.kadran.visits", "raw_code": SQL.replace("fct_search", "clicks")}
    whole["nodes"]["model.kadran.visits"] = whole["nodes"]["model.kadran.clicks"] | other
    with pytest.raises(ValueError, match="KPI visits: it is computed from the KPI clicks; compute it"):
        read_registry(whole)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("click,total,total,2026-01-01,,5,0.1,0.2", "targets.csv, line 3: there is no KPI 'click'."),
        (
            "clicks,page,/,2026-01-01,,5,0.1,0.2",
            "clicks has no dimension 'page'; it is cut by device, country.",
        ),
        ("clicks,total,mobile,2026-01-01,,5,0.1,0.2", "total has the one member total."),
        ("clicks,total,total,2026-01-01,,5 %,0.1,0.2", "target is '5 %'; it must be a number, such as 0.05."),
        ("clicks,total,total,2026-01-01,,5,,0.2", "warn is ''; it must be a number"),
        (
            "clicks,total,total,2026-01-01,2025-12-31,5,0.1,0.2",
            "it ends on 2025-12-31, before it begins",
        ),
        ("clicks,total,total,1/1/26,,5,0.1,0.2", "valid_from is a day such as 2026-01-31"),
    ],
)
def test_a_target_that_no_kpi_would_ever_meet_is_told_with_its_line(row: str, told: str, tmp_path: Path) -> None:
    targets = tmp_path / "targets.csv"
    head = "kpi,dimension,member,valid_from,valid_to,target,warn,fail"
    targets.write_text(f"{head}\nclicks,device,mobile,2026-01-01,,5,0.1,0.2\n{row}\n")
    (said,) = target_mistakes(read_registry(declared()), targets)
    assert told in said


@pytest.mark.usefixtures("definitions")
def test_the_projects_own_targets_are_without_mistakes() -> None:
    assert list(target_mistakes(read_registry(manifest()), DBT_PROJECT / "seeds" / "targets.csv")) == []


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
