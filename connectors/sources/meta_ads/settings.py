"""What must be set to load Meta Ads."""

from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from connectors.source import Settings, settings_for


class MetaAdsSettings(Settings):
    """A system-user token with ads_read is all that is needed."""

    model_config = settings_for("meta_ads")

    access_token: SecretStr
    app_secret: SecretStr | None = None
    """Needed when the app demands proof that calls come from it."""
    account_ids: Annotated[tuple[str, ...], NoDecode] = ()
    """Empty: every account that the token can read."""
    api_version: str = Field("v26.0", pattern=r"^v\d+\.\d+$")
    base_url: str = "https://graph.facebook.com"
    poll_seconds: float = Field(30.0, gt=0)
    """Longest pause between two looks at a report in the making."""

    @field_validator("account_ids", mode="before")
    @classmethod
    def _as_digits(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        ids = [part.strip().removeprefix("act_") for part in value.split(",") if part.strip()]
        if wrong := [part for part in ids if not part.isdecimal()]:
            raise ValueError(f"{', '.join(wrong)} is not an ad account id such as act_123")
        return tuple(dict.fromkeys(ids))
