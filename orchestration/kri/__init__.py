"""The risk rules: pure functions over arrays (members x days). No Dagster, no I/O. RULES is the only list of them.

A rule takes a Panel and its own named parameters and gives one Verdict a member. What a rule needs beside the YAML's
parameters (targets, the spend of a channel) is named in `SUPPLIED`, and is found by orchestration.evaluate.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from orchestration.kri.anomaly import anomaly
from orchestration.kri.detection import detect
from orchestration.kri.limits import change, gap_to_target, limit, silence
from orchestration.kri.mix import mix_shift, saturation
from orchestration.kri.panel import Verdict
from orchestration.kri.shift import level_shift

Rule = Callable[..., list[Verdict]]

RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        limit,
        gap_to_target,
        change,
        silence,
        anomaly,
        level_shift,
        mix_shift,
        saturation,
        detect,
    )
}
SUPPLIED: Mapping[str, frozenset[str]] = {"gap_to_target": frozenset({"targets", "warn", "fail"})}


def check_parameters(rule: str, given: Mapping[str, Any]) -> None:
    """Raises ValueError with a sentence when YAML names an unknown rule, or parameters that do not fit it."""
    if rule not in RULES:
        raise ValueError(f"there is no rule {rule!r}; there are {', '.join(RULES)}.")
    known = {name: p for name, p in inspect.signature(RULES[rule]).parameters.items() if name != "panel"}
    supplied = SUPPLIED.get(rule, frozenset())
    if surplus := set(given) - (set(known) - supplied):
        raise ValueError(f"{rule} knows no {', '.join(sorted(surplus))}; it takes {', '.join(known)}.")
    needed = {name for name, parameter in known.items() if parameter.default is parameter.empty} - supplied
    if missing := needed - set(given):
        raise ValueError(f"{rule} needs {', '.join(sorted(missing))}.")
