"""What exists in an account: campaigns and their messages, flows, lists, segments, metrics."""

from collections.abc import Iterator
from typing import Any

from connectors.source import Account, Fetch, Row, Stream, Type, Window
from connectors.sources._notation import typed, words
from connectors.sources.klaviyo.client import Klaviyo, session_of


def whole(collection: str, **params: Any) -> Fetch:
    """Fetches a collection as it is now."""

    def fetch(sessions: list[Klaviyo], account: Account, window: Window) -> Iterator[list[Row]]:
        for page in session_of(sessions, account).documents(collection, **params):
            yield page["data"]

    return fetch


def campaigns(sessions: list[Klaviyo], account: Account, window: Window) -> Iterator[list[Row]]:
    for page in session_of(sessions, account).campaigns():
        yield page["data"]


def campaign_messages(sessions: list[Klaviyo], account: Account, window: Window) -> Iterator[list[Row]]:
    for page in session_of(sessions, account).campaigns(include="campaign-messages"):
        yield [each for each in page.get("included", []) if each["type"] == "campaign-message"]


def _stream(
    name: str,
    description: str,
    fetch: Fetch,
    attributes: dict[str, Type],
    owner: str = "",
    personal: tuple[str, ...] = (),
) -> Stream:
    """A table of documents of one kind; `owner` is the one relationship that is kept."""
    relationships = {f"relationships.{owner}.data.id": Type.TEXT} if owner else {}
    beside = [f"relationships.{each}" for each in (f"{owner}.links", f"{owner}.data.type", "template", "image")]
    return Stream(
        name=name,
        description=description,
        fetch=fetch,
        columns={"id": Type.TEXT} | {f"attributes.{path}": kind for path, kind in attributes.items()} | relationships,
        key=("id",),
        kind="snapshot",
        personal=personal,
        ignored=("type", "links", *(beside if owner else ["relationships"])),
    )


_DATED = {**typed(Type.TEXT, "name"), **typed(Type.INSTANT, "created updated")}

STREAMS = (
    _stream(
        "campaigns",
        "Every e-mail campaign that exists, drafts and archived ones included, with its audiences.",
        campaigns,
        {
            **typed(Type.TEXT, "name status"),
            **typed(Type.BOOLEAN, "archived"),
            **typed(Type.JSON, "audiences send_options send_strategy tracking_options.custom_tracking_params"),
            **typed(Type.BOOLEAN, "add_tracking_params is_tracking_clicks is_tracking_opens", below="tracking_options"),
            **typed(Type.INSTANT, "created_at scheduled_at updated_at send_time"),
        },
    ),
    _stream(
        "campaign_messages",
        "The mails of the campaigns, with their subjects and without their senders.",
        campaign_messages,
        {
            **typed(Type.TEXT, "channel label content.subject content.preview_text", below="definition"),
            **typed(Type.JSON, "send_times"),
            **typed(Type.INSTANT, "created_at updated_at"),
        },
        owner="campaign",
        personal=words(
            "from_email from_label reply_to_email cc_email bcc_email", below="attributes.definition.content"
        ),
    ),
    _stream(
        "flows",
        "Every flow (automation) that exists, with its state and what starts it.",
        whole("flows"),
        {**_DATED, **typed(Type.TEXT, "status trigger_type"), **typed(Type.BOOLEAN, "archived")},
    ),
    _stream("lists", "Every list, without its size.", whole("lists"), {**_DATED, "opt_in_process": Type.TEXT}),
    _stream(
        "segments",
        "Every segment, without the rules that choose its people.",
        whole("segments"),
        {**_DATED, **typed(Type.BOOLEAN, "is_active is_processing is_starred")},
        personal=("attributes.definition",),  # rules may hold addresses
    ),
    _stream(
        "metrics",
        "Every metric: a kind of event, of Klaviyo itself or of an integration such as a shop.",
        whole("metrics"),
        {**_DATED, **typed(Type.TEXT, "id object key name category", below="integration")},
    ),
)
