"""Whether a recorded row lies in the lake as it was sent."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.source import Stream, Type


def lost(row: Mapping[str, Any], landed: Mapping[str, Any], stream: Stream) -> list[str]:
    """Paths of the recorded fields that are neither in the landed row nor declared to be left out."""
    extra = json.loads(landed["_extra"] or "{}")
    left_out = {*stream.personal, *stream.ignored}

    def missing(path: str, value: Any) -> list[str]:
        if path in left_out or path in extra:
            return []
        if path in stream.columns:
            return [] if _same(landed[path], value, stream.columns[path]) else [path]
        if isinstance(value, dict):
            return [each for name in value for each in missing(f"{path}.{name}", value[name])]
        below = [landed[column] for column in stream.columns if column.startswith(f"{path}.")]
        return [] if value is None and below and not any(below) else [path]

    return [each for name in row for each in missing(name, row[name])]


def _same(landed: Any, sent: Any, kind: Type) -> bool:
    if landed is None or sent in (None, ""):
        return sent in (None, "") and landed in (None, "")
    match kind:
        case Type.HASHED:
            return len(landed) == 64
        case Type.JSON:
            return bool(json.loads(landed) == sent)
        case Type.INSTANT:
            return bool(
                landed == (datetime.fromtimestamp(sent, UTC) if isinstance(sent, int) else datetime.fromisoformat(sent))
            )
        case Type.BOOLEAN:
            return str(landed).lower() == str(sent).lower()
        case Type.INTEGER | Type.NUMBER | Type.MONEY:
            return float(landed) == float(sent)
    return bool(landed == sent)
