"""Whether a recorded row lies in the lake as it was sent."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from connectors.source import Stream, Type


def lost(sent: Mapping[str, Any], landed: Mapping[str, Any], stream: Stream) -> list[str]:
    """Paths of the fields that were sent and are neither in the landed row nor declared to be left out."""
    extra = json.loads(landed["_extra"] or "{}")
    left_out = {*stream.personal, *stream.ignored}

    def missing(path: str, value: Any) -> Iterator[str]:
        if path in stream.columns:
            if not _same(landed[path], value, stream.columns[path]):
                yield path
        elif path in left_out or path in extra:
            return
        elif any(name.startswith(f"{path}.") for name in {*stream.columns, *left_out}):
            for name, below in (value or {}).items():  # an object that is null has nothing to lose
                yield from missing(f"{path}.{name}", below)
        else:
            yield path

    return [path for name, value in sent.items() for path in missing(name, value)]


def _same(landed: Any, sent: Any, kind: Type) -> bool:
    if kind is Type.TEXT or sent is None or landed is None:
        return bool(landed == sent) or (landed is None and sent == "")
    match kind:
        case Type.HASHED:
            return len(landed) == 64 and landed != sent
        case Type.JSON:
            return bool(json.loads(landed) == sent)
        case Type.INSTANT:
            instant = datetime.fromtimestamp(sent, UTC) if isinstance(sent, int) else datetime.fromisoformat(sent)
            return bool(landed == instant)
        case Type.DAY:
            return bool(landed == date.fromisoformat(sent))
        case Type.BOOLEAN:
            return str(landed).lower() == str(sent).lower()
    return float(landed) == float(sent)
