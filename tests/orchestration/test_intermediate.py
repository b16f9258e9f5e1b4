"""What one platform tells reaches the fact of all platforms: a model that no union reads would be lost in silence."""

import json
from typing import Any

import pytest

from tests.conftest import REPO


def models() -> dict[str, Any]:
    manifest = json.loads((REPO / "dbt_project" / "target" / "manifest.json").read_text())
    return {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}


def arms() -> list[str]:
    folder = REPO / "dbt_project" / "models" / "intermediate"
    return sorted(path.stem for path in folder.rglob("int_*__*.sql"))


@pytest.mark.parametrize("arm", arms())
def test_what_a_platform_tells_is_in_the_union_of_all_platforms(arm: str) -> None:
    union = arm.partition("__")[0]
    found = models()
    assert union in found, f"{arm} belongs to {union}, which does not exist"
    read = found[union]["depends_on"]["nodes"]
    assert f"model.kadran.{arm}" in read, f"add {arm.partition('__')[2]!r} to the list in {union}.sql"
