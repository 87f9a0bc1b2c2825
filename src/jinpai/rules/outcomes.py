"""What comes out: scored items, appraisals, payslip lines with their trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from jinpai.rules.problems import Problem


@dataclass(frozen=True, slots=True)
class Input:
    """One number of a formula and where it comes from.

    `source` leads one step further down: "metric:net_sales", "person:level",
    "rulebook:pay.schemes.agent.components[0].amounts.P1", "statute:tax_table@2019-01-01",
    "city:minimum_wage", "line:base", "score", "coefficient", "group:champion", "entered:paid_days",
    "adjustment:ID", "loss:ID".
    """

    name: str  # a code: "sales", "rate", "score"
    value: Decimal | str | None
    unit: Literal["yuan", "rate", "count", "days", "hours", "points", "factor", "text"] = "count"
    source: str = ""


Part = Literal["earning", "adjustment", "insurance", "tax", "deduction"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a payslip; deductions are negative. The sum of the lines is the total.

    `formula` is arithmetic with the numbers filled in and no words ("3000.00 × 0.90"), the same
    in every language; the words are in `inputs` and in the names.
    """

    kind: str
    code: str
    name_zh: str
    name_en: str
    amount: Decimal
    formula: str
    inputs: tuple[Input, ...]
    path: str  # of the rulebook: "pay.schemes.agent.components[0]"
    part: Part = "earning"
    revision: int = 1
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item of an appraisal."""

    code: str
    name_zh: str
    name_en: str
    kind: Literal["result", "process"]
    metrics: tuple[str, ...]  # empty for a rating
    value: Decimal | None  # what went into the curve
    n: Decimal | None  # sample: the denominator, or the number of events
    points: Decimal | None  # 0–100 (0–cap for `target`), two places; None when reweighted away
    weight: Decimal  # as written, %
    weight_used: Decimal  # after reweighting, %; Σ = 100
    contribution: Decimal  # points × weight_used / 100, two places for show
    fallback: str = ""  # "", reweight, team_mean, full, ruling
    next_step: Decimal | None = None  # one step of the value
    next_points: Decimal | None = None  # what it would add to the total score
    self_points: Decimal | None = None  # a rating's own
    status: str = "final"
    source: str = "computed"
    path: str = ""
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Appraised:
    """One person's appraisal of one month."""

    person: str
    scheme: str
    items: tuple[ItemScore, ...]
    events: Decimal  # signed points counted, within the month's limits
    veto: str  # "" or the veto's code
    total: Decimal | None  # two places; None when nothing could be scored
    coefficient: Decimal | None
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Payslip:
    """One person's pay of one month. `net` = Σ lines. A person with an error has no payslip."""

    person: str
    month: str
    scheme: str
    lines: tuple[Line, ...]
    gross: Decimal  # earnings
    net: Decimal
    taxable: Decimal  # this month's taxable income before social deductions
    carried: Mapping[str, Decimal] = field(default_factory=dict)  # adjustment/loss id → yuan left
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthResult:
    """A month run: who was scored, who is paid, and what stands in the way of the others."""

    month: str
    appraised: Mapping[str, Appraised]
    payslips: Mapping[str, Payslip]
    problems: tuple[Problem, ...]
    groups: Mapping[str, object] = field(default_factory=dict)  # group figures used, for the trace
