"""Labelled series: events found in time, false alarms, seconds.

Prints, a seed a line, the figures at the engine's own flags, with all a warehouse knows and with values only; then the
real series, the look-ahead and the nightly run.
"""

import importlib
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from orchestration.kri.detector import detect, nightly

CLASSES = ("spike", "drop", "level", "drift", "stuck", "mix", "saturation")
HEAD = "| seed | false alarms | recall | @0.1 | @0.2 | " + " | ".join(CLASSES) + " | late | s |"
NIGHT_SERIES, BATCH = 100_000, 2_000


def line(name: str, found: Mapping[str, Any], seconds: float) -> str:
    figures = [found["fa_per_series_year"], found["recall_macro"]]
    figures += [found["at_budget"][budget]["recall_macro"] for budget in ("0.1", "0.2")]
    figures += [found["recall"][name] for name in CLASSES] + [found["late_flag_rate"], seconds]
    return f"| {name} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |"


def synthetic(bench: Any, score: Any, seeds: list[int], values_only: bool) -> None:
    print(f"\n{'values only' if values_only else 'all context'}\n{HEAD}\n|{'---|' * (HEAD.count('|') - 1)}")
    results, times = [], []
    for seed in seeds:
        data = bench.generate(seed)
        started = time.process_time()
        scores, flags = detect(data.values, data.dates, {"period": 7} if values_only else data.context)
        times.append((time.process_time() - started) / len(data.values) * 1000)
        results.append(score.evaluate(data, scores, flags))
        print(line(str(seed), results[-1], times[-1]), flush=True)
    print(line("all", score.pool(results), float(np.median(times))))


def night(bench: Any, seed: int) -> None:
    """The last three days of 100,000 series: the same thousand series again and again, batch by batch."""
    data = bench.generate(seed)
    times = BATCH // len(data.values) + 1
    values = np.tile(data.values, (times, 1))
    context = dict(data.context)
    for name in ("kind", "role"):
        context[name] = np.tile(context[name], times)
    for name in ("promo", "completeness"):
        context[name] = np.tile(context[name], (times, 1))
    groups = data.context["group"]
    context["group"] = np.concatenate([groups + copy * (groups.max() + 1) for copy in range(times)])
    batches = -(-NIGHT_SERIES // len(values))

    def given() -> Iterator[Any]:
        for _ in range(batches):
            yield values, data.dates, context

    _, replayed = detect(data.values, data.dates, data.context)
    started, same, judged = time.process_time(), True, 0
    for _, flags in nightly(given()):
        same &= bool((flags[: len(replayed)] == replayed[:, -3:]).all())
        judged += len(flags)
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nnightly: {judged:,} series in {spent:.0f} CPU s, peak {peak:.0f} MB, flags as in the replay: {same}")


def main(folder: str, seeds: list[int]) -> None:
    sys.path.insert(0, folder)
    bench, score = importlib.import_module("kri_bench.gen"), importlib.import_module("kri_bench.score")
    real, shell = importlib.import_module("kri_bench.nab"), importlib.import_module("kri_bench.__main__")
    synthetic(bench, score, seeds, values_only=False)
    synthetic(bench, score, seeds, values_only=True)
    for grid in ("native", "hourly"):
        started = time.process_time()
        series, scores = shell.nab_scores(detect, grid)
        figures = " / ".join(f"{real.score(series, scores, profile).score:.1f}" for profile in real.PROFILES)
        print(f"\nNAB, {grid}: {figures} ({' / '.join(real.PROFILES)}), {time.process_time() - started:.0f} CPU s")
    gap = score.causal_gap(detect, bench.generate(seeds[0], 200), rows=200)
    print(f"\nlook-ahead: score {gap[0]:g}, flags {gap[1]:g}")
    night(bench, seeds[0])
