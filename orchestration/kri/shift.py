"""Lasting moves: a level that changed and stayed, or a slow drift, against the history of the same statistic."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from orchestration.kri.baseline import LEVEL_DAYS, MAD_TO_SD, deseasonalised, median
from orchestration.kri.panel import Floats, Panel, State, Verdict, in_words, unknown

OLDER_DAYS = 42
HISTORY_DAYS = 180
FEWEST_STATISTICS = 40
LEAST_EFFECT = 0.12
SIGMAS = {"low": 5.5, "medium": 4.2, "high": 3.4}


def level_shift(
    panel: Panel,
    *,
    sensitivity: str = "medium",
    windows: tuple[int, ...] | list[int] = (7, 14, 28),
    minimum: float = 30.0,
) -> list[Verdict]:
    """Whether the mean of the last days left the older level in the bad direction, and since when.

    Each window is compared with the median of the 42 days before it; the difference is measured against how much the
    same difference varied in the past half year.
    """
    panel = panel.until_settled()
    end = len(panel.days)
    needed = OLDER_DAYS + max(windows) + FEWEST_STATISTICS
    if end < needed:
        return unknown(panel, f"Only {end} settled days; a level needs {needed}.")
    flat = deseasonalised(panel)
    bad = -1.0 if panel.better == "higher" else 1.0
    moves, scores = zip(*(_statistic(flat, window) for window in windows), strict=True)
    move, score = np.stack(moves), np.stack(scores)
    volume = panel.volume(max(0, end - 28), end) / min(28, end)
    found = []
    for row, member in enumerate(panel.members):
        if not np.isfinite(score[:, row]).any() or not volume[row] >= minimum:
            found.append(Verdict(member, "unknown", "Too little volume or history to tell.", days_used=end))
            continue
        best = int(np.nanargmax(bad * score[:, row]))
        window, moved, strength = windows[best], float(move[best, row]), float(score[best, row])
        fired = bad * strength > SIGMAS[sensitivity] and abs(moved) > LEAST_EFFECT
        state: State = "fired" if fired else "calm"
        older = float(median(flat[row, end - window - OLDER_DAYS : end - window]))
        value = older * (1 + moved)
        since = panel.days[_turning_point(flat[row], end)] if fired else None
        then, now = in_words(older, panel.unit), in_words(value, panel.unit)
        told = f"{now} in the last {window} days, {moved:+.1%} against {then}"
        reason = f"{told} in the {OLDER_DAYS} days before" + (f"; the level changed about {since}." if fired else ".")
        found.append(
            Verdict(member, state, reason, "warn", panel.days[-1], since, value, older, None, None, strength, end)
        )
    return found


def _statistic(flat: Floats, window: int) -> tuple[Floats, Floats]:
    """The relative move of the last `window` days, and its size in deviations of the same move in the past."""
    recent = _window_means(flat, window)[:, OLDER_DAYS:]
    older = median(sliding_window_view(flat, OLDER_DAYS, axis=1))[:, : recent.shape[1]]
    with np.errstate(divide="ignore", invalid="ignore"):
        moves = np.where(older > 0, recent / older - 1, np.nan)
    past = moves[:, -HISTORY_DAYS - window : -window]
    centre = median(past)
    spread = MAD_TO_SD * median(np.abs(past - centre[:, None]))
    daily = MAD_TO_SD * median(np.abs(flat[:, LEVEL_DAYS:] / _rolling_level(flat) - 1)) / np.sqrt(window)
    scale = np.maximum(np.maximum(spread, daily), 1e-9)
    return moves[:, -1], (moves[:, -1] - centre) / scale


def _window_means(flat: Floats, window: int) -> Floats:
    days = sliding_window_view(flat, window, axis=1)
    delivered = np.isfinite(days).sum(axis=2)
    means: Floats = np.where(delivered > window // 2, np.nansum(days, axis=2) / np.maximum(delivered, 1), np.nan)
    return means


def _rolling_level(flat: Floats) -> Floats:
    return median(sliding_window_view(flat, LEVEL_DAYS, axis=1))[:, :-1]


def _turning_point(line: Floats, end: int) -> int:
    """The day in the last eight weeks that best splits the line into two levels."""
    first = max(0, end - 56)
    days = np.nan_to_num(line[first:end], nan=float(np.nanmedian(line[first:end])))
    best, place = np.inf, first
    for split in range(7, len(days) - 3):
        left, right = days[:split], days[split:]
        error = float(((left - left.mean()) ** 2).sum() + ((right - right.mean()) ** 2).sum())
        if error < best:
            best, place = error, first + split
    return place
