"""All that pay reads of a month: the appraisal's inputs with the pay data put to each person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinpai.apps.appraisal import gather as appraisal
from jinpai.apps.payroll import booked, in_force
from jinpai.apps.payroll.models import Entry, Loss, Opening, Profile
from jinpai.rules.inputs import (
    Adjustment,
    Attendance,
    Figure,
    Figures,
    LossClaim,
    Month,
    Person,
    Social,
    TaxYear,
)
from jinpai.rules.problems import Problem
from jinpai.rules.statutes import shipped

if TYPE_CHECKING:
    from jinpai.apps.rulebooks.models import Version
    from jinpai.metrics.reading import Reading


def month_inputs(
    month: str,
    *,
    reading: Reading,
    version: Version,
    only: Collection[str] | None = None,
    differences: Mapping[str, Sequence[Adjustment]] | None = None,
) -> Month:
    """The month with pay data; differences of closed months only as given (see `adjust`)."""
    return Desk(month).with_pay(
        appraisal.gather(month, reading=reading, rulebook=version.rulebook, only=only), differences
    )


@dataclass
class Desk:
    """The pay data of one month, read once; puts them to people."""

    month: str
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cities = in_force.cities(self.month)
        self.profiles = in_force.profiles(self.month)
        self.year = int(self.month[:4])
        self.openings = in_force.openings(self.year)
        self.facts, self.owed = in_force.entries(self.month)
        self.losses = in_force.losses()
        self.years = booked.years(self.month)
        self.last_year = booked.incomes(self.year - 1)
        for code, row in in_force.openings(self.year - 1).items():
            self.last_year[code] = self.last_year.get(code, booked.ZERO) + row.income
        self.booked = booked.booked(self.month)

    def with_pay(
        self, month: Month, differences: Mapping[str, Sequence[Adjustment]] | None = None
    ) -> Month:
        """Every person with pay data; what is odd about them is in `problems`."""
        people = tuple(
            self.person(one, tuple((differences or {}).get(one.code, ()))) for one in month.people
        )
        wage = in_force.market_wage(self.cities.values())
        return replace(month, people=people, market_wage=wage or month.market_wage)

    def person(self, one: Person, differences: tuple[Adjustment, ...] = ()) -> Person:
        profile = self.profiles.get(one.code)
        city = in_force.numbers(self.cities.get(profile.city)) if profile else None
        if profile is None:
            self.problems.append(_no_profile(one))
        facts = self.facts.get(one.code, {})
        return replace(
            one,
            figures=_discipline(one.figures, facts),
            quiet=None if one.quiet is None else _discipline(one.quiet, facts),
            city=city,
            probation=_on_probation(profile, self.month),
            attendance=entered(one.attendance, facts),
            social=_social(profile),
            tax=self._tax(one, profile),
            adjustments=(
                *one.adjustments, *self.booked.carried.get(one.code, ()), *differences,
                *(_owed(row) for row in self.owed.get(one.code, ())),
            ),
            losses=tuple(self._claims(one.code)),
        )  # fmt: skip

    def _claims(self, code: str) -> list[LossClaim]:
        found = []
        for row in self.losses.get(code, ()):
            left = row.amount - self.booked.losses.get((code, loss_id(row)), booked.ZERO)
            if left > 0:
                found.append(
                    LossClaim(loss_id(row), left, row.reason, row.evidence, row.clause, row.day)
                )
        return found

    def _tax(self, one: Person, profile: Profile | None) -> TaxYear:
        """The year so far. Months nobody knows of count neither as income nor as allowance."""
        before = self.years.get(one.code, booked.Year())
        opening = self.openings.get(one.code) or Opening(months=0)
        known = before.months + opening.months
        number = int(self.month[5:])
        worked = number - 1
        begun_this_year = one.hired_on is None or one.hired_on.year == self.year
        if one.hired_on is not None and begun_this_year:
            worked = max(number - one.hired_on.month, 0)
        if known < worked:
            self.problems.append(_unknown_months(one, worked - known))
        if known > number - 1:
            self.problems.append(_months_twice(one, opening.months, before.months, number - 1))
        return TaxYear(
            months=known + 1,
            income=before.income + opening.income,
            exempt=Decimal(opening.exempt),
            social=before.social + opening.social,
            additional=before.additional + opening.additional,
            other=before.other + opening.other,
            withheld=before.withheld + opening.withheld,
            additional_this_month=profile.additional if profile else Decimal(0),
            other_this_month=profile.other_deductions if profile else Decimal(0),
            # of the year of entry only; the profile goes on saying so
            first_employment=bool(profile and profile.first_employment and begun_this_year),
            whole_allowance=bool(profile and profile.whole_allowance) and self._under_60000(one),
            month_of_year=number,
        )

    def _under_60000(self, one: Person) -> bool:
        """Did last year, as far as it is known, stay within the whole year's allowance?"""
        most = Decimal(shipped().at("tax_table", in_force.days_of(self.month)[0])["basic_year"])
        earned = self.last_year.get(one.code, booked.ZERO)
        if earned <= most:
            return True
        self.problems.append(_earned_too_much(one, earned, most))
        return False


