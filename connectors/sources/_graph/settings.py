"""What must be set to read figures of Pages and profiles from the Graph API."""

from datetime import date

from pydantic import Field, SecretStr

from connectors.source import Settings

VERSIONS: dict[str, date | None] = {"v25.0": None, "v26.0": None}


class GraphSettings(Settings):
    """A system-user token is best: that of a person expires after 60 days."""

    access_token: SecretStr
    app_secret: SecretStr | None = None
    """Needed when the app demands proof that calls come from it."""
    api_version: str = Field("v26.0", pattern=r"^v\d+\.\d+$")

    @property
    def secret(self) -> str:
        return self.app_secret.get_secret_value() if self.app_secret else ""
