"""What is judged: each series, or what it is expected to be a part or a consequence of.

A value with an exposure is judged by the rate of it that it is. A segment is judged by its share of the group's total,
and the total once for all of them; a response is judged by what its spend should have brought. So a move of the whole
is one event and not one a segment, a ramp of spend is no event of the response, and a change of the mix or a response
that no longer follows spend stands out by itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.context import YOUNG_SEASONS, Context
from orchestration.kri.panel import Floats

ELASTICITY = 0.9
"""Response that one per cent more spend brings while a channel still pays; less is what saturation means."""


@dataclass(frozen=True)
class Lines:
    """Days x lines. The mean of a day is exp(`offset`) times a slow level and a season; NaN where it is unknown.

    The first lines are the series; the rest are totals of groups. `owner` is the series that answers for a line.
    """

    values: Floats
    offset: Floats
    counted: NDArray[np.bool_]
    ratio: NDArray[np.bool_]
    is_share: NDArray[np.bool_]
    is_response: NDArray[np.bool_]
    promo: NDArray[np.bool_]
    completeness: Floats
    owner: NDArray[np.int64]


def lines(values: Floats, context: Context) -> Lines:
    """The lines of series x days."""
    by_day = np.ascontiguousarray(values.T, dtype=float)
    days, series = by_day.shape
    offset = np.zeros_like(by_day)
    complete = context.completeness.copy()
    is_share, is_response = np.zeros(series, dtype=bool), np.zeros(series, dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        if context.exposure is not None:
            offset = np.log(context.exposure.T)
            is_share |= context.kind == "count"
        spend, response = _pairs(context)
        offset[:, response] = ELASTICITY * np.log(by_day[:, spend])
        complete[response] = np.minimum(complete[response] / complete[spend] ** ELASTICITY, 1.0)
        segment, group, first = _segments(context)
        totals = np.add.reduceat(by_day[:, segment], first, axis=1) if len(first) else np.empty((days, 0))
        offset[:, segment] = np.log(totals)[:, group]
    whole = np.array([complete[members].mean(axis=0) for members in np.split(segment, first[1:])] if len(first) else [])
    whole = whole.reshape(len(first), complete.shape[1])
    complete[segment] = np.minimum(complete[segment] / whole[group], 1.0)
    is_share[segment], is_response[response] = True, True
    early = np.nansum(by_day[: YOUNG_SEASONS * context.period], axis=0)
    largest = [members[np.argmax(early[members])] for members in np.split(segment, first[1:])] if len(first) else []
    counted = context.kind == "count"
    more = len(first)
    return Lines(
        np.column_stack([by_day, totals]),
        np.column_stack([np.where(np.isfinite(offset), offset, np.nan), np.zeros((days, more))]),
        np.append(counted, counted[largest] if more else []).astype(bool),
        np.append(context.kind == "ratio", np.zeros(more)).astype(bool),
        np.append(is_share, np.zeros(more)).astype(bool),
        np.append(is_response, np.zeros(more)).astype(bool),
        np.column_stack([context.promo.T, np.zeros((days, more), dtype=bool)]),
        np.vstack([complete, whole]),
        np.append(np.arange(series), np.array(largest, dtype=np.int64)),
    )


def to_series(evidence: Floats, owner: NDArray[np.int64], series: int) -> Floats:
    """Signed evidence of days x lines as days x series: a series also answers for the totals it owns."""
    answer = evidence[:, :series].copy()
    for line in range(series, evidence.shape[1]):
        own, whole = answer[:, owner[line]], evidence[:, line]
        answer[:, owner[line]] = np.where(np.abs(whole) > np.abs(own), whole, own)
    return answer


def _pairs(context: Context) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The spend series and the response series of each group that has one of both."""
    spend = np.full(int(context.group.max(initial=-1)) + 1, -1)
    bought = np.flatnonzero(context.role == "spend")
    spend[context.group[bought]] = bought
    response = np.flatnonzero(context.role == "response")
    response = response[spend[context.group[response]] >= 0]
    return spend[context.group[response]], response


def _segments(context: Context) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Segment series ordered by group, the number of the group of each, and where each group starts."""
    segment = np.flatnonzero(context.role == "segment")
    segment = segment[np.argsort(context.group[segment], kind="stable")]
    _, first, group, sizes = np.unique(
        context.group[segment], return_index=True, return_inverse=True, return_counts=True
    )
    if (sizes > 1).all():
        return segment, group, first
    return _segments_of(segment[sizes[group] > 1], context)


def _segments_of(
    segment: NDArray[np.int64], context: Context
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    _, first, group = np.unique(context.group[segment], return_index=True, return_inverse=True)
    return segment, group, first
