"""What HubSpot's errors ask of us."""

from typing import Any

from connectors.answer import Answer, judge_status, retry_after
from connectors.errors import Refused, SourceError, Unavailable

A_DAY = 24 * 3600.0
WAITS = {"DAILY": A_DAY, "TEN_SECONDLY_ROLLING": 10.0, "SECONDLY": 1.0}
"""Seconds to wait for each rate policy, as answers often lack Retry-After. The day's count starts again at midnight in
the portal's zone: longer than a run waits, so that it ends and the next one goes on."""


def judge(answer: Answer) -> SourceError | None:
    """Judges by the error's policy and category where it has them, by status otherwise."""
    said: Any = answer.body if isinstance(answer.body, dict) else {}
    message = f"{said.get('category', answer.status)}: {said.get('message', answer.text[:200])}"
    match answer.status:
        case 429:
            policy = said.get("policyName", "no policy named")
            return Unavailable(f"{policy}: {said.get('message', '')}", _wait(answer, policy))
        case 477:
            return Unavailable("HubSpot is moving this portal to another data centre", retry_after(answer.headers))
        case 401:
            return Refused(
                f"HUBSPOT_ACCESS_TOKEN was refused ({message}). Copy the token of the private app again; "
                "an OAuth token lives 30 minutes only."
            )
        case 403:
            return Refused(f"{message} The private app needs {_scopes(said) or 'another scope'}.")
        case 400:
            details = "; ".join(str(each.get("message", each)) for each in said.get("errors", []))
            return Refused(f"{message} {details}".rstrip())
    return judge_status(answer)


def _wait(answer: Answer, policy: str) -> float:
    said = retry_after(answer.headers)
    return WAITS.get(policy, 10.0) if said is None or policy == "DAILY" else said


def _scopes(said: Any) -> str:
    contexts = [each.get("context", {}) for each in said.get("errors", [])]
    named = [context.get("requiredGranularScopes") or context.get("requiredScopes") or [] for context in contexts]
    return ", ".join(scope for scopes in named for scope in scopes)
