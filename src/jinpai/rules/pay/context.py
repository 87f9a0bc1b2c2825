"""What a component sees: the person, the score, the lines above it, the group's figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from jinpai.rules.inputs import Adjustment, Month, Person
from jinpai.rules.money import reckonable
from jinpai.rules.outcomes import Appraised, Input, Line
from jinpai.rules.problems import Problem

if TYPE_CHECKING:
    from jinpai.rules.statutes import Statutes

Unit = Literal["yuan", "rate", "count", "days", "hours", "points", "factor", "text"]
CampaignDays = Literal["include", "exclude", "separate"]


@lru_cache(maxsize=64)
def first_day(month: str) -> date:
    """The day whose statutes a month stands under."""
    return date(int(month[:4]), int(month[5:7]), 1)


@dataclass(slots=True)
class Context:
    """One person's payslip in the making. `lines` are those above; a component reads no others.

    `group` holds what was computed of all people first, by component path (champions, shares).
    `clawbacks` are negative amounts found on the way (a commission whose basis is negative); the
    adjustment takes them off under the law's cap. `room` is what the law still lets take off.
    """

    person: Person
    month: str
    appraised: Appraised | None
    statutes: Statutes
    whole: Month
    group: Mapping[str, object] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    carried: dict[str, Decimal] = field(default_factory=dict)
    scheme: str = ""
    clawbacks: list[Adjustment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    room: Decimal | None = None  # None: nothing was taken off yet
    gross: Decimal = Decimal(0)  # Σ earnings above
    income: Decimal = Decimal(0)  # Σ taxable lines above
    social: Decimal = Decimal(0)  # insurance and fund above, positive
    unsettled: set[str] = field(default_factory=set)  # metrics already warned about
    made: dict[tuple[str, str], Input] = field(default_factory=dict)  # the scheme's own inputs

    @property
    def first_day(self) -> date:
        return first_day(self.month)

    def ruled(self, path: str, key: str, value: Decimal | str, unit: Unit, name: str = "") -> Input:
        """A number of the rulebook: the same for everybody of the scheme, so made once."""
        found = self.made.get((path, key))
        if found is None:
            found = Input(name or key, value, unit, f"rulebook:{path}.{key}")
            self.made[path, key] = found
        return found

    def figure(self, metric: str, path: str, days: CampaignDays = "include") -> Decimal | Problem:
        """The person's own figure; a warning when it may still change."""
        person = self.person
        if days == "separate" and person.quiet is None and person.rush is None:
            return Decimal(0)  # the month had no campaign: on its days there was nothing
        found = person.chosen(days).get(metric)
        if found is None or found.value is None or not reckonable(found.value):
            return Problem(
                "no_figure", path,
                f"缺少指标 {metric} 的数;请导入相应数据或手工填写",
                f"no figure for {metric}; import the data or enter it by hand",
                found="", wanted=metric, person=person.code,
            )  # fmt: skip
        if found.status != "final":
            self.may_change(metric, path)
        return found.value

    def may_change(self, metric: str, path: str) -> None:
        """Warn once that a figure is not final."""
        if metric in self.unsettled:
            return
        self.unsettled.add(metric)
        self.warnings.append(
            Problem(
                "provisional",
                path,
                f"指标 {metric} 还不是终值,之后可能变化",
                f"{metric} is not final and may still change",
                found=metric,
                wanted="final",
                severity="warning",
                person=self.person.code,
            )
        )

    def score(self, path: str) -> Decimal | Problem:
        """The appraisal's total."""
        total = None if self.appraised is None else self.appraised.total
        if total is None:
            return Problem(
                "no_score", path,
                "没有考核得分,不能计算;请完成本月考核",
                "no appraisal score to compute with; finish the month's appraisal",
                person=self.person.code,
            )  # fmt: skip
        self._settled(path)
        return total

    def coefficient(self, path: str) -> Decimal | Problem:
        """The performance coefficient of the appraisal."""
        factor = None if self.appraised is None else self.appraised.coefficient
        if factor is None:
            return Problem(
                "no_score", path,
                "没有绩效系数,不能计算;请完成本月考核",
                "no performance coefficient to compute with; finish the month's appraisal",
                person=self.person.code,
            )  # fmt: skip
        self._settled(path)
        return factor

    def _settled(self, path: str) -> None:
        if self.appraised is None:
            return
        for item in self.appraised.items:
            if item.status != "final":
                self.may_change("、".join(item.metrics) or item.code, path)

    def days(self) -> Problem:
        """The problem of someone whose days are not known."""
        return Problem(
            "no_days", "attendance",
            "不知道应出勤和计薪天数;请导入考勤或手工填写",
            "expected and paid days are not known; import clockings or enter them",
            person=self.person.code,
        )  # fmt: skip
