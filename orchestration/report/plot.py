"""A small picture of one member's last ninety days with the band that was expected, as SVG text."""

import numpy as np

from orchestration.kri.panel import Panel

DAYS, WIDTH, HEIGHT, MARGIN = 90, 460, 120, 8


def band_plot(panel: Panel, member: str, low: float | None, high: float | None) -> str:
    """SVG of at most a few kilobytes; unsettled days are hollow, days without a row are gaps."""
    values = panel.values[panel.members.index(member), -DAYS:]
    settled = panel.settled[-DAYS:]
    known = values[np.isfinite(values)]
    bounds = [bound for bound in (low, high) if bound is not None]
    floor, top = min([*known, *bounds, 0.0]), max([*known, *bounds, 1e-9])
    scale = (HEIGHT - 2 * MARGIN) / ((top - floor) or 1.0)
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)

    def point(place: int, value: float) -> str:
        return f"{MARGIN + place * step:.1f},{HEIGHT - MARGIN - (value - floor) * scale:.1f}"

    runs: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if np.isfinite(value):
            runs[-1].append(point(place, float(value)))
        elif runs[-1]:
            runs.append([])
    lines = "".join(f'<polyline fill="none" stroke="#1f4e79" points="{" ".join(run)}"/>' for run in runs if run)
    dots = "".join(
        f'<circle r="2" fill="#fff" stroke="#1f4e79" cx="{spot[0]}" cy="{spot[1]}"/>'
        for place, value in enumerate(values)
        if np.isfinite(value) and not settled[place]
        for spot in [point(place, float(value)).split(",")]
    )
    band = ""
    if low is not None and high is not None:
        y_high, y_low = (point(0, bound).split(",")[1] for bound in (high, low))
        height = float(y_low) - float(y_high)
        band = f'<rect x="0" y="{y_high}" width="{WIDTH}" height="{height:.1f}" fill="#d9e8f5"/>'
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{band}{lines}{dots}</svg>'
