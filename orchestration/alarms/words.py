"""What persons say of alarms, in one plain file that they may also edit: <data>/kri_words.csv, one line a word.

    said_at,alarm,word,until,note,said_by
    2026-11-26T08:02:11+00:00,a3f09c1d2e,ack,,seen with the agency,ada
    2026-11-26,a3f09c1d2e,mute,2026-12-31,price test,
    2026-11-28,a3f09c1d2e,false,,,

`ack`: I know; an alarm that gets worse is open again. `mute`: say nothing of it, or of the same figures, up to and
including `until`. `true`, `false`: whether it was a risk. Of each kind the last line of an alarm counts. Columns may be
separated by commas or semicolons; a line that cannot be read is told and left out.
"""

import csv
import fcntl
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

COLUMNS = ("said_at", "alarm", "word", "until", "note", "said_by")
WORDS = ("ack", "mute", "true", "false")


@dataclass(frozen=True)
class Word:
    """One thing that a person said of one alarm."""

    said_at: datetime
    alarm: str
    word: str
    until: date | None = None
    note: str = ""
    said_by: str = ""


def read_words(path: Path) -> tuple[list[Word], list[str]]:
    """The words in the order in which they were said, and a sentence for each line that cannot be read."""
    if not path.exists():
        return [], []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return [], [f"{path.name} is not UTF-8: save it as CSV UTF-8."]
    lines = csv.DictReader(text.splitlines(), delimiter=_delimiter(text))
    if missing := {"said_at", "alarm", "word"} - set(lines.fieldnames or ()):
        return [], [f"{path.name} has no column {', '.join(sorted(missing))}; its first line is {','.join(COLUMNS)}."]
    words, mistakes = [], []
    for row in lines:
        try:
            words.append(_word({name: (row.get(name) or "").strip() for name in COLUMNS}))
        except ValueError as error:
            mistakes.append(f"{path.name}, line {lines.line_num}: {error}")
    return sorted(words, key=lambda word: word.said_at), mistakes


def add_word(path: Path, word: Word) -> None:
    """Append one line. Raises ValueError when the word is not one that `read_words` would take."""
    row = {
        "said_at": word.said_at.isoformat(timespec="seconds"),
        "alarm": word.alarm,
        "word": word.word,
        "until": str(word.until or ""),
        "note": " ".join(word.note.split()),
        "said_by": word.said_by,
    }
    _word(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8", newline="") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        head = text.lstrip("\ufeff").splitlines()[:1]
        columns = next(csv.reader(head, delimiter=_delimiter(text)), list(COLUMNS))
        out = csv.DictWriter(file, columns, delimiter=_delimiter(text), extrasaction="ignore", lineterminator="\n")
        if not head:
            out.writeheader()
        elif not text.endswith("\n"):
            file.write("\n")
        out.writerow(row)


def _word(row: dict[str, str]) -> Word:
    if row["word"].lower() not in WORDS:
        raise ValueError(f"{row['word']!r} is not one of {', '.join(WORDS)}.")
    if not row["alarm"]:
        raise ValueError("it names no alarm.")
    until = _day(row["until"]) if row["until"] else None
    if row["word"].lower() == "mute" and until is None:
        raise ValueError("mute needs a day in `until`.")
    return Word(_moment(row["said_at"]), row["alarm"], row["word"].lower(), until, row["note"], row["said_by"])


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a moment such as 2026-01-31 or 2026-01-31T08:00:00+00:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day such as 2026-01-31.") from None


def _delimiter(text: str) -> str:
    return ";" if ";" in text.partition("\n")[0] else ","
