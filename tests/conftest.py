"""What every test may ask for."""

import os
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with recorded answers and real data, which is not part of the project."""
    folder = Path(os.environ.get("KADRAN_SHARED", REPO.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("no shared folder beside the project (KADRAN_SHARED): recorded answers and real data are absent")
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one file run in one process, and so do all that need the two nights, which take minutes to make."""
    for item in items:
        needs_nights = "nights" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("nights" if needs_nights else str(item.path)))
