"""Attendance from clockings: expected and paid days, lateness, absence, overtime.

The rule is written down with a worked month in docs/attendance.md. It reads rows only; who has
none is not known, which is not absent. Where a person knows better, entries by hand replace it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jinpai.rules.inputs import Attendance

ABSENT = ("旷工", "缺勤", "absent")
LATE = ("迟到", "late")
PAID_LEAVE = (
    "年假", "年休", "病假", "婚假", "产假", "陪产", "护理", "丧假", "工伤", "调休", "补休",
    "公假", "公休", "培训", "出差", "annual", "sick", "paid",
)  # fmt: skip
IN_LIEU = ("调休", "补休")  # rest-day hours given back: not paid as overtime, too
UNPAID_LEAVE = ("事假", "unpaid", "personal")
ON_LEAVE = ("请假", "休假", "leave")

NORMAL_HOURS = Decimal(8)  # 劳动法 36; hours beyond are overtime whatever the plan says
DAYS_A_WEEK = 5  # 国务院令174: forty hours, so a sixth day of a week is a rest day worked
UNIT = Decimal("0.5")  # overtime counts in full half hours of a day
BREAK = Decimal(1)  # taken off a stay over five hours where the file says no hours
BREAK_OVER = Decimal(5)
_CENTI = Decimal("0.01")


@dataclass(slots=True)
class _Day:
    hours: Decimal = Decimal(0)
    worked: bool = False
    paid_leave: bool = False
    in_lieu: bool = False
    unpaid_leave: bool = False
    absent: bool = False
    late: int = 0


def shift_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """The shift of most clockings; of equally many the first by name."""
    seen = Counter(r["shift"] for r in rows if r["shift"] and not _on_leave(r))
    return min(seen, key=lambda s: (-seen[s], s)) if seen else ""


def attendance(
    rows: Iterable[Mapping[str, Any]],
    *,
    start: date,
    end: date,
    first: date,
    last: date,
    rest_days: int,
    holidays: Collection[date] = (),
    known_to: date | None = None,
) -> Attendance:
    """One person's month `start`…`end`, employed `first`…`last`. `rows` are clockings, also of
    the days before `start` that lie in its week; `known_to` is the last day of which there are
    any of anybody. No row within the month: not known."""
    days = _by_day(rows)
    if not any(first <= day <= last for day in days):
        return Attendance()
    whole, employed = (end - start).days + 1, (last - first).days + 1
    paid = unpaid = absent = free = late = 0
    for day in _days(first, min(last, known_to or last)):
        seen = days.get(day)
        if seen is None:
            if day in holidays:
                paid += 1  # a statutory holiday is paid, worked or not
            else:
                free += 1
            continue
        late += seen.late
        if seen.worked or seen.paid_leave:
            paid += 1
        elif seen.absent:
            absent += 1
        else:
            unpaid += 1
    resting = _rest(free, rest_days, employed, whole)
    planned = Decimal(employed) - resting
    expected = planned * whole / employed
    workday, rest, holiday = _overtime(days, first, last, holidays)
    return Attendance(
        expected_days=_days_of(expected),
        paid_days=_days_of(min(Decimal(paid), planned)),
        absent_days=Decimal(absent),
        late_times=late,
        overtime_workday=workday,
        overtime_rest_day=rest,
        overtime_holiday=holiday,
        source="clockings",
    )


def _rest(free: int, rest_days: int, employed: int, whole: int) -> Decimal:
    """Rest days of the month: the plan's, or one more a weekly rest day where the calendar has
    it five times and the person was free."""
    planned = Decimal(rest_days) * employed / whole
    weekly = rest_days // 4
    most = Decimal(-(-employed // 7) * weekly) if weekly else planned
    return max(planned, min(Decimal(free), most))


def _days_of(value: Decimal) -> Decimal:
    rounded = value.quantize(_CENTI, rounding=ROUND_HALF_UP)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded


def _by_day(rows: Iterable[Mapping[str, Any]]) -> dict[date, _Day]:
    days: dict[date, _Day] = defaultdict(_Day)
    for row in rows:
        day = days[row["day"]]
        result, leave = row["result"] or "", row["leave"] or ""
        if _said(result, LATE):
            day.late += 1
        hours = _hours(row)
        if _said(result, ABSENT):
            day.absent = True
        elif _on_leave(row):
            # 请假 without a kind is excused and not paid
            if _said(leave, PAID_LEAVE) and not _said(leave, UNPAID_LEAVE):
                day.paid_leave = True
                day.in_lieu |= _said(leave, IN_LIEU)
            else:
                day.unpaid_leave = True
        if hours > 0:
            day.worked = True
            day.hours += hours
        elif row["in_local"] is not None and not day.absent and not _on_leave(row):
            day.worked = True  # came, and forgot to clock out
    return dict(days)


def _on_leave(row: Mapping[str, Any]) -> bool:
    return bool(row["leave"]) or _said(row["result"] or "", ON_LEAVE)


def _said(text: str, words: Iterable[str]) -> bool:
    low = text.lower()
    return any(word in low for word in words)


def _hours(row: Mapping[str, Any]) -> Decimal:
    """Hours worked: what the file says, meals left out; else the stay, less an hour's break."""
    if row["hours"] is not None:
        return max(Decimal(row["hours"]), Decimal(0))
    if row["in_local"] is None or row["out_local"] is None:
        return Decimal(0)
    stay = Decimal((row["out_local"] - row["in_local"]).total_seconds()) / 3600
    return max(stay - BREAK if stay > BREAK_OVER else stay, Decimal(0))


def _overtime(
    days: Mapping[date, _Day], first: date, last: date, holidays: Collection[date]
) -> tuple[Decimal, Decimal, Decimal]:
    """Hours over eight of a workday, of days worked beyond five in a week less what was given
    back as time off in the month, of holidays."""
    workday = rest = holiday = back = Decimal(0)
    in_week: Counter[date] = Counter()
    for day in sorted(days):
        seen = days[day]
        if seen.in_lieu and first <= day <= last:
            back += max(NORMAL_HOURS - seen.hours, Decimal(0))
        if not seen.worked or day > last:
            continue
        hours = _full(seen.hours)
        if day in holidays:
            if day >= first:
                holiday += hours
            continue
        monday = day - timedelta(days=day.weekday())
        in_week[monday] += 1
        if day < first:
            continue
        if in_week[monday] > DAYS_A_WEEK:
            rest += hours
        else:
            workday += _full(max(seen.hours - NORMAL_HOURS, Decimal(0)))
    return workday, max(rest - back, Decimal(0)), holiday


def _full(hours: Decimal) -> Decimal:
    return (hours // UNIT) * UNIT


def _days(first: date, last: date) -> Iterable[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
