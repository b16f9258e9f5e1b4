"""Messages reach real receivers; what they answer is told, the address is not."""

import logging
import socket

import pytest
from pydantic import SecretStr

from orchestration.alerts.message import Message
from orchestration.alerts.send import NotSent, masked, send
from tests.orchestration.alerts.receivers import Mailbox, Webhook

MESSAGE = Message("2 new alarms", "Plain: prix < 3 €", "<p>Rich: prix &lt; 3 €</p>")


def test_a_webhook_gets_subject_and_text(hook: Webhook) -> None:
    send(SecretStr(hook.url), MESSAGE)
    (got,) = hook.got
    assert (got["title"], got["message"], got["type"]) == ("2 new alarms", "Plain: prix < 3 €", "info")
    send(SecretStr(hook.url + "?format=html"), MESSAGE, severe=True)
    assert (hook.got[1]["message"], hook.got[1]["type"]) == ("<p>Rich: prix &lt; 3 €</p>", "warning")


def test_a_mail_has_both_forms(box: Mailbox) -> None:
    send(SecretStr(box.url), MESSAGE)
    (mail,) = box.mails
    assert mail["Subject"] == "2 new alarms"
    assert "seo@example.com" in mail["To"]
    html, text = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert "<p>Rich: prix &lt; 3 €</p>" in html.get_content()
    assert "Rich: prix < 3 €" in text.get_content()


def test_a_refusal_is_told_without_any_piece_of_the_address(
    hook: Webhook, box: Mailbox, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    hook.status, box.refuses = 500, True
    with caplog.at_level(logging.DEBUG):
        for url in (hook.url, box.url):
            with pytest.raises(NotSent) as raised:
                send(SecretStr(url), MESSAGE)
            told = str(raised.value) + caplog.text + "".join(capfd.readouterr())
            for secret in ("sesame-4711", "a-secret-path", "seo@example.com"):
                assert secret not in told
        with pytest.raises(NotSent, match="500"):
            send(SecretStr(hook.url), MESSAGE)


def test_nobody_at_home_is_a_refusal_too() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for scheme in ("json", "mailto"):
        with pytest.raises(NotSent):
            send(SecretStr(f"{scheme}://127.0.0.1:{port}?from=a@example.com&to=b@example.com"), MESSAGE)


@pytest.mark.parametrize("url", ["slakc://sesame-4711/b/c", "sesame-4711", "mailto://", "slack://sesame-4711"])
def test_an_address_that_is_none_says_so_and_where_to_correct_it(url: str) -> None:
    with pytest.raises(NotSent, match="KADRAN_ALERTS") as raised:
        send(SecretStr(url), MESSAGE)
    assert "sesame-4711" not in str(raised.value)


def test_encoded_pieces_are_masked_too() -> None:
    address = SecretStr("slack://T0ken/p%40ssword/#general")
    assert masked("T0ken p@ssword p%40ssword refused: 403", address) == "*** *** *** refused: 403"
