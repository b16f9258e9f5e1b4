"""The names of a file's columns, as people write them: with blanks around, twice, or not at all."""

from collections.abc import Iterable


def distinct(names: Iterable[object]) -> list[str]:
    """One name each: `Date`, `Date (2)`, and `column 3` where nothing is written."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        text = str(name if name is not None else "").strip() or f"column {number}"
        again = sum(each == text or each.startswith(f"{text} (") for each in found)
        found.append(f"{text} ({again + 1})" if text in found else text)
    return found
