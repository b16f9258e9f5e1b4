"""The texts of a file (or a workbook's and Parquet's own values) -> Arrow arrays of a declared type."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from connectors.source import Type

Convert = Callable[[pa.Array], pa.Array]

_ZONED = r":[0-9.]+ ?(Z|UTC|[+-]\d{2}(:?\d{2})?)$"


@dataclass(frozen=True)
class Writing:
    """How a file writes values: its clock, its signs in numbers, the form of a date (None = ISO 8601)."""

    time_zone: str = "UTC"
    decimal: str = "."
    thousands: str = ""
    date_format: str | None = None

    def parse(self, values: pa.Array, kind: Type) -> pa.Array:
        """The values as `kind`. Raises ArrowException when one of them is not of that kind."""
        is_text = pa.types.is_string(values.type)
        match kind:
            case Type.INSTANT:
                return self._instant(values)
            case Type.DAY:
                return self._day(values)
            case Type.INTEGER | Type.NUMBER | Type.MONEY:
                return _NUMBERS[kind](self._plain(values) if is_text else values)
            case Type.BOOLEAN:
                return (pc.utf8_trim_whitespace(values) if is_text else values).cast(pa.bool_())
            case _:
                return values.cast(pa.string())

    def _plain(self, texts: pa.Array) -> pa.Array:
        texts = pc.utf8_trim_whitespace(texts)
        if self.thousands:
            texts = pc.replace_substring(texts, self.thousands, "")
        return texts if self.decimal == "." else pc.replace_substring(texts, self.decimal, ".")

    def _moment(self, texts: pa.Array) -> pa.Array:
        """Clock times as they are written, without a zone."""
        texts = pc.utf8_trim_whitespace(texts)
        if self.date_format:
            return pc.strptime(texts, self.date_format, "us")
        if pc.all(pc.match_substring_regex(texts, r"^\d{8}$")).as_py():
            return pc.strptime(texts, "%Y%m%d", "us")
        return texts.cast(pa.timestamp("us"))

    def _has_zones(self, texts: pa.Array) -> bool:
        return not self.date_format and bool(pc.any(pc.match_substring_regex(texts, _ZONED)).as_py())

    def _instant(self, values: pa.Array) -> pa.Array:
        if pa.types.is_string(values.type):
            if self._has_zones(values):
                zoned, nothing = pc.match_substring_regex(values, _ZONED), pa.scalar(None, pa.string())
                clock = self._instant(pc.if_else(zoned, nothing, values))
                return pc.coalesce(_zoned(pc.if_else(zoned, values, nothing)), clock)
            values = self._moment(values)
        if getattr(values.type, "tz", None) is None:
            # At the end of summer time an hour comes twice, and one never comes at its start.
            clock = values.cast(pa.timestamp("us"))
            values = pc.assume_timezone(clock, self.time_zone, ambiguous="earliest", nonexistent="latest")
        return values.cast(Type.INSTANT.arrow)

    def _day(self, values: pa.Array) -> pa.Array:
        if pa.types.is_string(values.type):
            values = self._instant(values) if self._has_zones(values) else self._moment(values)
        if getattr(values.type, "tz", None) is not None:
            values = pc.local_timestamp(values.cast(pa.timestamp("us", self.time_zone)))
        return values.cast(pa.timestamp("us")).cast(pa.date32(), safe=False)


def _zoned(texts: pa.Array) -> pa.Array:
    """ISO 8601 with an offset; exports also write " UTC" and put a blank before the offset."""
    texts = pc.replace_substring_regex(texts, r" ?(Z|UTC)$", "Z")
    return pc.replace_substring_regex(texts, r" ([+-]\d{2}:?\d{2})$", r"\1").cast(Type.INSTANT.arrow)


def _integer(values: pa.Array) -> pa.Array:
    try:
        return values.cast(pa.int64())
    except pa.ArrowInvalid:  # tables that once had a gap write whole numbers as 12.0
        return values.cast(pa.float64()).cast(pa.int64())


def _money(values: pa.Array) -> pa.Array:
    try:
        exact = values.cast(pa.decimal256(76, 38))
    except pa.ArrowInvalid:
        exact = values.cast(pa.float64()).cast(pa.decimal256(76, 38))
    return pc.round(exact, 6).cast(Type.MONEY.arrow)


_NUMBERS: dict[Type, Convert] = {
    Type.INTEGER: _integer,
    Type.NUMBER: lambda values: values.cast(pa.float64()),
    Type.MONEY: _money,
}


def first_fault(values: pa.Array, convert: Convert) -> int:
    """The index of the first value that `convert` does not take, knowing that there is one."""
    low, high = 0, len(values)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            convert(values[low:middle])
        except pa.ArrowException:
            high = middle
        else:
            low = middle
    return low
