"""Receivers for alerts."""

from collections.abc import Iterator

import pytest

from tests.orchestration.alerts import receivers


@pytest.fixture
def hook() -> Iterator[receivers.Webhook]:
    with receivers.webhook() as hook:
        yield hook


@pytest.fixture
def box() -> Iterator[receivers.Mailbox]:
    with receivers.mailbox() as box:
        yield box
