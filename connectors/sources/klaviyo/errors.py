"""What Klaviyo's answers ask of us: JSON:API errors, its two quotas, and revisions that it serves no longer."""

from connectors.answer import Answer, Judge, judge_status, retry_after
from connectors.errors import Refused, SourceError, Unavailable
from connectors.source import Row

SERVED = "x-klaviyo-api-revision"


def judge_of(revision: str) -> Judge:
    """Judges answers to questions in a revision of the API."""

    def judge(answer: Answer) -> SourceError | None:
        errors = answer.body.get("errors") if isinstance(answer.body, dict) else None
        said = "; ".join(_said(each) for each in errors or []) or answer.text[:200].strip() or "no body"
        match answer.status:
            case 401:
                return Refused(f"KLAVIYO_API_KEY was refused ({said}) Make a new private key and set it.")
            case 403:
                return Refused(
                    f"The key may not read this ({said}) Give it that scope, or a key with read-only access."
                )
            case 410:
                return _retired(revision, said)
            case 429:
                return Unavailable(f"Too many requests ({said})", _wait(answer))
        served = answer.headers.get(SERVED)
        if answer.status < 400 and served and served != revision:
            return _retired(revision, f"it answered in {served}")
        if 400 <= answer.status < 500 and errors:
            return Refused(f"HTTP {answer.status} {said}")
        return judge_status(answer)

    return judge


def _said(error: Row) -> str:
    source = error.get("source") or {}
    where = source.get("pointer") or source.get("parameter")
    return f"{error.get('title')}: {error.get('detail')}" + (f" [{where}]" if where else "")


def _retired(revision: str, said: str) -> Refused:
    return Refused(
        f"Klaviyo no longer serves revision {revision} of its API ({said}): set KLAVIYO_API_VERSION to a newer "
        "one, or upgrade Kadran."
    )


def _wait(answer: Answer) -> float | None:
    """Reports have a quota of a day beside that of a minute; once it is used up, its own reset counts."""
    if answer.headers.get("ratelimit-remaining-daily") == "0":
        return float(answer.headers.get("ratelimit-reset-daily", 24 * 3600))
    return retry_after(answer.headers)
