"""`kadran digest`, and what a person sees of messages that went to owners."""

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from orchestration.alerts.delivery import Delivery
from orchestration.settings import Kadran

console = Console(highlight=False)
SOMETHING_FAILED = 1
STYLES = {
    "sent": "green",
    "sent_before": "dim",
    "quiet": "dim",
    "nothing_new": "dim",
    "no_route": "yellow",
    "failed": "red",
}


def digest(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write the mails into files instead.")] = False,
) -> None:
    """Send owners the digest of their week now, along KADRAN_ALERTS, to each address once a week."""
    from orchestration.digest_job import CannotTell, send_digests, write_digests

    try:
        if dry_run:
            for path in write_digests(Kadran()):
                console.print(f"Written, not sent: {path}", soft_wrap=True)
        else:
            show(send_digests(Kadran()))
    except CannotTell as error:
        console.print(Text(str(error), "red"), soft_wrap=True)
        raise typer.Exit(SOMETHING_FAILED) from None


def show(delivery: Delivery) -> None:
    """Print what became of messages, and leave the command with an error when one did not arrive."""
    for kind, style in STYLES.items():
        for name in getattr(delivery, kind):
            console.print(Text(f"{kind.replace('_', ' ')}: {name}", style), soft_wrap=True)
    if delivery.failed:
        raise typer.Exit(SOMETHING_FAILED)
