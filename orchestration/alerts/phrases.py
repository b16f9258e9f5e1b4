"""The words of alerts in English and French."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from orchestration.alarms.alarm import WHOLE, Alarm
from orchestration.report.figures import figure

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
MONTHS_FR = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
RISKS_FR = {
    "ai_assistant_shift": "Glissement vers les assistants IA",
    "audience_loss": "Perte d'audience",
    "audience_mix_shift": "Changement d'audience",
    "backlog_growth": "Hausse du stock de tickets",
    "brand_demand_loss": "Baisse de la demande de marque",
    "budget_overrun": "Dépassement de budget",
    "channel_dependency": "Dépendance à un canal",
    "channel_saturation": "Saturation d'un canal",
    "churn_rise": "Hausse de l'attrition",
    "conversion_drop": "Chute de conversion",
    "cost_inflation": "Hausse des coûts",
    "engagement_loss": "Perte d'engagement",
    "follower_loss": "Perte d'abonnés",
    "list_fatigue": "Lassitude de la liste",
    "off_target": "Objectif manqué",
    "over_attribution": "Sur-attribution",
    "satisfaction_drop": "Baisse de satisfaction",
    "search_algorithm_change": "Changement d'algorithme de recherche",
    "slow_replies": "Réponses lentes",
    "tracking_break": "Rupture de marquage",
    "traffic_drop": "Chute du trafic",
    "visibility_loss": "Perte de visibilité",
}
PHRASES = {
    "en": {
        "subject": "Kadran, {}: {}",
        "simulated": "[simulated] ",
        "of": " of {}",
        "since": "since {}",
        "was_on": "from {} to {}",
        "observed": "{} where {} was expected",
        "band": " ({} to {})",
        "warn": "warning",
        "error": "severe",
        "answer": "To answer: kadran kri ack {0}, kri mute {0} --until {1}, kri label {0} --true|--false.",
        "test": "Kadran: a test",
        "test_body": "Alerts for {} arrive here.",
    },
    "fr": {
        "subject": f"Kadran, {{}}{NO_BREAK}: {{}}",
        "simulated": "[simulé] ",
        "of": " de {}",
        "since": "depuis le {}",
        "was_on": "du {} au {}",
        "observed": f"{{}} au lieu de {{}}{NO_BREAK}attendus",
        "band": " (de {} à {})",
        "warn": "avertissement",
        "error": "grave",
        "answer": f"Pour répondre{NO_BREAK}: kadran kri ack {{0}}, kri mute {{0}} --until {{1}}, "
        "kri label {0} --true|--false.",
        "test": f"Kadran{NO_BREAK}: un essai",
        "test_body": "Les alertes pour {} arrivent ici.",
    },
}
COUNTS = {
    "en": {
        "opened": ("{} new alarm", "{} new alarms"),
        "worsened": ("{} alarm got worse", "{} alarms got worse"),
        "closed": ("{} alarm closed", "{} alarms closed"),
        "on_since": ("", "on for {} nights"),
        "and_more": (" and {} other", " and {} others"),
        "waiting": (
            "{} more waits; the most severe come first. It is in reporting.kri_alarms.",
            "{} more wait; the most severe come first. They are in reporting.kri_alarms.",
        ),
    },
    "fr": {
        "opened": ("{} nouvelle alarme", "{} nouvelles alarmes"),
        "worsened": ("{} alarme aggravée", "{} alarmes aggravées"),
        "closed": ("{} alarme close", "{} alarmes closes"),
        "on_since": ("", "active depuis {} nuits"),
        "and_more": (" et {} autre", " et {} autres"),
        "waiting": (
            "{} autre attend, les plus graves d'abord. Elle est dans reporting.kri_alarms.",
            "{} autres attendent, les plus graves d'abord. Elles sont dans reporting.kri_alarms.",
        ),
    },
}
"""Phrases with a number: of one, of several."""
OWN_UNIT = ("mix_shift", "saturation")
"""Rules whose figures are not in the KPI's unit: only their reason says what they are."""


@dataclass(frozen=True)
class Speaker:
    """Says an alarm in one language. `labels` are the KPIs' names in it."""

    language: str
    currency: str
    labels: Mapping[str, str]

    def phrase(self, name: str, *values: object) -> str:
        return PHRASES[self.language][name].format(*values)

    def count(self, name: str, number: int) -> str:
        one, many = COUNTS[self.language][name]
        return (one if number == 1 else many).format(number)

    def day(self, day: date) -> str:
        if self.language == "fr":
            return f"{'1er' if day.day == 1 else day.day} {MONTHS_FR[day.month - 1]} {day.year}"
        return f"{day.day} {day:%B %Y}"

    def risk(self, alarm: Alarm) -> str:
        plain = alarm.kri.replace("_", " ").capitalize()
        return RISKS_FR.get(alarm.kri, plain) if self.language == "fr" else plain

    def where(self, alarm: Alarm) -> str:
        """The KPI and the member that explains it: "Organic clicks of /collections and 2 others"."""
        label = self.labels.get(alarm.kpi, alarm.kpi)
        if alarm.member == WHOLE:
            return label
        others = len(alarm.members) - 1
        return label + self.phrase("of", alarm.member) + (self.count("and_more", others) if others > 0 else "")

    def also(self, alarm: Alarm) -> str:
        """The other KPIs that moved with it."""
        others = dict.fromkeys(part.kpi for part in alarm.parts if part.kpi != alarm.kpi)
        return ", ".join(self.labels.get(kpi, kpi) for kpi in others)

    def reason(self, alarm: Alarm) -> str:
        """What was seen. Rules write their reasons in English, so French is put together from the figures."""
        if self.language == "en" or alarm.rule in OWN_UNIT or alarm.observed is None or alarm.expected is None:
            return alarm.reason
        said = self.phrase("observed", *(self._figure(value, alarm) for value in (alarm.observed, alarm.expected)))
        if alarm.low is not None and alarm.high is not None:
            low = max(alarm.low, 0.0) if alarm.expected >= 0 else alarm.low
            said += self.phrase("band", self._figure(low, alarm), self._figure(alarm.high, alarm))
        return f"{said}."

    def began(self, alarm: Alarm) -> str:
        if alarm.closed_on:
            return self.phrase("was_on", self.day(alarm.since or alarm.opened_on), self.day(alarm.last_fired_on))
        if alarm.since:
            return self.phrase("since", self.day(alarm.since))
        return self.count("on_since", alarm.nights)

    def _figure(self, value: float, alarm: Alarm) -> str:
        if alarm.unit == "currency":
            amount = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"
            return f"{_in_french(amount)}{NO_BREAK}{SYMBOLS.get(self.currency, self.currency)}"
        said = _in_french(figure(value, alarm.unit, self.currency))
        return said.replace("%", f"{NO_BREAK}%").replace("days", "jours")


def _in_french(number: str) -> str:
    return number.replace(",", NARROW).replace(".", ",")
