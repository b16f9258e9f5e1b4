"""No model adds up or averages a rate. Reads the SQL that dbt compiles, as DuckDB parses it, from model to model."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.conftest import REPO
from tests.dbt_runs import private_warehouse

ADDS = {"sum", "avg", "mean", "median", "fsum", "favg", "sumkahan", "quantile_cont", "quantile_disc"}
PASSES = {"+", "-", "coalesce", "round", "least", "greatest", "abs", "min", "max", "any_value", "arg_max", "last_value"}
"""Functions of a rate that are a rate again. A rate times a quantity is none: it is weighted."""
TOLD = re.compile(
    r"(?:\w+_)?(?:ctr|cpc|cpm|cpa|roas|share|position|frequency|average|avg|mean|rate)(?:_per_\w+)?", re.IGNORECASE
)
"""Names under which vendors tell rates that they divided themselves."""
QUANTITIES = {
    "eligible_impressions": "impressions by the share that they are of all",
    "budget": "a month's money by its days",
    "market_size": "a quarter's money by its days",
    "monthly": "what a subscription brings in a period by its months",
}
"""Columns that come of a division and may be added up all the same, and why."""

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Added:
    """A sum or an average in a model, and whether it is of a rate."""

    model: str
    function: str
    of_a_rate: bool


def parts(node: Any) -> Iterator[Node]:
    """Every object in a parse tree."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from parts(each)


def arguments(node: Node) -> list[Node]:
    return [each.get("expression", each) for each in node.get("arguments", [])]


def is_rate(node: Node, rates: set[str]) -> bool:
    """Whether an expression is one quantity divided by another; `rates` are columns known to be such."""
    name, given = node.get("function_name"), arguments(node)
    match node["class"]:
        case "COLUMN_REF":
            return node["column_names"][-1] in rates or TOLD.fullmatch(node["column_names"][-1]) is not None
        case "CAST":
            return is_rate(node["child"], rates)
        case "CASE":
            return any(is_rate(end, rates) for end in ends(node))
        case "OPERATOR":
            return node["type"] == "OPERATOR_COALESCE" and any(is_rate(child, rates) for child in node["children"])
    if name == "/":
        return not is_constant(given[1])
    if name == "*":
        return any(is_rate(one, rates) and is_constant(other) for one, other in (given, given[::-1]))
    return name in PASSES and any(is_rate(argument, rates) for argument in given)


def is_constant(node: Node) -> bool:
    if node["class"] == "CASE":
        return all(is_constant(end) for end in ends(node))
    return not any(
        part.get("class") == "COLUMN_REF" or part.get("function_name") == "count_star" for part in parts(node)
    )


def ends(case: Node) -> list[Node]:
    return [*(check["then_expr"] for check in case["case_checks"]), case["else_expr"]]


def read(model: str, sql: str, rates: set[str]) -> tuple[set[str], list[Added]]:
    """The columns of a model and its parts that are rates, and what it adds up. `rates` are those of its parents."""
    with duckdb.connect() as con:
        ((text,),) = con.execute("select json_serialize_sql(?)", [sql]).fetchall()
    tree = json.loads(text)
    assert not tree["error"], (model, tree)
    made: set[str] = set()
    while True:  # a part may stand before the one that it reads
        selected = [column for part in parts(tree) for column in part.get("select_list") or []]
        now = {column["alias"] for column in selected if column["alias"] and is_rate(column, rates | made)}
        now -= set(QUANTITIES)
        if now <= made:
            break
        made |= now
    added = [
        Added(model, part["function_name"], any(is_rate(argument, rates | made) for argument in arguments(part)))
        for part in parts(tree)
        if part.get("function_name") in ADDS
    ]
    return made | rates & {part["column_names"][-1] for part in parts(tree) if part.get("class") == "COLUMN_REF"}, added


