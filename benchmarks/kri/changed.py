"""The labelled series, with one thing in their generator changed at a time: does the budget still mean what it says?

The changes are made in the text of kri_bench/gen.py, so a generator that says these things otherwise is refused.
"""

import importlib
import sys
import types
from pathlib import Path
from typing import Any

from orchestration.kri.detector import detect

CHANGES = {
    "as it is": (),
    "tails of 3 degrees of freedom, not 5": (("sd, df=5)", "sd, df=3)"),),
    "tails of 2.5 degrees of freedom": (("sd, df=5)", "sd, df=2.5)"),),
    "a day's noise lasts (0.4 to 0.7, not 0 to 0.4)": (("rng.uniform(0, 0.4), sigma", "rng.uniform(0.4, 0.7), sigma"),),
    "bursts in 35 % of series, not 15 %": (("random() < 0.15:\n            b,", "random() < 0.35:\n            b,"),),
    "a tenth of the bursts announced, not half": (("burst & (rng.random() < 0.5)", "burst & (rng.random() < 0.1)"),),
    "counts five times as dispersed": (("np.log(20), np.log(400)", "np.log(4), np.log(80)"),),
    "noise of 12 %, not 7 %": (("np.log(0.07), 0.45)), 0.025, 0.22", "np.log(0.12), 0.5)), 0.025, 0.4"),),
    "weekdays that differ by 25 % at random": (("rng.normal(0, 0.04, 7)", "rng.normal(0, 0.25, 7)"),),
    "weekday patterns squared": (("w = WEEK[kind] *", "w = WEEK[kind] ** 2 *"),),
    "6 % of days missing in most series": (("< 0.3:\n            miss = rng.random(n) < 0.012",
                                            "< 0.8:\n            miss = rng.random(n) < 0.06"),),
    "half of the counts below 3 a day": (("p=[0.12, 0.28, 0.35, 0.25]", "p=[0.5, 0.3, 0.15, 0.05]"),),
    "shares that wander": (("_ar1(rng, n, 0.3, rng.uniform(0.015, 0.04", "_ar1(rng, n, 0.6, rng.uniform(0.03, 0.08"),),
    "levels that wander twice as far": (("rng.uniform(0.0005, 0.0035)", "rng.uniform(0.002, 0.007)"),),
    "seasons of the year of 10 to 20 %, not 0 to 12 %": (("rng.uniform(0, 0.12)", "rng.uniform(0.1, 0.2)"),),
    "seasons of the year of 20 to 35 %": (("rng.uniform(0, 0.12)", "rng.uniform(0.2, 0.35)"),),
    "completeness told wrong by 10 %": (("lag_profile = base", "lag_profile = base * np.exp(rng.normal(0, 0.1, 3))"),
                                        ("prob_late = 0.12", "prob_late = 0.4")),
    "320 days, not 400": (),
}  # fmt: skip
DAYS = {"320 days, not 400": 320}


def generator(text: str, name: str) -> Any:
    """A module that is kri_bench.gen with the changes of that name."""
    for before, after in CHANGES[name]:
        if before not in text:
            raise ValueError(
                f"kri_bench/gen.py no longer says {before!r}; change CHANGES in benchmarks/kri/changed.py."
            )
        text = text.replace(before, after)
    module = types.ModuleType(f"kri_bench.changed_{list(CHANGES).index(name)}")
    sys.modules[module.__name__] = module
    exec(compile(text, name, "exec"), module.__dict__)
    return module


def main(folder: str, seeds: list[int]) -> None:
    """Prints a table: false alarms a series and year, recall, that of level and drift, late series flagged."""
    sys.path.insert(0, folder)
    score = importlib.import_module("kri_bench.score")
    text = (Path(folder) / "kri_bench" / "gen.py").read_text()
    print("| changed | false alarms | recall | @0.2 | late |\n|---|---|---|---|---|")
    for name in CHANGES:
        results = []
        for seed in seeds:
            data = generator(text, name).generate(seed, 1000, DAYS.get(name, 400))
            results.append(score.evaluate(data, *detect(data.values, data.dates, data.context)))
        found = score.pool(results)
        figures = [found["fa_per_series_year"], found["recall_macro"], found["at_budget"]["0.2"]["recall_macro"]]
        print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in [*figures, found["late_flag_rate"]]) + " |")