def loss_id(row: Loss) -> str:
    return f"loss:{row.pk}"


def _owed(row: Entry) -> Adjustment:
    assert row.value is not None
    return Adjustment(f"entry:{row.pk}", row.value, row.month, row.reason, f"entry {row.pk}")


def entered(known: Attendance, facts: Mapping[str, Entry]) -> Attendance:
    """Attendance with what was entered by hand in the place of what the files say."""
    if not facts:
        return known
    values: dict[str, Any] = {what: in_force.short(row.value) for what, row in facts.items()}
    if "late_times" in values:
        values["late_times"] = int(values["late_times"])
    told = "; ".join(sorted({f"{row.by} {row.reason}" for row in facts.values()}))
    source = f"by hand: {told}"
    return replace(known, **values, source=f"{known.source}; {source}" if known.source else source)


_FIGURE_OF = {"late": Entry.What.LATE_TIMES, "absent": Entry.What.ABSENT_DAYS}


def _discipline(figures: Figures, facts: Mapping[str, Entry]) -> Figures:
    """Lateness and absence are appraised as they were entered, too: one truth of the month."""
    said = {
        code: Figure(in_force.short(facts[what].value), source="manual")
        for code, what in _FIGURE_OF.items()
        if what in facts
    }
    return {**figures, **said} if said else figures


def _social(profile: Profile | None) -> Social:
    if profile is None:
        return Social()
    return Social(
        profile.insured, profile.insurance_base, profile.fund, profile.fund_base,
        in_force.short(profile.fund_rate),
    )  # fmt: skip


def _on_probation(profile: Profile | None, month: str) -> bool:
    """Only a month that lies in the probation to its last day: the doubt is the worker's gain."""
    if profile is None or profile.probation_until is None:
        return False
    return bool(profile.probation_until >= in_force.days_of(month)[1])


def _no_profile(one: Person) -> Problem:
    return Problem(
        "no_profile", "profile",
        "没有薪资档案(城市、社保、专项附加扣除);请先填写",
        "no pay profile (city, insurance, deductions); enter it first",
        severity="warning", person=one.code,
    )  # fmt: skip


def _unknown_months(one: Person, missing: int) -> Problem:
    return Problem(
        "tax_year_unknown", "tax",
        f"今年有 {missing} 个月的工资和个税不在系统里,累计预扣会算错;请填年初至今的累计数",
        f"{missing} months of this year's pay and tax are not known, so the cumulative "
        "withholding would be wrong; enter the year's figures so far",
        found=str(missing), wanted="opening", severity="warning", person=one.code,
        article="税务总局公告2018年第61号 第六条",
    )  # fmt: skip


def _months_twice(one: Person, entered: int, paid: int, past: int) -> Problem:
    return Problem(
        "tax_months_twice", "tax",
        f"今年才过 {past} 个月,年初累计填了 {entered} 个月,已确认的工资条又有 {paid} 个月,有重复;"
        "年初累计只填 Jinpai 发薪之前的月份",
        f"{past} months of the year are over, but {entered} were entered and {paid} more are on "
        "confirmed payslips; enter only those before Jinpai paid",
        found=str(entered + paid), wanted=f"≤ {past}", person=one.code,
        article="税务总局公告2018年第61号 第六条",
    )  # fmt: skip


def _earned_too_much(one: Person, earned: Decimal, most: Decimal) -> Problem:
    return Problem(
        "whole_allowance_over", "profile.whole_allowance",
        f"上一年工资 {earned} 元,超过 {most} 元,不能一次减除全年费用,按月减除;请改薪资档案",
        f"last year's pay of {earned} is over {most}: the allowance is counted month by month, "
        "not at once; correct the pay profile",
        found=str(earned), wanted=f"≤ {most}", severity="warning", person=one.code,
        article="税务总局公告2020年第19号",
    )  # fmt: skip
