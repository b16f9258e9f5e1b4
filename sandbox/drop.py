"""The files that the company's people drop into a folder: targets, budgets, posts of their own and of creators.

Each in another format, as people do. What vendors know over the wire belongs in vendors/.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from sandbox.company import Company
from sandbox.company.followings import PROFILES
from sandbox.vendors._networks import network_id

# The KPI that each of the plan's measures is a target of; quantities are planned a month, and aimed at a day.
KPIS = {
    "sessions_target": ("sessions", True),
    "revenue_target": ("revenue", True),
    "leads_target": ("leads", True),
    "cac_target": ("blended_cost_per_acquisition", False),
}
ACCOUNT = "time_zone: {zone}\ncurrency: {currency}\n"
CREATORS = """\
columns: {network: platform, published_on: post_date, snapshot_on: snapshot_date, clicks: link_clicks}
constants: {utm_campaign: creators}
"""


CUT_BY = {"leads_target": "source", "revenue_target": "medium"}
"""What the warehouse cuts a figure by where the company plans it by channel."""


def write_drop(company: Company, folder: Path) -> list[Path]:
    """Write what the company has dropped by its today; the files that are new or differ are returned."""
    name, terms = company.name.lower(), ACCOUNT.format(zone=company.time_zone, currency=company.currency)
    files: dict[str, bytes] = {
        f"targets/{name}.csv": _csv(targets(company)),
        f"budgets/{name}.xlsx": _xlsx(budgets(company)),
        f"market_sizes/{name}.csv": _csv(market_sizes(company)),
        f"social_posts/{name}.parquet": _parquet(social_posts(company)),
        f"social_posts/{name}.yml": terms.encode(),
        f"influencer_posts/{name}.csv": _csv(company.influencer_posts),
        f"influencer_posts/{name}.yml": CREATORS.encode(),
    }
    return [folder / path for path, content in files.items() if _put(folder / path, content)]


def targets(company: Company) -> pd.DataFrame:
    """kpi, dimension, member, valid_from, valid_to, target, warn, fail: the plan's measures that are KPIs."""
    plan = company.targets[company.targets["metric"].isin(list(KPIS))]
    has_channel = plan["channel"].ne("")
    is_a_day = plan["metric"].map({metric: by_day for metric, (_, by_day) in KPIS.items()}).to_numpy(dtype=bool)
    value = plan["value"] / np.where(is_a_day, plan["period_start"].dt.days_in_month, 1)
    return pd.DataFrame(
        {
            "kpi": plan["metric"].map({metric: kpi for metric, (kpi, _) in KPIS.items()}),
            "dimension": np.where(has_channel, plan["metric"].map(CUT_BY), "total"),
            "member": plan["channel"].where(has_channel, "total"),
            "valid_from": plan["period_start"],
            "valid_to": plan["period_start"] + pd.offsets.MonthEnd(0),
            "target": value.round(4),
            "warn": 0.05,
            "fail": 0.15,
        }
    )


def market_sizes(company: Company) -> pd.DataFrame:
    """market, valid_from, valid_to, currency, market_size: what an association says of each quarter."""
    first = pd.Timestamp(company.start).to_period("Q").start_time
    quarters = pd.date_range(first, pd.Timestamp(company.today), freq="QS")
    return pd.DataFrame(
        {
            "market": "fresh coffee online",
            "valid_from": quarters.strftime("%Y-%m-%d"),
            "valid_to": (quarters + pd.offsets.QuarterEnd(0)).strftime("%Y-%m-%d"),
            "currency": company.currency,
            "market_size": 24_000_000 + 300_000 * np.arange(len(quarters)),
        }
    )


def budgets(company: Company) -> pd.DataFrame:
    """valid_from, valid_to, channel, currency, budget."""
    plan = company.budgets
    ends = plan["period_start"] + pd.offsets.MonthEnd(0)
    return pd.DataFrame(
        {
            "valid_from": plan["period_start"],
            "valid_to": ends,
            "channel": plan["channel"],
            "currency": plan["currency"],
            "budget": plan["value"],
        }
    )


def social_posts(company: Company) -> pd.DataFrame:
    """The company's own posts under the networks' ids, with our names for what they are and bring."""
    posts = company.social_posts
    ids = [network_id(each.platform, PROFILES[each.platform][0], each.post_id) for each in posts.itertuples()]
    names = {"platform": "network", "posted_at": "published_at", "format": "post_type", "utm_campaign": "campaign"}
    return posts.assign(post_id=ids).rename(columns=names)


def _csv(frame: pd.DataFrame) -> bytes:
    text: str = frame.convert_dtypes().to_csv(index=False, date_format="%Y-%m-%d")
    return text.encode()


def _parquet(frame: pd.DataFrame) -> bytes:
    return _saved(lambda file: frame.to_parquet(file, index=False))


def _xlsx(frame: pd.DataFrame) -> bytes:
    return _saved(lambda file: frame.to_excel(file, sheet_name="Budget", index=False, engine="openpyxl"))


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def _put(path: Path, content: bytes) -> bool:
    """Whether the file had to be written."""
    if path.exists() and _substance(path, path.read_bytes()) == _substance(path, content):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)
    return True


def _substance(path: Path, content: bytes) -> object:
    """What makes a file another one. A workbook is an archive that also says when it was saved."""
    if path.suffix != ".xlsx":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {(part.filename, part.CRC) for part in archive.infolist() if part.filename != "docProps/core.xml"}
