"""The words in which KRAs, KPIs and KRIs are declared. There are no others, so that a typo is not a silent default."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from orchestration.formula import Formula

Unit = Literal["percent", "count", "currency", "minutes", "hours", "days", "ratio", "position"]


class Declared(BaseModel):
    """What comes from YAML: unknown words are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Declared):
    en: str
    fr: str


class KriMeta(BaseModel):
    """A risk that is watched: its name, and, where it is not whatever is too rare to be chance, its rule and that
    rule's own parameters."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kri: str
    rule: str = "anomaly"
    by: str | None = None
    severity: Literal["warn", "error"] = "warn"
    minimum: float = 0.0

    @property
    def parameters(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class KpiMeta(Declared):
    label: Label
    unit: Unit
    better: Literal["higher", "lower"]
    additivity: Literal["additive", "ratio", "semi_additive", "distinct"]
    matures_after: int = 1
    caveat: str | None = None


class Raci(Declared):
    """Who does the work, who is asked before, who is told after; the KRA's owner is the one who answers for it."""

    responsible: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()


class KraMeta(Declared):
    axis: Literal["acquisition", "retention", "awareness", "service", "all"]
    label: Label
    role: Label
    raci: Raci = Raci()


class Kra(Declared):
    name: str
    description: str
    owner: str
    email: str | None
    meta: KraMeta


class Kpi(Declared):
    name: str
    kra: str
    description: str
    meta: KpiMeta
    kris: tuple[KriMeta, ...]
    sources: tuple[tuple[str, str], ...]
    """The raw streams (source, stream) that it is computed from."""
    formulas: tuple[Formula, ...] = ()
    reads: tuple[str, ...] = ()
    """The models that its SQL names."""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What its rows are cut by, beside the total."""
        return tuple(dict.fromkeys(name for formula in self.formulas for name in formula.dimensions))

    @property
    def check_names(self) -> tuple[str, ...]:
        """One asset check a KRI; a risk watched in several ways on one KPI is named with what it is cut by."""
        names = [kri.kri for kri in self.kris]
        return tuple(
            name if names.count(name) == 1 else f"{name}__{kri.by or kri.rule}"
            for name, kri in zip(names, self.kris, strict=True)
        )


class Registry(Declared):
    kras: tuple[Kra, ...]
    kpis: tuple[Kpi, ...]

    def kpi(self, name: str) -> Kpi:
        return next(kpi for kpi in self.kpis if kpi.name == name)

    def kra(self, name: str) -> Kra:
        return next(kra for kra in self.kras if kra.name == name)
