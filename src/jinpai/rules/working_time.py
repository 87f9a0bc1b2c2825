"""Working time 工时: what a plan of hours and rest days comes to, and what it costs by law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from jinpai.rules.law import BY_CODE
from jinpai.rules.money import ZERO, fen
from jinpai.rules.problems import Problem
from jinpai.rules.statutes import Statutes, shipped

FROM = date(2025, 1, 1)  # the statutes asked where no day is named


@dataclass(frozen=True, slots=True)
class Plan:
    """A month as it is planned: its hours, what exceeds the law's, and what that costs a person.

    The norm is the yearly days of work ÷ 12 × 8 h (20.67 days). What is worked on more days than
    that are rest days (200 %) unless they are statutory holidays (300 %); more than 8 h a day are
    extended hours (150 %)."""

    hours_a_day: Decimal
    rest_days: int
    hours: Decimal
    a_week: Decimal
    norm: Decimal
    over: Decimal
    extended: Decimal
    on_rest_days: Decimal
    on_holidays: Decimal
    cost: Decimal | None  # yuan a person and month; None: no hourly wage given
    problems: tuple[Problem, ...]

    @property
    def lawful(self) -> bool:
        return not any(p.severity == "error" for p in self.problems)


def plan(
    hours_a_day: Decimal,
    rest_days: int,
    days: int = 30,
    hourly: Decimal | None = None,
    *,
    holidays_worked: int = 0,
    statutes: Statutes | None = None,
    day: date = FROM,
) -> Plan:
    """The hours of a month with so many rest days, and their price at 150/200/300 %."""
    statutes = statutes or shipped()
    law, pay_days = statutes.at("working_time", day), statutes.at("pay_days", day)
    multiples = statutes.at("overtime", day)
    normal = Decimal(law["hours_a_day"])
    worked = Decimal(days - rest_days)
    usual = Decimal(pay_days["work_days_a_year"]) / 12
    hours = worked * hours_a_day
    holidays = min(Decimal(holidays_worked), worked)
    extended = max(hours_a_day - normal, ZERO) * worked
    by_day = min(hours_a_day, normal)
    more = max(worked - usual - holidays, ZERO) * by_day
    festive = holidays * by_day
    over = extended + more + festive
    cost = None
    if hourly is not None:
        cost = fen(
            hourly
            * (
                extended * multiples["workday"]
                + more * multiples["rest_day"]
                + festive * multiples["holiday"]
            )
        )
    problems = []
    a_week = hours / days * 7
    if hours_a_day > normal:
        problems.append(_time("day", f"{hours_a_day}", f"≤ {normal}", "每日", "hours a day"))
    if a_week > law["hours_a_week"]:
        problems.append(
            _time("week", _tenth(a_week), f"≤ {law['hours_a_week']}", "每周", "hours a week")
        )
    if hours_a_day - normal > law["overtime_a_day"]:
        problems.append(
            _time("overtime_day", f"{hours_a_day - normal}", f"≤ {law['overtime_a_day']}",
                  "每日加班", "hours of overtime a day", severity="error")
        )  # fmt: skip
    if over > law["overtime_a_month"]:
        problems.append(
            _time("overtime_month", _tenth(over), f"≤ {law['overtime_a_month']}",
                  "每月加班", "hours of overtime a month", severity="error")
        )  # fmt: skip
    if rest_days < days // 7:
        problems.append(
            Problem(
                "working_time_rest_day", "pay.working_time",
                f"每月只休 {rest_days} 天;每周至少休一天,{days} 天至少 {days // 7} 天",
                f"{rest_days} rest days a month; one a week makes at least {days // 7} of {days}",
                str(rest_days), f"≥ {days // 7}", article=BY_CODE["working_time"].article,
            )
        )  # fmt: skip
    return Plan(
        hours_a_day, rest_days, hours, a_week, usual * normal, over, extended, more, festive, cost,
        tuple(problems),
    )  # fmt: skip


def offers(
    hours_a_day: Decimal,
    days: int = 30,
    hourly: Decimal | None = None,
    *,
    statutes: Statutes | None = None,
    day: date = FROM,
) -> list[Plan]:
    """What is offered instead of four rest days: six to eight, each with hours and cost."""
    hours = min(hours_a_day, Decimal(8))
    return [
        plan(hours, rest, days, hourly, statutes=statutes, day=day)
        for rest in (6, 7, 8)
    ]  # fmt: skip


def _tenth(hours: Decimal) -> str:
    return str(hours.quantize(Decimal("0.1")))


def _time(
    what: str, found: str, wanted: str, zh: str, en: str, *,
    severity: Literal["error", "warning"] = "warning",
) -> Problem:  # fmt: skip
    rule = BY_CODE["working_time"]
    return Problem(
        f"working_time_{what}", "pay.working_time",
        f"{zh} {found} 小时,法定 {wanted};超出的须付加班费",
        f"{found} {en}, the law's {wanted}; what exceeds is paid as overtime",
        found, wanted, severity, article=rule.article,
    )  # fmt: skip


def extra_time(minutes_a_day: int, days: int, hourly: Decimal | None = None) -> tuple[
    Decimal, Decimal | None
]:  # fmt: skip
    """Hours a month that demands before and after the shift make, and their price at 150 %."""
    hours = Decimal(minutes_a_day * days) / 60
    if hourly is None:
        return hours, None
    return hours, fen(hours * hourly * shipped().at("overtime", FROM)["workday"])
