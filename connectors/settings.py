"""Reading a source's settings, so that whoever runs it learns which variable is missing or wrong."""

from typing import Any

from pydantic import SecretStr, ValidationError

from connectors.errors import NotConfigured, Refused
from connectors.source import Settings, Source


def read_settings(source: Source) -> Settings:
    """The source's settings. Raises NotConfigured when nothing is set, Refused when a part is missing or wrong."""
    prefix = source.settings.model_config["env_prefix"]
    try:
        return source.settings()
    except ValidationError as error:
        faults = {f"{prefix}{fault['loc'][0]}".upper(): fault for fault in error.errors(include_input=False)}
    missing = [name for name, fault in faults.items() if fault["type"] == "missing"]
    required = [name for name, info in source.settings.model_fields.items() if info.is_required()]
    if len(missing) == len(required) == len(faults):
        raise NotConfigured(missing[0]) from None
    said = [f"{name} is not set" if name in missing else f"{name}: {fault['msg']}" for name, fault in faults.items()]
    raise Refused(f"{source.name} is only partly configured: {'; '.join(said)}.") from None


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret value in the settings, for redaction."""
    found: list[Any] = [getattr(settings, name) for name in type(settings).model_fields]
    found += [inner for value in found if isinstance(value, dict) for inner in value.values()]
    found += [inner for value in found if isinstance(value, tuple) for inner in value]
    return tuple(value.get_secret_value() for value in found if isinstance(value, SecretStr) and value)


def connect(source: Source) -> Any:
    """Open the source's client from the environment. Raises NotConfigured, Refused or Unavailable."""
    return source.connect(read_settings(source))
