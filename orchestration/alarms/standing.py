"""Where each alarm stands once persons' words are heard: its state and label, its rank, the precision of each KRI."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from orchestration.alarms.alarm import Alarm
from orchestration.alarms.words import Word


@dataclass(frozen=True)
class Standing:
    """An alarm with what persons said. `state` is open, acknowledged, muted or closed; `label` is true, false or None.

    `rank` is its place among the owner's alarms that ask for attention, 1 = the most severe; None where it asks for
    none. A note and its author are the last ones.
    """

    alarm: Alarm
    state: str
    label: str | None
    note: str
    said_by: str
    rank: int | None = None

    @property
    def wanted(self) -> bool:
        """Whether it still asks for its owner's attention."""
        return self.state in ("open", "acknowledged") and self.label != "false"


@dataclass(frozen=True)
class Precision:
    """How many alarms of a KRI were a risk, of those that persons labelled; `precision` is None without labels."""

    kra: str
    kpi: str
    kri: str
    alarms: int
    labelled_true: int
    labelled_false: int
    precision: float | None


def standings(alarms: Sequence[Alarm], words: Sequence[Word], today: date) -> list[Standing]:
    """The alarms as they stand today, the oldest first."""
    said: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        if word.said_at.date() <= today:
            said[word.alarm].append(word)
    muted = _muted(alarms, said, today)
    found = [_standing(alarm, said[alarm.alarm_id], alarm.alarm_id in muted) for alarm in alarms]
    places: Counter[str] = Counter()
    ranks = {}
    for standing in sorted((one for one in found if one.wanted), key=lambda one: one.alarm.urgency):
        places[standing.alarm.owner] += 1
        ranks[standing.alarm.alarm_id] = places[standing.alarm.owner]
    ordered = sorted(found, key=lambda one: (one.alarm.opened_on, one.alarm.alarm_id))
    return [Standing(**vars(one) | {"rank": ranks.get(one.alarm.alarm_id)}) for one in ordered]


def _standing(alarm: Alarm, words: list[Word], muted: bool) -> Standing:
    known = max((word.said_at.date() for word in words if word.word == "ack"), default=None)
    acknowledged = known is not None and (alarm.worsened_on is None or known > alarm.worsened_on)
    state = "closed" if alarm.closed_on else "muted" if muted else "acknowledged" if acknowledged else "open"
    label = next((word.word for word in reversed(words) if word.word in ("true", "false")), None)
    note = next((word.note for word in reversed(words) if word.note), "")
    return Standing(alarm, state, label, note, words[-1].said_by if words else "")


def _muted(alarms: Sequence[Alarm], said: dict[str, list[Word]], today: date) -> set[str]:
    """A mute holds for the alarm, and for later ones on the same figures: what comes back was muted as well."""
    silenced = [alarm for alarm in alarms if _mute_holds(said[alarm.alarm_id], today)]
    figures = {part.watched for alarm in silenced for part in alarm.parts}
    back = [alarm for alarm in alarms if figures.issuperset(part.watched for part in alarm.parts)]
    return {alarm.alarm_id for alarm in (*silenced, *back)}


def _mute_holds(words: list[Word], today: date) -> bool:
    until = next((word.until for word in reversed(words) if word.word == "mute"), None)
    return until is not None and today <= until


def precision(found: Iterable[Standing]) -> list[Precision]:
    """One row a KRI of a KPI that ever raised an alarm."""
    by_kri: dict[tuple[str, str, str], list[Standing]] = defaultdict(list)
    for standing in found:
        by_kri[standing.alarm.kra, standing.alarm.kpi, standing.alarm.kri].append(standing)
    return [_precision(key, of_kri) for key, of_kri in sorted(by_kri.items())]


def _precision(key: tuple[str, str, str], found: list[Standing]) -> Precision:
    right = sum(standing.label == "true" for standing in found)
    wrong = sum(standing.label == "false" for standing in found)
    return Precision(*key, len(found), right, wrong, right / (right + wrong) if right + wrong else None)


def unknown_alarms(alarms: Iterable[Alarm], words: Iterable[Word]) -> list[str]:
    """A sentence for each word about an alarm that never was."""
    known = {alarm.alarm_id for alarm in alarms}
    return [
        f"No alarm is called {word.alarm} ({word.word}, {word.said_at:%Y-%m-%d})."
        for word in words
        if word.alarm not in known
    ]
