"""What alerts say of an alarm, in the language of whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass

from orchestration.alarms.alarm import WHOLE, Alarm
from orchestration.language import Language, word
from orchestration.report import wording

SEVERITIES = {"warn": word("warning"), "error": word("severe")}


@dataclass(frozen=True)
class Speaker:
    """Says an alarm in one language. `labels` are the KPIs' names in it."""

    language: Language
    labels: Mapping[str, str]

    def severity(self, alarm: Alarm) -> str:
        return self.language.gettext(SEVERITIES[alarm.severity])

    def risk(self, alarm: Alarm) -> str:
        return wording.spelled(alarm.kri, self.language)

    def where(self, alarm: Alarm) -> str:
        """The KPI and the member that explains it: "Organic clicks of /collections and 2 others"."""
        label = self.labels.get(alarm.kpi, alarm.kpi)
        if alarm.member == WHOLE:
            return label
        members, others = wording.member(alarm.member, self.language), len(alarm.members) - 1
        if others > 0:
            told = self.language.ngettext("%(member)s and %(num)d other", "%(member)s and %(num)d others", others)
            members = told % {"member": members, "num": others}
        return self.language.gettext("%(kpi)s of %(members)s") % {"kpi": label, "members": members}

    def also(self, alarm: Alarm) -> str:
        """The other KPIs that moved with it."""
        others = dict.fromkeys(part.kpi for part in alarm.parts if part.kpi != alarm.kpi)
        return ", ".join(self.labels.get(kpi, kpi) for kpi in others)

    def alongside(self, alarm: Alarm) -> str:
        """The KPIs of other owners that began to move on the same days."""
        return ", ".join(self.labels.get(kpi, kpi) for kpi in alarm.alongside)

    def reason(self, alarm: Alarm) -> str:
        """What was seen, in the reader's language where the night told it in that one."""
        return (alarm.reason_fr if self.language.code == "fr" else "") or alarm.reason

    def began(self, alarm: Alarm) -> str:
        """Since when it is on; empty for one that is new and knows no day."""
        day, gettext = self.language.day, self.language.gettext
        if alarm.closed_on:
            since, until = alarm.since or alarm.opened_on, alarm.last_fired_on
            return gettext("from %(since)s to %(until)s") % {"since": day(since), "until": day(until)}
        if alarm.since:
            return gettext("since %(day)s") % {"day": day(alarm.since)}
        if alarm.nights == 1:
            return ""
        nights = self.language.ngettext("on for %(num)d night", "on for %(num)d nights", alarm.nights)
        return nights % {"num": alarm.nights}
