"""Sending one message to one address, through Apprise. Addresses hold credentials: none is logged or told."""

import logging
import re
from urllib.parse import unquote

import apprise
from pydantic import SecretStr

from orchestration.alerts.message import Message

ROOM = 32_768
"""Characters. Mail takes as many and more; services that take less are chats, which are told the text."""
SHORTEST_SECRET = 4
"""Characters. Shorter pieces of an address are ports and the like, and words of every sentence."""


class NotSent(Exception):
    """An address did not take the message; says why without the address."""


def kind_of(address: SecretStr) -> str:
    """The service behind an address: "mailtos", "slack"; "it" for what is no address."""
    scheme, is_address, _ = address.get_secret_value().partition("://")
    return scheme.lower() if is_address else "it"


def send(address: SecretStr, message: Message, *, severe: bool = False) -> None:
    """Send the message in the form that the address takes. Raises NotSent."""
    kind = kind_of(address)
    asset = apprise.AppriseAsset(app_id="Kadran", app_desc="Kadran", app_url="")
    with _Heard() as heard:
        plugin = apprise.Apprise.instantiate(address.get_secret_value(), asset=asset)
        if plugin is None:
            raise NotSent(f"{kind} is not an address that Apprise knows: correct it in KADRAN_ALERTS.")
        as_html = plugin.resolve_format() == apprise.NotifyFormat.HTML and plugin.body_maxlen >= ROOM
        taken = plugin.notify(
            title=message.subject,
            body=message.html if as_html else message.text,
            body_format=apprise.NotifyFormat.HTML if as_html else apprise.NotifyFormat.TEXT,
            overflow=apprise.OverflowMode.UPSTREAM if as_html else apprise.OverflowMode.SPLIT,
            notify_type=apprise.NotifyType.WARNING if severe else apprise.NotifyType.INFO,
        )
    if not taken:
        raise NotSent(masked(" ".join(heard.said) or f"{kind} did not take it.", address))


def masked(text: str, address: SecretStr) -> str:
    """The text without any piece of the address but its scheme."""
    _, _, rest = address.get_secret_value().partition("://")
    pieces = re.split(r"[/:@?&=#,+\s]", rest)
    for piece in sorted({*pieces, *map(unquote, pieces)}, key=len, reverse=True):
        if len(piece) >= SHORTEST_SECRET:
            text = text.replace(piece, "***")
    return text


class _Heard(logging.Handler):
    """Keeps what Apprise says for the error, and it and the paths that its HTTP client asks for away from every log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def __enter__(self) -> "_Heard":
        listeners: dict[str, logging.Handler] = {"apprise": self, "urllib3": logging.NullHandler()}
        self._before = []
        for name, listener in listeners.items():
            logger = logging.getLogger(name)
            self._before.append((logger, logger.propagate, logger.handlers))
            logger.propagate, logger.handlers = False, [listener]
        return self

    def __exit__(self, *_: object) -> None:
        for logger, propagate, handlers in self._before:
            logger.propagate, logger.handlers = propagate, handlers

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