def everything_added(manifest: Mapping[str, Any]) -> list[Added]:
    """All models, parents first."""
    models = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    rates: dict[str, set[str]] = {}
    added = []

    def walk(name: str) -> set[str]:
        if name not in rates and name in models:
            parents = [walk(parent) for parent in models[name]["depends_on"]["nodes"]]
            rates[name], found = read(models[name]["name"], models[name]["compiled_code"], set().union(*parents))
            kpi = models[name]["config"]["meta"].get("kpi", {})
            if kpi.get("additivity") in ("distinct", "semi_additive"):
                rates[name] = set()
            added.extend(found)
        return rates.get(name, set())

    for name in models:
        walk(name)
    return added


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The project, compiled."""
    warehouse = private_warehouse(tmp_path_factory.mktemp("compiled"), currency="EUR", today=date(2026, 11, 25))
    warehouse.data.mkdir()
    done = warehouse.dbt("compile", "--select", "resource_type:model")
    assert done.succeeded, done.said
    found: Mapping[str, Any] = json.loads((warehouse.project / "target" / "manifest.json").read_text())
    return found


def test_no_model_adds_up_or_averages_a_rate(manifest: Mapping[str, Any]) -> None:
    added = everything_added(manifest)
    assert len(added) > 200
    assert [each for each in added if each.of_a_rate] == []


def test_whatever_adds_up_kpis_asks_whether_they_can_be_added(manifest: Mapping[str, Any]) -> None:
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    readers = [node for node in models if "model.kadran.kpi_daily" in node["depends_on"]["nodes"]]
    texts = {node["name"]: node["compiled_code"] for node in readers}
    texts |= {str(path): path.read_text() for path in (REPO / "orchestration").rglob("*.py")}
    adding = {name for name, text in texts.items() if re.search(r"\bsum\([^)]*(numerator|value)\b", text)}
    assert {"kpi_periods", "kpi_pacing", "kpi_drivers", "kpi_status"} <= adding
    assert [name for name in adding if "additivity" not in texts[name]] == []


@pytest.mark.parametrize(
    "sql",
    [
        "select sum(a / nullif(b, 0)) as x from t",
        "select avg(ctr) as x from t",
        "select median(cast(a as double) / b) as x from t",
        "select sum(1000 * a / count_of_b) as x from t",
        "select sum(case when a > 0 then a / b else 0 end) as x from t",
        "with one as (select a / b as c from t) select sum(coalesce(c, 0)) as x from one",
        "with two as (select d as e from one), one as (select a / b as d from t) select sum(e) as x from two",
        "select avg(a / b) over (partition by c) as x from t",
        "select d from t where e > (select sum(known_rate) from u)",
        "select sum(x) from (select sum(a) / sum(b) as x from t group by c)",
    ],
)
def test_a_rate_that_is_added_up_is_seen_wherever_it_stands(sql: str) -> None:
    _, added = read("planted", sql, {"known_rate"})
    assert any(each.of_a_rate for each in added)


def test_a_rate_is_followed_from_the_model_that_makes_it_unless_that_kpi_is_never_added_up() -> None:
    def model(sql: str, *parents: str, **kpi: str) -> dict[str, Any]:
        meta = {"config": {"meta": {"kpi": kpi}}, "depends_on": {"nodes": parents}}
        return {"resource_type": "model", "name": sql, "compiled_code": sql, **meta}

    summed = model("select sum(b) as d from rates", "rates")
    for additivity, seen in (("ratio", True), ("distinct", False)):
        nodes = {"summed": summed, "rates": model("select a / c as b from t", additivity=additivity)}
        assert [each.of_a_rate for each in everything_added({"nodes": nodes})] == [seen]


@pytest.mark.parametrize(
    "sql",
    [
        "select sum(a) / sum(b) as x from t",
        "select sum(minutes / 1440) as days from t",
        "select sum(cents / case currency when 'JPY' then 1 else 100 end) as money from t",
        "select sum(ctr * impressions) as clicks from t",
        "select sum(case when a / b > 0.5 then 1 else 0 end) as x from t",
    ],
)
def test_sums_that_are_divided_weighted_or_only_compared_are_right(sql: str) -> None:
    _, added = read("planted", sql, set())
    assert [each.of_a_rate for each in added] == [False] * len(added)
