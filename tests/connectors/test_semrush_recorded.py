"""What Semrush once really said lands without loss."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.answer import Answer
from connectors.errors import Refused, Unavailable
from connectors.lake import Lake
from connectors.source import Account, Row, Window
from connectors.sources.semrush import SOURCE, SemrushSettings
from connectors.sources.semrush.client import Semrush, judge
from tests.connectors.recorded import lost
from tests.connectors.scripted import Scripted, scripted

NOW = datetime(2026, 4, 1, 4, tzinfo=UTC)
DOMAIN = "adobe.com"


def client(url: str, **settings: Any) -> Semrush:
    made: Semrush = SOURCE.connect(
        SemrushSettings(api_key=SecretStr("recorded"), domains=(DOMAIN,), base_url=url, **settings)
    )
    made.http.tries = 1
    return made


def read(shared: Path, name: str, codes: str) -> list[Row]:
    """A recorded table, as if these columns had been asked for."""
    body = (shared / "fixtures" / "semrush" / f"{name}.csv").read_text()
    with scripted(Scripted(body=body)) as stage:
        return client(stage.url).table("/", codes.split(","))


def landed(folder: Path, name: str, rows: list[Row]) -> list[dict[str, Any]]:
    lake, account, stream = Lake(folder / "lake"), Account(DOMAIN, DOMAIN), SOURCE.stream(name)
    if stream.day is None:
        lake.write("semrush", stream, account, Window(NOW.date(), NOW.date()), [rows], NOW)
    else:
        for row in rows:
            day = date.fromisoformat(row[stream.day])
            lake.write("semrush", stream, account, Window(day, day), [[row]], NOW)
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "semrush" / name).to_pylist()
    return found


LINKS = "ascore,total,domains_num,urls_num,ips_num,ipclassc_num,follows_num,nofollows_num,sponsored_num,ugc_num"
VISITS = (
    "display_date,country,device_type,target,rank,visits,users,hits,direct,search_organic,search_paid,social_organic"
)
MORE_VISITS = "social_paid,referral,mail,display_ad,ai_assistants,ai_search,time_on_site,pages_per_visit,bounce_rate"
RECORDED = [
    ("v3_domain_rank_history_adobe", "domain_months", "Dt,Ot,Oc,At,Ac", 5),
    ("v3_domain_rank_history_ebay", "domain_months", "Rk,Or,Ot,Oc,Ad,At,Ac,Dt", 10),
    ("v3_domain_rank_history_ebay_doc", "domain_months", "Rk,Or,Ot,Oc,Ad,At,Ac,Dt", 5),
    ("v3_domain_organic_adobe", "keyword_positions", "Ph,Po,Pp,Nq,Cp,Ur,Tg,Tr,Kd,Fp,Fk,Ts,In", 5),
    ("v3_domain_organic_pistonheads", "keyword_positions", "Ph,Po,Pp,Pd,Nq,Cp,Ur,Tr,Tc,Co,Nr,Td", 10),
    ("v3_backlinks_overview", "backlinks_overview", f"{LINKS},texts_num,images_num,forms_num,frames_num", 1),
    ("trends_summary_by_day", "traffic_daily", f"{VISITS},{MORE_VISITS},desktop_share,mobile_share,is_forecasted", 3),
    ("trends_summary", "traffic_monthly", "target,visits,users", 3),
]


@pytest.mark.parametrize(("name", "stream", "codes", "count"), RECORDED, ids=[each[0] for each in RECORDED])
def test_recorded_tables_land_without_loss(
    shared: Path, tmp_path: Path, name: str, stream: str, codes: str, count: int
) -> None:
    sent = read(shared, name, codes)
    rows = landed(tmp_path, stream, sent)
    rows.sort(key=lambda row: sent.index(next(one for one in sent if _is(one, row))))
    assert len(rows) == len(sent) == count
    declared = SOURCE.stream(stream)
    assert [path for pair in zip(sent, rows, strict=True) for path in lost(*pair, declared)] == []


def _is(sent: Row, row: dict[str, Any]) -> bool:
    """Whether they are the same row, told by what identifies it."""
    names = [name for name in ("Dt", "Ph", "Ur", "display_date", "target", "ascore") if name in sent]
    return all(str(row[name]).replace("-", "") == sent[name].replace("-", "") for name in names)


def test_recorded_months_of_links_carry_their_day_as_seconds(shared: Path) -> None:
    body = (shared / "fixtures" / "semrush" / "v3_backlinks_historical.csv").read_text()
    lines = [line.split(";") for line in body.split()]
    whole = "\n".join([";".join([*lines[0], "score"]), *(";".join([*line, "70"]) for line in lines[1:])]) + "\n"
    with scripted(Scripted(body=whole)) as stage:
        one = client(stage.url, units_url=stage.url)
        window = Window(date(2021, 3, 20), date(2021, 4, 30))
        pages: Any = SOURCE.stream("backlinks_history").fetch(_of_five(one), Account(DOMAIN, DOMAIN), window)
        days = [row["date"] for row in next(iter(pages))]
    assert days == ["2021-04-12", "2021-04-05", "2021-03-29", "2021-03-22"]


def _of_five(one: Semrush) -> Semrush:
    """Cut to the question that the recording answers: it has five lines and no balance beside it."""
    object.__setattr__(one, "balance", lambda: 1000)
    return one


def test_recorded_errors_are_read_as_their_text_says(shared: Path) -> None:
    recorded = json.loads((shared / "fixtures" / "semrush" / "v3_errors.json").read_text())
    kinds = {each["body"]: type(judge(Answer(each["status"], {}, None, each["body"]))) for each in recorded}
    assert kinds == {
        "ERROR 50 :: NOTHING FOUND": type(None),
        "ERROR 50 :: NOTHING FOUND\n": type(None),
        "ERROR 120 :: WRONG KEY - ID PAIR": Refused,
        "ERROR 132 :: API UNITS BALANCE IS ZERO": Refused,
        "ERROR 30 :: LIMIT EXCEEDED": Unavailable,
        "ERROR 50 :: LIMIT EXCEEDED": Unavailable,
    }


def test_the_recorded_envelope_of_the_new_api_is_a_refusal_with_its_request(shared: Path) -> None:
    body = json.loads((shared / "fixtures" / "semrush" / "v4_error_envelope.json").read_text())
    fault = judge(Answer(403, {}, body), "SEMRUSH_API_KEY_V4")
    assert isinstance(fault, Refused)
    assert "a29952029c10a47e5876d86256e59455" in str(fault)


def test_documented_positions_become_rows(shared: Path) -> None:
    body = json.loads((shared / "fixtures" / "semrush" / "position_tracking_organic.json").read_text())
    body["total"] = 1  # the sample was cut to the first of two
    with scripted(Scripted(body=json.dumps(body))) as stage:
        window = Window(date(2021, 5, 21), date(2021, 5, 27))
        fetched: Any = SOURCE.stream("tracked_positions").fetch(client(stage.url), Account("1_1", "1_1"), window)
        rows = [row for page in fetched for row in page]
    told = {(row["date"], row["url"]): (row["Dt"], row["Vi"], row["Sov"], row["Tr"]) for row in rows}
    assert told == {
        ("20210521", "*.apple.com/*"): (4, 10.8516, 0.02, 487166.66),
        ("20210521", "*.amazon.com/*"): (32, 1.0714, 0.07, 48100),
        ("20210527", "*.apple.com/*"): (3, 13.0494, 0.03, 585833.33),
        ("20210527", "*.amazon.com/*"): (38, 0.9065, 0.05, 40700),
    }
    assert rows[0]["Tg"] == ["tag1"]
    assert rows[0]["In"] == ["i", "c"]
