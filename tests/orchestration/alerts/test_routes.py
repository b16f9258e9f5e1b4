"""Routes say who is told, where and how; they hold credentials and keep them to themselves."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from orchestration.alerts.routes import BadRoutes, Quiet, Route, check_names, read_routes, route_name

TEXT = """
SEO expert: {to: 'json://u:sesame-4711@127.0.0.1/x', language: fr, severity: error, budget: 3, quiet: 20:00-08:00}
growth: [mailto://a@example.com, slack://AAA/BBB/CCC]
"*": json://127.0.0.1/all
"""


def test_routes_are_read_from_text_and_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "alerts.yml").write_text(TEXT)
    routes = read_routes(SecretStr(TEXT))
    assert read_routes(SecretStr(str(tmp_path / "alerts.yml"))) == routes
    seo = routes["SEO expert"]
    assert (seo.language, seo.severity, seo.budget, len(seo.to)) == ("fr", "error", 3, 1)
    assert len(routes["growth"].to) == 2
    assert (routes["*"].language, routes["*"].severity, routes["*"].quiet) == ("en", "warn", None)


def test_json_is_yaml_and_nothing_is_no_route() -> None:
    assert read_routes(SecretStr('{"*": "json://127.0.0.1"}'))["*"].budget == 10
    assert read_routes(None) == {}


def test_a_kra_has_its_own_route_else_that_of_its_owner_else_that_of_all_others() -> None:
    routes = read_routes(SecretStr(TEXT))
    assert route_name(routes, "growth", "SEO expert") == "growth"
    assert route_name(routes, "organic_search", "SEO expert") == "SEO expert"
    assert route_name(routes, "email", "CRM manager") == "*"
    assert route_name({}, "email", "CRM manager") is None


def test_a_route_of_nobody_is_told() -> None:
    (mistake,) = check_names(read_routes(SecretStr(TEXT)), {"growth": "Director", "organic_search": "Someone"})
    assert "'SEO expert': no KRA and no owner is called so" in mistake


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("SEO: {to: 'json://u:sesame-4711@127.0.0.1', langage: fr}", "langage: Extra inputs"),
        ("SEO: {to: 'json://u:sesame-4711@127.0.0.1', language: de}", "language: Input should be 'en' or 'fr'"),
        ("SEO: {to: 'json://u:sesame-4711@127.0.0.1', quiet: at night}", "hours look like 20:00-08:00"),
        ("SEO: {to: 'json://u:sesame-4711@127.0.0.1', time_zone: Paris}", "time_zone"),
        ("SEO: {to: []}", "route 'SEO': to"),
        ("json://u:sesame-4711@127.0.0.1", "must give a route to each owner"),
        ("a: [json://u:sesame-4711@127.0.0.1", "is no YAML"),
        ("no-such-file.yml", "names a file that does not exist"),
    ],
)
def test_a_mistake_is_told_in_a_sentence_without_the_address(given: str, says: str) -> None:
    with pytest.raises(BadRoutes, match="KADRAN_ALERTS") as raised:
        read_routes(SecretStr(given))
    assert says in str(raised.value)
    assert "sesame" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_addresses_are_not_shown() -> None:
    assert "sesame" not in repr(read_routes(SecretStr(TEXT)))


def test_quiet_hours_go_over_midnight_on_the_clocks_of_the_zone() -> None:
    paris, new_york = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
    route = Route.model_validate({"to": "json://127.0.0.1", "quiet": "20:00-08:00"})
    assert isinstance(route.quiet, Quiet)
    five = datetime(2026, 1, 15, 6, 59, tzinfo=UTC)
    assert route.quiet.holds(five, paris)  # 07:59
    assert not route.quiet.holds(five.replace(hour=7, minute=0), paris)  # 08:00
    assert route.quiet.holds(five.replace(hour=7, minute=0), new_york)  # 02:00
    assert route.quiet.holds(five.replace(hour=19), paris)  # 20:00
    noon = Route.model_validate({"to": "json://127.0.0.1", "quiet": "12:00-14:00"}).quiet
    assert noon is not None
    assert noon.holds(five.replace(hour=12), paris)
    assert not noon.holds(five.replace(hour=13), paris)
