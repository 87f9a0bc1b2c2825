"""What a written case may ask the law: `ask = { working_time = { … } }` (docs/cases.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinpai.rules.inputs import TaxYear
from jinpai.rules.law import deductible, holiday, practice
from jinpai.rules.probation import longest_probation, probation
from jinpai.rules.statutes import shipped
from jinpai.rules.tax import withhold
from jinpai.rules.working_time import FROM, extra_time, offers, plan


def _ask_plan(
    hours_a_day: Any, rest_days: int, days: int = 30, hourly: Any = None, holidays_worked: int = 0
) -> dict[str, Any]:
    wage = None if hourly is None else Decimal(hourly)
    made = plan(Decimal(hours_a_day), rest_days, days, wage, holidays_worked=holidays_worked)
    return {
        "hours": made.hours, "over": made.over.quantize(Decimal("0.01")), "cost": made.cost,
        "extended": made.extended, "on_holidays": made.on_holidays, "lawful": made.lawful,
        "on_rest_days": made.on_rest_days.quantize(Decimal("0.01")),
        "offered": [p.rest_days for p in offers(Decimal(hours_a_day), days, wage)],
        "offered_hours": [p.hours for p in offers(Decimal(hours_a_day), days, wage)],
        "offered_lawful": [p.lawful for p in offers(Decimal(hours_a_day), days, wage)],
        "problems": made.problems,
    }  # fmt: skip


def _ask_extra(minutes_a_day: int, days: int, hourly: Any = None) -> dict[str, Any]:
    hours, cost = extra_time(minutes_a_day, days, None if hourly is None else Decimal(hourly))
    return {"hours": hours, "cost": cost}


def _ask_probation(
    contract_months: int | str, months: int, wage: Any = None, pay: Any = None,
    minimum_wage: Any = None, lowest_of_post: Any = None,
) -> dict[str, Any]:  # fmt: skip
    length = None if isinstance(contract_months, str) else contract_months
    money = [None if m is None else Decimal(m) for m in (wage, pay, minimum_wage, lowest_of_post)]
    found = probation(length, months, money[0], money[1], money[2], lowest_of_post=money[3])
    return {"longest": longest_probation(length), "problems": found}


def _ask_practice(code: str) -> dict[str, Any]:
    found = practice(code)
    return {"article": found.article, "zh": found.zh, "en": found.en, "problems": [found]}


def _ask_holiday(day: date) -> dict[str, Any]:
    return {"name": holiday(day)}


def _ask_deductible(gross: Any, minimum_wage: Any) -> dict[str, Any]:
    return {"amount": deductible(Decimal(gross), Decimal(minimum_wage), shipped(), FROM)}


def _ask_tax(
    this_month: Any, social_this_month: Any = 0, months: int = 1, month_of_year: int | None = None,
    first_employment: bool = False, whole_allowance: bool = False, income: Any = 0,
    social: Any = 0, additional: Any = 0, additional_this_month: Any = 0, withheld: Any = 0,
) -> dict[str, Any]:  # fmt: skip
    year = TaxYear(
        months=months, month_of_year=month_of_year, first_employment=first_employment,
        whole_allowance=whole_allowance, income=Decimal(income), social=Decimal(social),
        additional=Decimal(additional), additional_this_month=Decimal(additional_this_month),
        withheld=Decimal(withheld),
    )  # fmt: skip
    due = withhold(year, Decimal(this_month), Decimal(social_this_month), shipped(), FROM)
    return {
        "tax": due.tax, "taxable": due.taxable, "rate": due.rate, "basic": due.basic,
        "cumulative": due.cumulative,
    }  # fmt: skip


QUESTIONS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "working_time": _ask_plan,
    "extra_time": _ask_extra,
    "probation": _ask_probation,
    "practice": _ask_practice,
    "holiday": _ask_holiday,
    "deductible": _ask_deductible,
    "tax": _ask_tax,
}
