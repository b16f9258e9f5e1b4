"""Whether a vendor is about to turn off the version of its API that is used."""

from datetime import date, timedelta

from connectors.source import Settings, Source

AHEAD = timedelta(days=60)


def retiring(source: Source, settings: Settings, today: date) -> str | None:
    """What to do about the version in use, None when nothing is to be done within 60 days."""
    used = getattr(settings, "api_version", None)
    ends = source.versions.get(str(used))
    if ends is None or ends - today > AHEAD:
        return None
    setting = f"{source.name.upper()}_API_VERSION"
    newer = [version for version, end in source.versions.items() if end is None or end > ends]
    remedy = f"set {setting} to {newer[-1]}" if newer else f"upgrade Kadran, or try a newer {setting}"
    return f"{source.title} turns {used} off on {ends}: {remedy}."
