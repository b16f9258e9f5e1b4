"""How Salesforce writes ids and times."""

from typing import Any

import pandas as pd

Row = dict[str, Any]
OWNER = "005000000000042AAA"


def identity(prefix: str, number: str) -> str:
    """15 characters, and three that say which of them are capitals."""
    short = prefix + number.zfill(12)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    parts = (short[start : start + 5] for start in (0, 5, 10))
    return short + "".join(letters[sum(each.isupper() << place for place, each in enumerate(part))] for part in parts)


def instant(moment: pd.Timestamp) -> str:
    """A time as Salesforce writes it: no colon in the offset."""
    return str(moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000"))
