"""What the rules read of one month: people, their figures, what was decided and entered by hand.

Everything is immutable and arrives ready made; `apps` gather it. None means not known, which is
never 0. Money is Decimal yuan, rates are fractions (0.30 is 30 %), a month is "2026-10".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Status = Literal["final", "provisional", "partial"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric of one person (or shop) over the month. A rate has `num` and `den`, a count or
    an amount only `value`; `den` is the sample that `min_sample` looks at."""

    value: Decimal | None
    num: Decimal | None = None
    den: Decimal | None = None
    status: Status = "final"
    source: Literal["computed", "reported", "manual", "ruling"] = "computed"
    approximate: bool = False


Figures = Mapping[str, Figure]  # by metric code


@dataclass(frozen=True, slots=True)
class Rating:
    """What a person gave for a rating item, 0–100."""

    item: str  # the item's code in the scheme
    step: Literal["self", "leader", "supervisor", "third"]
    points: Decimal
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated, evidenced event with signed points: praise +, a confirmed complaint −."""

    day: date
    points: Decimal
    kind: str
    evidence: str
    by: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class ItemRuling:
    """A dispute on an item that ended accepted or set: the figure or the points it decided."""

    item: str
    outcome: Literal["kept", "accepted", "set"]
    points: Decimal | None  # the item's points 0–100 when accepted or set; None when kept
    reason: str
    by: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Days and hours. `expected_days` and `paid_days` may hold halves. Hours are overtime only."""

    expected_days: Decimal | None = None
    paid_days: Decimal | None = None
    absent_days: Decimal | None = None  # any absence without pay or excuse
    late_times: int | None = None
    overtime_workday: Decimal = Decimal(0)  # hours
    overtime_rest_day: Decimal = Decimal(0)
    overtime_holiday: Decimal = Decimal(0)
    source: str = ""  # "clockings", "by hand: …"

    @property
    def share(self) -> Decimal | None:
        """paid / expected days; None when either is not known."""
        if self.expected_days is None or self.paid_days is None or self.expected_days <= 0:
            return None
        return self.paid_days / self.expected_days

    @property
    def full(self) -> bool:
        """Was every expected day paid?"""
        return self.share is not None and self.share >= 1


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A difference of a closed month or of a ruling, signed yuan: negative is a clawback."""

    id: str
    amount: Decimal
    month: str  # the closed month it comes from
    reason: str
    link: str = ""  # what it stands on: "payslip 2026-09 P05", "ruling 12"


@dataclass(frozen=True, slots=True)
class LossClaim:
    """A documented loss that the person caused, still to be paid back, yuan > 0."""

    id: str
    amount: Decimal  # what is left of it
    reason: str
    evidence: str
    contract_clause: str  # the contract's own provision; without it nothing may be deducted
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CityNumbers:
    """A city's numbers in force for the month, entered by the shop with their source."""

    city: str
    since: date  # in force from
    minimum_wage: Decimal  # a month, yuan
    pension: Decimal | None = None  # employee rates
    medical: Decimal | None = None
    medical_fixed: Decimal = Decimal(0)  # yuan a month beside the rate (大病)
    unemployment: Decimal | None = None
    insurance_floor: Decimal | None = None
    insurance_cap: Decimal | None = None
    fund_rate: Decimal | None = None  # employee rate where the person has none of the own
    fund_floor: Decimal | None = None
    fund_cap: Decimal | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Social:
    """The person's own bases; None = the gross wage of the month is the base."""

    insured: bool = True
    insurance_base: Decimal | None = None
    fund: bool = True
    fund_base: Decimal | None = None
    fund_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TaxYear:
    """The year so far at this employer, before this month; `months` counts this month too."""

    months: int = 1  # months of employment in the tax year up to and with this one
    income: Decimal = Decimal(0)
    exempt: Decimal = Decimal(0)
    social: Decimal = Decimal(0)  # 专项扣除: insurance and fund
    additional: Decimal = Decimal(0)  # 专项附加扣除
    other: Decimal = Decimal(0)
    withheld: Decimal = Decimal(0)
    additional_this_month: Decimal = Decimal(0)
    other_this_month: Decimal = Decimal(0)
    first_employment: bool = False  # 2020年13号: first employment of the year counts from January
    whole_allowance: bool = False  # 2020年19号: 60 000 at once
    month_of_year: int | None = None  # 1–12; needed with first_employment


@dataclass(frozen=True, slots=True)
class Person:
    """One person's month, all that the rules read of it."""

    code: str
    name: str = ""
    role: str = "agent"
    group: str = ""
    shift: str = ""
    shop: str = ""  # main shop
    platform: str = ""
    level: str = ""  # P1, M2, or a grade A–E
    base_pay: Decimal | None = None
    hired_on: date | None = None
    left_on: date | None = None
    probation: bool = False  # on probation in this month
    attendance: Attendance = Attendance()
    figures: Figures = field(default_factory=dict)  # all days
    quiet: Figures | None = None  # without campaign days; None = the month had no campaign
    rush: Figures | None = None  # campaign days only
    targets: Mapping[str, Decimal] = field(default_factory=dict)  # item code → own target
    ratings: tuple[Rating, ...] = ()
    events: tuple[Event, ...] = ()
    rulings: tuple[ItemRuling, ...] = ()
    appraisal_state: str = ""  # "closed" when the flow ended
    adjustments: tuple[Adjustment, ...] = ()
    losses: tuple[LossClaim, ...] = ()
    city: CityNumbers | None = None
    social: Social = Social()
    tax: TaxYear = TaxYear()

    def chosen(self, campaign_days: Literal["include", "exclude", "separate"]) -> Figures:
        """The figures as a rule wants them: with, without, or only campaign days."""
        if campaign_days == "exclude" and self.quiet is not None:
            return self.quiet
        if campaign_days == "separate":
            return self.rush if self.rush is not None else {}
        return self.figures


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the house: people in order of their code, and the shops' own figures."""

    month: str
    people: tuple[Person, ...]
    shops: Mapping[str, Figures] = field(default_factory=dict)  # by shop code
    market_wage: Decimal | None = None  # of city and post, where the shop entered it
