"""What became of messages to owners."""

from dataclasses import dataclass, field


@dataclass
class Delivery:
    """Each message by owner and service, never by address."""

    sent: list[str] = field(default_factory=list)
    sent_before: list[str] = field(default_factory=list)
    nothing_new: list[str] = field(default_factory=list)
    quiet: list[str] = field(default_factory=list)
    no_route: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    waiting: int = 0
    """Alarms beyond the budgets."""
