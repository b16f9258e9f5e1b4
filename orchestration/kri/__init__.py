"""The risk rules: pure functions over arrays (members x days). No Dagster, no I/O. RULES is the only list of them.

A rule takes a Panel and its own named parameters and gives one Verdict a member. What a rule needs beside the YAML's
parameters (targets, the spend of a channel) is named in `SUPPLIED`, and is found by orchestration.evaluate.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from orchestration.kri.anomaly import anomaly
from orchestration.kri.judging import WEIGHTS
from orchestration.kri.limits import change, gap_to_target, limit, silence
from orchestration.kri.mix import mix_shift
from orchestration.kri.panel import Verdict
from orchestration.kri.saturation import saturation

Rule = Callable[..., list[Verdict]]

RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        anomaly,
        mix_shift,
        saturation,
        limit,
        gap_to_target,
        change,
        silence,
    )
}
BUDGET = "false_alarms"
SUPPLIED: Mapping[str, frozenset[str]] = {"gap_to_target": frozenset({"targets", "warn", "fail"})} | {
    name: frozenset({BUDGET}) for name, rule in RULES.items() if BUDGET in inspect.signature(rule).parameters
}


def needs_budget(rule: str) -> bool:
    """Whether a rule's strictness follows from the false alarms that a team accepts."""
    return BUDGET in SUPPLIED.get(rule, ())


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
    if (sensitivity := given.get("sensitivity", "medium")) not in WEIGHTS:
        raise ValueError(f"sensitivity is {sensitivity!r}; it is one of {', '.join(WEIGHTS)}.")
