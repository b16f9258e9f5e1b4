"""The engine finds the sandbox company's labelled incidents, with margins that held over companies of other seeds."""

import pytest

from benchmarks.kri.company import TODAY, Found, score
from sandbox.company import Company


@pytest.fixture(scope="module")
def found() -> dict[str, Found]:
    return score(Company(TODAY))


def test_most_incidents_that_show_by_the_day_are_found_in_time(found: dict[str, Found]) -> None:
    delays = [delay for kind in found.values() for delay in kind.delays]
    assert len(delays) >= 10
    assert sum(delay is not None for delay in delays) >= 0.6 * len(delays)


@pytest.mark.parametrize("kind", ["tracking_break", "algorithm_update"])
def test_what_breaks_plainly_is_never_missed(found: dict[str, Found], kind: str) -> None:
    assert found[kind].delays
    assert None not in found[kind].delays


@pytest.mark.parametrize("kind", ["cost_jump", "algorithm_update", "tracking_break"])
def test_little_else_is_flagged(found: dict[str, Found], kind: str) -> None:
    assert found[kind].beside <= 1.5 * found[kind].years
