"""What the error bodies of LinkedIn's marketing APIs mean."""

import re
from dataclasses import dataclass

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.sources._days import until_midnight
from connectors.sources._withdrawn import BadQuestion


@dataclass(frozen=True)
class Judge:
    """Reads the envelope of LinkedIn's errors. There is never a Retry-After: daily limits end at 00:00 UTC."""

    prefix: str
    grant: str
    version: str

    def __call__(self, answer: Answer) -> SourceError | None:
        if answer.status < 400 or answer.status == 408 or answer.status >= 500:
            return judge_status(answer)
        said = _said(answer)
        match answer.status:
            case 429:
                is_daily = re.search(r"\bDAY\b", said) is not None
                return Unavailable(f"HTTP 429 {said}", until_midnight() if is_daily else 60.0)
            case 426:
                return Refused(
                    f"LinkedIn no longer serves version {self.version} ({said}). Set {self.prefix}API_VERSION to a "
                    "newer one, after a look at LinkedIn's list of changes."
                )
            case 401:
                return Refused(
                    f"{self.prefix}ACCESS_TOKEN was refused ({said}). It lasts 60 days: authorise the app again, or "
                    f"set {self.prefix}REFRESH_TOKEN."
                )
            case 403 | 404:
                return Refused(f"HTTP {answer.status} {said}. {self.grant}")
            case 400:
                return BadQuestion(f"HTTP 400 {said}")
        return Refused(f"HTTP {answer.status} {said}")


def _said(answer: Answer) -> str:
    if not isinstance(answer.body, dict):
        return answer.text[:300].strip() or "no body"
    inputs = (answer.body.get("errorDetails") or {}).get("inputErrors") or []
    parts = [answer.body.get("message"), *(f"{each.get('code')}: {each.get('description')}" for each in inputs)]
    codes = [answer.body.get(name) for name in ("code", "serviceErrorCode") if answer.body.get(name)]
    return f"{'; '.join(str(part).rstrip('.') for part in parts if part)} ({' '.join(map(str, codes)) or 'no code'})"
