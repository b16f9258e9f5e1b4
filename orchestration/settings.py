"""Kadran's own settings (`KADRAN_*`), read when a run needs them, and the places where runs put things."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from connectors.lake import Lake

PROJECT = Path(__file__).parents[1]
DBT_PROJECT = PROJECT / "dbt_project"


class Kadran(BaseSettings):
    """What is true of this installation, whatever its sources."""

    model_config = SettingsConfigDict(
        env_prefix="KADRAN_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data: Path = Field(PROJECT / "data", description="Where runs put everything they make.")
    hash_key: SecretStr | None = Field(None, description="Secret that keys the hashes of personal data.")
    currency: str = Field("EUR", description="The currency of reports (ISO 4217).")
    time_zone: ZoneInfo = Field(ZoneInfo("Europe/Paris"), description="The zone of the nightly schedule.")
    schedule: str = Field("0 5 * * *", description="When the night runs (cron).")
    history_days: int = Field(400, gt=0, description="How far back a source is loaded.")
    false_alarms: float = Field(
        1.0, gt=0, description="False alarms a week that the team accepts from all risk rules together."
    )
    sandbox: bool = Field(False, description="The sources are the simulated vendors (`kadran sandbox` sets it).")
    alerts: SecretStr | None = Field(
        None, description="Who is told of alarms, and where: YAML, or the path of such a file. Holds credentials."
    )
    digest_schedule: str = Field("0 8 * * 4", description="When owners are sent the digest of their week (cron).")
    reports_url: str | None = Field(
        None, description="Where owners can open the reports folder, for example https://example.com/reports."
    )
    today: date | None = Field(None, description="Pretend that it is this day (demos and tests).")

    @property
    def root(self) -> Path:
        return self.data.expanduser().resolve()

    @property
    def lake(self) -> Lake:
        return Lake(self.root / "lake", self.hash_key)

    @property
    def warehouse(self) -> Path:
        """The private file that dbt builds in. People and tools read `published` instead."""
        return self.root / "warehouse" / "kadran.duckdb"

    @property
    def kri_events(self) -> Path:
        """What the risk rules said, one file a night."""
        return self.remembered["kri_events"]

    @property
    def remembered(self) -> dict[str, Path]:
        """What no lake can tell again, by the name of its published table: folders of one file a night."""
        tables = ("kri_events", "kpi_revisions", "kra_scorecard_history", "kri_alarm_nights")
        return {table: self.root / "warehouse" / table for table in tables}

    @property
    def derived(self) -> dict[str, Path]:
        """What nights make anew from what is remembered, by the name of its published table: folders of one file."""
        return {table: self.root / "warehouse" / table for table in ("kri_alarms", "kri_precision")}

    @property
    def kri_words(self) -> Path:
        """What persons said of alarms: a file that they may edit."""
        return self.root / "kri_words.csv"

    @property
    def told(self) -> Path:
        """What each address of an alert was told last."""
        return self.root / "alerts" / "told.json"

    @property
    def digests_told(self) -> Path:
        """The week of which each address was sent the digest last."""
        return self.root / "alerts" / "digests.json"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def now(self) -> datetime:
        """This moment in UTC; noon of the pretended day where there is one."""
        if self.today is None:
            return datetime.now(UTC)
        return datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)

    @property
    def local_day(self) -> date:
        """Today in our time zone."""
        return self.now.astimezone(self.time_zone).date()

    @property
    def night(self) -> date:
        """The last day that has ended in our time zone: the one that tonight's run completes."""
        return self.local_day - timedelta(days=1)
