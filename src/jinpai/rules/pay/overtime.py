"""Overtime 加班费: hours × hourly base × the law's multiple."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Literal

from jinpai.rules.money import fen, written, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.clawback import warn_no_city
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words

KINDS = (
    ("workday", "overtime_workday", Words(zh="平日加班", en="Overtime on workdays")),
    ("rest_day", "overtime_rest_day", Words(zh="休息日加班", en="Overtime on rest days")),
    ("holiday", "overtime_holiday", Words(zh="法定节假日加班", en="Overtime on public holidays")),
)


class Overtime(Component):
    """劳动法 art. 44. Hourly base = max(monthly base, local minimum) ÷ 21.75 ÷ 8, the monthly base
    being the whole base pay above, before days are counted. No numbers of its own: the multiples
    and days are the law's. Rest-day hours that were given back as time off are not entered."""

    counts_for_minimum_wage: ClassVar[bool] = False
    title: ClassVar[Words] = Words(zh="加班费", en="Overtime")

    kind: Literal["overtime"] = "overtime"

    def compute(self, of: Context, path: str) -> Sequence[Line] | Problem | None:
        days = of.person.attendance
        if not (days.overtime_workday or days.overtime_rest_day or days.overtime_holiday):
            return None
        base = monthly_base(of)
        if base is None:
            if of.problems:  # the base pay above could not be computed and said so
                return None
            return Problem(
                "no_base", path, "没有底薪,算不出加班费的小时工资",
                "without base pay there is no hourly base for overtime",
                wanted="base", person=of.person.code,
            )  # fmt: skip
        source = "line:base"
        city = of.person.city
        if city is None:
            warn_no_city(of)
        elif city.minimum_wage > base:
            base, source = city.minimum_wage, "city:minimum_wage"
        divisor = of.statutes.at("pay_days", of.first_day)
        multiples = of.statutes.at("overtime", of.first_day)
        month, day = divisor["days"], Decimal(divisor["hours_a_day"])
        hourly = f"{yuan(base)} ÷ {month} ÷ {day}"
        law = f"statute:overtime@{multiples['since']}"
        on = Input("monthly_base", base, "yuan", source)
        since = f"statute:pay_days@{divisor['since']}"
        reckoned = (Input("days", month, "days", since), Input("hours_a_day", day, "hours", since))
        lines = []
        for kind, field, words in KINDS:
            hours = getattr(days, field)
            if not hours:
                continue
            times = multiples[kind]
            lines.append(
                Line(
                    "overtime", f"{self.code}-{kind.replace('_', '-')}", words.zh, words.en,
                    fen(hours * base * times / (month * day)),
                    f"{written(hours)} × {hourly} × {times}",
                    (
                        Input("hours", hours, "hours", f"entered:{days.source}"),
                        on,
                        *reckoned,
                        Input("multiple", times, "factor", law),
                    ),
                    path,
                )
            )  # fmt: skip
        return lines


def monthly_base(of: Context) -> Decimal | None:
    """Σ of the base-pay lines above for a whole month, before days are counted."""
    total = None
    for line in of.lines:
        if line.kind != "base":
            continue
        amount = Decimal(0)
        factor = Decimal(1)
        for given in line.inputs:
            if given.name == "amount" and isinstance(given.value, Decimal):
                amount = given.value
            elif given.name == "probation" and isinstance(given.value, Decimal):
                factor = given.value
        total = (total or Decimal(0)) + amount * factor
    return total
