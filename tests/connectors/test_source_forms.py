"""Forms that sources share: settings in one text, accounts that settings name, pages, names that a vendor forgot."""

from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, SecretStr

from connectors.errors import Refused, Unavailable
from connectors.settings import read_settings, secrets_of
from connectors.source import ACCOUNTS, Account, Settings, Source, settings_for
from connectors.sources._accounts import one_at_least, unread, wanted
from connectors.sources._paging import batched, by_cursor, to_the_end
from connectors.sources._settings import Listed, Secrets, SecretsByName, numbers
from connectors.sources._withdrawn import BadQuestion, answered, paged


class FormsSettings(Settings):
    model_config = settings_for("forms")

    keys: Secrets = (SecretStr("default"),)
    by_name: SecretsByName = {}  # noqa: RUF012 - pydantic copies it
    listed: Listed = ()
    ids: Annotated[Listed, AfterValidator(numbers("an id such as act_1", "^act_"))] = ()


def settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> Any:
    for name, value in values.items():
        monkeypatch.setenv(f"FORMS_{name.upper()}", value)
    source = Source("forms", "Forms", FormsSettings, lambda each: each, lambda each: [], (ACCOUNTS,))
    return read_settings(source)


def test_lists_are_split_at_commas_and_name_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, listed=" a, b,,a ").listed == ("a", "b")
    assert settings(monkeypatch, ids="act_1, 2,act_1").ids == ("1", "2")


def test_every_secret_of_a_list_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    told = settings(monkeypatch, keys="one, two", by_name="shop = three=3,other=four")
    assert set(secrets_of(told)) == {"one", "two", "three=3", "four"}
    assert "one" not in repr(told)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ids": "act_1,G-XX"}, "FORMS_IDS: .*G-XX is not an id such as act_1"),
        ({"keys": " , "}, "FORMS_KEYS: .*at least 1 item"),
        ({"by_name": "three"}, "FORMS_BY_NAME: .*write name=secret"),
        ({"by_name": "shop="}, "FORMS_BY_NAME: .*write name=secret"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        settings(monkeypatch, **values)


def test_what_settings_name_stays_in_the_list_without_a_row_among_the_accounts() -> None:
    known = {"1": Account("1", "One", "Europe/Paris"), "2": Account("2", "Two")}
    assert wanted((), known, (ACCOUNTS,)) == list(known.values())
    assert wanted(("2", "9"), known, (ACCOUNTS,)) == [known["2"], Account("9", "9", streams=())]


def test_one_account_that_cannot_be_reached_stops_no_other() -> None:
    def look(name: str, reachable: bool) -> Account:
        if not reachable:
            raise Refused(f"{name} is closed.")
        return Account(name, name)

    found = one_at_least({"a": False, "b": True}, look, (ACCOUNTS,))
    assert found == [unread("a", (ACCOUNTS,)), Account("b", "b")]
    with pytest.raises(Refused, match="a is closed"):
        one_at_least({"a": False, "b": False}, look, (ACCOUNTS,))
    assert one_at_least({}, look, (ACCOUNTS,)) == []


def test_a_cursor_is_put_where_the_vendor_wants_it_and_an_empty_one_ends() -> None:
    asked: list[dict[str, Any]] = []

    def ask(place: dict[str, Any]) -> dict[str, str]:
        asked.append(place)
        return {"next": {0: "x", 1: "y"}.get(len(asked) - 1, "")}

    assert len(list(by_cursor("after", ask, lambda answer: answer["next"]))) == 3
    assert asked == [{}, {"after": "x"}, {"after": "y"}]
    with pytest.raises(Refused, match="in circles"):
        list(by_cursor("after", lambda place: {"next": "same"}, lambda answer: answer["next"]))


@pytest.mark.parametrize(
    ("sizes", "offsets"),
    [([(2, 3), (1, 3)], [0, 2]), ([(0, 0)], [0]), ([(2, 3), (1, 4), (1, 4)], [0, 2, 3])],
)
def test_a_list_is_read_to_its_end_even_if_it_grows(sizes: list[tuple[int, int]], offsets: list[int]) -> None:
    left, asked = iter(sizes), []
    assert list(to_the_end("things", lambda offset: asked.append(offset) or next(left), lambda size: size)) == sizes  # type: ignore[func-returns-value]
    assert asked == offsets


@pytest.mark.parametrize("sizes", [[(2, 4), (1, 3)], [(2, 4), (0, 4)]])
def test_a_list_that_shrinks_or_stops_short_is_not_taken_for_whole(sizes: list[tuple[int, int]]) -> None:
    left = iter(sizes)
    with pytest.raises(Unavailable, match="things shrank"):
        list(to_the_end("things", lambda offset: next(left), lambda size: size))


def test_parts_hold_everything_once() -> None:
    assert [list(part) for part in batched(range(5), 2)] == [[0, 1], [2, 3], [4]]
    assert list(batched([], 2)) == []


def test_names_that_a_refusal_names_are_asked_for_no_more() -> None:
    asked: list[list[str]] = []

    def ask(names: list[str]) -> str:
        asked.append(names)
        if "dead" in names:
            raise BadQuestion("Unknown metric stats.dead, a deadlock.")
        return "told"

    gone: set[str] = set()
    assert answered(ask, ["dead", "deadline", "alive"], gone) == "told"
    assert answered(ask, ["dead", "alive"], gone) == "told"
    assert asked == [["dead", "deadline", "alive"], ["deadline", "alive"], ["alive"]]
    with pytest.raises(BadQuestion):
        answered(lambda names: ask(["dead"]), ["other"], set())


def test_pages_come_with_what_is_gone_from_them() -> None:
    def ask(names: Any) -> Any:
        if "dead" in names:
            raise BadQuestion("no dead here")
        yield [{"alive": 1}]
        yield [{"alive": 2}]

    *pages, withdrawn = paged(ask, ["alive", "dead"], set(), below="stats.")
    assert pages == [[{"alive": 1}], [{"alive": 2}]]
    assert withdrawn.columns == ("stats.dead",)
