"""How each table is asked of Sprout Social. Which names a network knows is in streams.py."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from connectors.http import pages
from connectors.source import Account, Fetch, Row, Window, Withdrawn
from connectors.sources._paging import batched, by_cursor
from connectors.sources.sprout_social.client import Sprout

PROFILES_AT_ONCE = 100
DAYS_A_PAGE, POSTS_A_PAGE, MESSAGES_A_PAGE = 1000, 50, 100
MOST_POSTS = 10_000
"""What Sprout gives of one question. It does not say that there is more."""
Pages = Iterator[list[Row] | Withdrawn]


def profiles(client: Sprout, account: Account, window: Window) -> Pages:
    yield client.profiles(account.id)


def profile_days(metrics: Mapping[str, Sequence[str]], other: Sequence[str]) -> Fetch:
    """Fetches the days of each network's profiles: `metrics` by network, `other` where a network is not among them."""

    def fetch(client: Sprout, account: Account, window: Window) -> Pages:
        path = f"v1/{account.id}/analytics/profiles"
        for network, ids in _by_network(client, account):
            body = {
                "filters": [_are(ids), f"reporting_period.in({window.since}..{window.until})"],
                "metrics": metrics.get(network, other),
                "limit": DAYS_A_PAGE,
            }
            for answer in _numbered(client, path, network, body):
                yield [_day(row) for row in answer["data"]]
            yield from client.withdrawn(path, network, "metrics.")

    return fetch


def posts(fields: Sequence[str], metrics: Mapping[str, Sequence[str]], other: Sequence[str]) -> Fetch:
    """Fetches the posts that were published in the window, with all that they have brought so far."""

    def fetch(client: Sprout, account: Account, window: Window) -> Pages:
        path = f"v1/{account.id}/analytics/posts"
        for network, ids in _by_network(client, account):
            body = {
                "filters": [_are(ids), _created(window)],
                "fields": fields,
                "metrics": metrics.get(network, other),
                "sort": ["guid:asc"],
                "timezone": "UTC",
                "limit": POSTS_A_PAGE,
            }
            for answer in _walked(client, path, network, body):
                yield [{**row, "metrics": nested(row.get("metrics") or {})} for row in answer["data"]]
            yield from client.withdrawn(path, network, "metrics.")

    return fetch


def messages(fields: Sequence[str]) -> Fetch:
    """Fetches what was said to and by each profile. Who said it is only looked at to tell which of the two it was."""

    def fetch(client: Sprout, account: Account, window: Window) -> Pages:
        path = f"v1/{account.id}/messages"
        for profile in client.profiles(account.id):
            number, network = profile["customer_profile_id"], profile["network_type"]
            # A profile's messages are the same in each of its groups.
            group = [f"group_id.eq({each})" for each in (profile.get("groups") or ())[:1]]
            body = {
                "filters": [*group, _are([number]), _created(window)],
                "fields": fields,
                "sort": ["created_time:asc"],
                "timezone": "UTC",
                "limit": MESSAGES_A_PAGE,
            }
            for answer in _forward(client, path, network, body):
                yield [_message(row, number) for row in answer["data"]]
            yield from client.withdrawn(path, network, "")

    return fetch


def listening(client: Sprout, account: Account, window: Window) -> Pages:
    for topic in client.topic_ids:
        body = {
            "filters": [f"created_time.in({window.since}..{window.until})", _networks(client)],
            "dimensions": ["created_time.by(day)", "network", "sentiment"],
            "metrics": ["engagements", "likes", "replies", "shares_count", "impressions"],
            "timezone": client.time_zone,
        }
        path = f"v1/{account.id}/listening/topics/{topic}/metrics"
        rows = client.asked(path, "", body, "metrics")["data"]
        yield [{**_flat(row, "created_time.by(day)", "created_time"), "topic_id": topic} for row in rows]
        yield from client.withdrawn(path, "", "metrics.")


def _by_network(client: Sprout, account: Account) -> Iterator[tuple[str, Sequence[Any]]]:
    """The profiles of each network, so many at a time as Sprout takes."""
    found: dict[str, list[Any]] = {}
    for profile in client.profiles(account.id):
        found.setdefault(profile["network_type"], []).append(profile["customer_profile_id"])
    for network, ids in found.items():
        for part in batched(ids, PROFILES_AT_ONCE):
            yield network, part


def _are(ids: Sequence[Any]) -> str:
    return f"customer_profile_id.eq({', '.join(map(str, ids))})"


def _networks(client: Sprout) -> str:
    return f"network.eq({', '.join(client.listening_networks)})"


def _created(window: Window) -> str:
    return f"created_time.in({window.since}T00:00:00..{window.until}T23:59:59)"


def _numbered(client: Sprout, path: str, network: str, body: dict[str, Any]) -> Iterator[Any]:
    """Pages by number, to the last that the first one tells of: one more would be an error."""
    return pages(
        lambda page: client.asked(path, network, {**body, "page": page}, "metrics"),
        1,
        lambda answer, page: page + 1 if page < answer["paging"]["total_pages"] else None,
    )


def _walked(client: Sprout, path: str, network: str, body: dict[str, Any]) -> Iterator[Any]:
    """Pages by number and, where Sprout stops telling, on from behind the last guid."""
    filters = body["filters"]

    def ask(cursor: tuple[str, int]) -> Any:
        behind = [f"guid.gt({cursor[0]})"] if cursor[0] else []
        return client.asked(path, network, {**body, "filters": [*filters, *behind], "page": cursor[1]}, "metrics")

    def following(answer: Any, cursor: tuple[str, int]) -> tuple[str, int] | None:
        behind, page = cursor
        if page < answer["paging"]["total_pages"]:
            return behind, page + 1
        return (answer["data"][-1]["guid"], 1) if page * POSTS_A_PAGE >= MOST_POSTS else None

    return pages(ask, ("", 1), following)


def _forward(client: Sprout, path: str, network: str, body: dict[str, Any]) -> Iterator[Any]:
    """Pages by a mark that each answer but the last one gives."""

    return by_cursor(
        "page_cursor",
        lambda place: client.asked(path, network, body | place, "fields"),
        lambda answer: (answer.get("paging") or {}).get("next_cursor"),
    )


def _day(row: Row) -> Row:
    return _flat(row, "reporting_period.by(day)", "reporting_period")


def _flat(row: Row, dimension: str, name: str) -> Row:
    """The dimensions as fields; a day may carry its midnight."""
    dimensions = dict(row["dimensions"])
    day = str(dimensions.pop(dimension))[: len("2026-01-31")]
    return {name: day, **dimensions, "metrics": nested(row["metrics"])}


def _message(row: Row, profile: Any) -> Row:
    author = (row.get("from") or {}).get("guid")
    kept = {name: value for name, value in row.items() if name != "from"}
    is_ours = None if author is None else author == row.get("profile_guid")
    return {**kept, "customer_profile_id": profile, "is_from_profile": is_ours}


def nested(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """Names with dots as the paths that they are."""
    tree: dict[str, Any] = {}
    for name, value in metrics.items():
        *parents, last = name.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node[last] = value
    return tree
