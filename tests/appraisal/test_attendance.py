"""Attendance from clockings: the rule of docs/attendance.md, with its worked month."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from jinpai.apps.appraisal.attendance import attendance, shift_of
from jinpai.apps.appraisal.holidays import holidays_of
from jinpai.rules.inputs import Attendance
from jinpai.rules.statutes import shipped

OCTOBER = {"start": date(2026, 10, 1), "end": date(2026, 10, 31)}
WHOLE = {**OCTOBER, "first": date(2026, 10, 1), "last": date(2026, 10, 31)}
NATIONAL_DAY = holidays_of(shipped(), date(2026, 10, 1), date(2026, 10, 31))


def row(day: int | date, hours: str | None = "8", **more: Any) -> dict[str, Any]:
    when = date(2026, 10, day) if isinstance(day, int) else day
    came = datetime.combine(when, time(8, 30)) if hours is not None else None
    return {
        "day": when, "shift": "白班", "in_local": came, "out_local": None, "result": "正常",
        "leave": "", "hours": None if hours is None else Decimal(hours), **more,
    }  # fmt: skip


def away(day: int, why: str) -> dict[str, Any]:
    return row(day, None, shift="休假", result="请假", leave=why)


def worked_month() -> list[dict[str, Any]]:
    """The month of the document: 17 weekdays, Saturday the 17th, a day of each kind of leave."""
    weekdays = [d for d in range(5, 31) if date(2026, 10, d).weekday() < 5]
    out = {20: away(20, "年假"), 21: away(21, "事假")}
    free = 22
    rows = [out.get(d) or row(d) for d in weekdays if d != free]
    rows = [row(12, "9.4") if r["day"].day == 12 else r for r in rows]
    return [*rows, row(17, "7.5")]


def test_the_worked_month_of_the_document() -> None:
    found = attendance(worked_month(), **WHOLE, rest_days=8, holidays=NATIONAL_DAY)
    assert found == Attendance(
        expected_days=Decimal(23), paid_days=Decimal(22), absent_days=Decimal(0), late_times=0,
        overtime_workday=Decimal("1.0"), overtime_rest_day=Decimal("7.5"),
        overtime_holiday=Decimal(0), source="clockings",
    )  # fmt: skip


def test_october_has_three_holidays_and_they_are_the_first_three() -> None:
    assert sorted(day.day for day in NATIONAL_DAY) == [1, 2, 3]


def test_who_joins_half_way_gets_the_share_of_the_month() -> None:
    rows = [row(d) for d in range(16, 32) if d not in (17, 18, 24, 25)]
    found = attendance(
        rows, **OCTOBER, first=date(2026, 10, 16), last=date(2026, 10, 31), rest_days=8
    )
    assert (found.expected_days, found.paid_days) == (Decimal(23), Decimal("11.87"))
    assert not found.full


def test_nobodys_clockings_are_not_known_and_no_zero() -> None:
    assert attendance([], **WHOLE, rest_days=8) == Attendance()
    september = [row(date(2026, 9, 30))]
    assert attendance(september, **WHOLE, rest_days=8).paid_days is None


@pytest.mark.parametrize(
    ("free_sundays", "expected"),
    [(4, Decimal(27)), (5, Decimal(26)), (6, Decimal(26))],
    ids=["four free days", "five, as the calendar has them", "a sixth is no rest day"],
)
def test_four_rest_days_a_month_may_be_five_where_the_calendar_has_five(
    free_sundays: int, expected: Decimal
) -> None:
    days = [d for d in range(1, 32) if d > free_sundays]
    found = attendance([row(d) for d in days], **WHOLE, rest_days=4)
    assert found.expected_days == expected
    assert found.paid_days == min(Decimal(len(days)), expected)


def test_only_the_clocking_says_absent() -> None:
    rows = [row(d) for d in range(5, 10)] + [row(12, None, result="旷工")]
    found = attendance(rows, **WHOLE, rest_days=8)
    assert (found.absent_days, found.paid_days) == (Decimal(1), Decimal(5))


def test_lateness_is_counted_by_the_times_it_was_noted() -> None:
    rows = [row(5, result="迟到"), row(6, result="late"), row(7), row(8, result="迟到"), row(9)]
    assert attendance(rows, **WHOLE, rest_days=8).late_times == 3


@pytest.mark.parametrize(
    ("why", "paid"),
    [("年假", 6), ("病假", 6), ("调休", 6), ("婚假", 6), ("事假", 5), ("", 5)],
)
def test_leave_is_paid_by_its_kind(why: str, paid: int) -> None:
    rows = [row(d) for d in range(5, 10)] + [away(12, why)]
    assert attendance(rows, **WHOLE, rest_days=8).paid_days == Decimal(paid)


@pytest.mark.parametrize(
    ("hours", "over"),
    [("8", "0"), ("8.49", "0"), ("8.5", "0.5"), ("8.99", "0.5"), ("11", "3")],
)
def test_overtime_of_a_day_counts_in_full_half_hours_over_eight(hours: str, over: str) -> None:
    found = attendance([row(5, hours)], **WHOLE, rest_days=8)
    assert found.overtime_workday == Decimal(over)


def test_the_sixth_day_of_a_week_is_overtime_whatever_the_plan_and_the_month() -> None:
    # the week of 28 September ends in October: three days before it, then Thursday to Sunday
    before = [row(date(2026, 9, 28) + timedelta(days=n)) for n in range(3)]
    rows = [*before, *(row(d) for d in (1, 2, 3, 4))]
    found = attendance(rows, **WHOLE, rest_days=4)
    assert found.overtime_rest_day == Decimal(16)  # Saturday and Sunday
    holidays = attendance(rows, **WHOLE, rest_days=4, holidays=NATIONAL_DAY)
    # the three holidays are paid as such and are no days of the week's five
    assert (holidays.overtime_holiday, holidays.overtime_rest_day) == (Decimal(24), Decimal(0))


def test_rest_day_hours_given_back_as_time_off_are_not_paid_as_overtime_too() -> None:
    worked = [row(d) for d in range(5, 11)]  # Monday to Saturday
    for leave, hours in (("调休", "0"), ("补休", "0"), ("年假", "8")):
        found = attendance([*worked, away(13, leave)], **WHOLE, rest_days=8)
        assert found.overtime_rest_day == Decimal(hours), leave
    half = row(13, "4", leave="调休")
    assert attendance([*worked, half], **WHOLE, rest_days=8).overtime_rest_day == Decimal(4)
    # not more than there was, and never the hours of a holiday
    rows = [row(1, "8"), *worked, away(13, "调休"), away(14, "调休")]
    found = attendance(rows, **WHOLE, rest_days=8, holidays=NATIONAL_DAY)
    assert (found.overtime_rest_day, found.overtime_holiday) == (Decimal(0), Decimal(8))


def test_hours_are_the_stay_less_a_meal_where_the_file_says_none() -> None:
    stay = row(5, None, in_local=datetime(2026, 10, 5, 8), out_local=datetime(2026, 10, 5, 18))
    short = row(6, None, in_local=datetime(2026, 10, 6, 8), out_local=datetime(2026, 10, 6, 13))
    forgot = row(7, None, in_local=datetime(2026, 10, 7, 8))
    found = attendance([stay, short, forgot], **WHOLE, rest_days=8)
    assert (found.overtime_workday, found.paid_days) == (Decimal(1), Decimal(3))


def test_days_to_come_are_neither_free_nor_paid() -> None:
    rows = [row(d) for d in range(5, 10)]
    early = attendance(
        rows, **WHOLE, rest_days=4, holidays=NATIONAL_DAY, known_to=date(2026, 10, 9)
    )
    # 4 October was free; the three holidays are paid already
    assert (early.expected_days, early.paid_days) == (Decimal(27), Decimal(8))


def test_the_shift_is_that_of_most_clockings_and_leave_is_none() -> None:
    assert shift_of([row(5), row(6, shift="晚班"), row(7, shift="晚班")]) == "晚班"
    assert shift_of([row(5), row(6, shift="晚班")]) == "晚班"  # of equally many the first by name
    assert shift_of([away(5, "年假")]) == ""
