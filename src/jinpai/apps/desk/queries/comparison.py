"""A campaign afterwards: each of its days beside the same weekdays before, and all of it beside
the campaign before. Figures are those of the board; missing is not zero, provisional is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from jinpai.apps.board.queries.recall import ask
from jinpai.apps.desk.models import Campaign
from jinpai.apps.desk.queries.campaigns import of_facts
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.metrics.catalogue import CATALOGUE
from jinpai.metrics.reading import Reading
from jinpai.workflow import campaigns as rule

METRICS = ("sales", "silent_sales", "paid_orders", "inquiries", "inquiry_conversion",
           "receptions", "refund_orders")  # fmt: skip
Table = dict[tuple[str, date], rule.Day]  # metric, day


@dataclass(frozen=True)
class Cell:
    """A figure, the change against the same weekdays before, and where its rows are."""

    now: rule.Reading
    before: rule.Reading
    change: Decimal | None
    href: str = ""


@dataclass(frozen=True)
class Line:
    """One day of the campaign, or all of them (`day` None: the mean of a day)."""

    day: date | None
    cells: list[Cell]
    staff: int | None = None
    each: Decimal | None = None  # receptions for each person planned


@dataclass(frozen=True)
class Comparison:
    metrics: list  # of the catalogue
    days: list[Line]
    whole: Line
    previous: str  # the campaign before; empty: there is none
    against: list[Cell]  # the whole beside the campaign before, per day


def compared(
    reading: Reading, one: Campaign, everyone: Sequence[Campaign], user: User, today: date
) -> Comparison | None:
    """None before the first day, or for who may not see the team's figures."""
    if not user.may(roles.SEE_TEAM_BOARD) or today < one.first or not one.shops:
        return None
    codes = [
        c for c in METRICS if CATALOGUE[c].unit != "yuan" or user.may(roles.SEE_MONEY)
    ]  # fmt: skip
    last = min(one.last, today)
    days = rule.days_of(one.first, last)
    others = _others(reading, one, everyone)
    busy = {d for _n, first, end in others for d in rule.days_of(first, end)}
    usual = {d: rule.same_weekdays(d, one.first, busy) for d in days}
    first = min([d for some in usual.values() for d in some], default=one.first)
    table = _table(reading, one.shops, codes, first, last)
    lines = [
        _line(one, codes, table, [d], usual[d], d) for d in days
    ]  # fmt: skip
    whole = _line(one, codes, table, days, [d for day in days for d in usual[day]], None)
    before = max(
        ((end, begin, name) for name, begin, end in others if end < one.first), default=None
    )
    against: list[Cell] = []
    if before is not None:
        end, begin, _name = before
        former = _table(reading, one.shops, codes, begin, end)
        then = rule.days_of(begin, end)
        for n, code in enumerate(codes):
            was = rule.mean([former.get((code, d)) for d in then])
            now = whole.cells[n].now
            against.append(Cell(now, was, rule.change(now.value, was.value),
                                _href(one, code, begin, end)))  # fmt: skip
    return Comparison(
        [CATALOGUE[c] for c in codes], lines, whole, before[2] if before else "",
        against,
    )  # fmt: skip


def _others(
    reading: Reading, one: Campaign, everyone: Sequence[Campaign]
) -> list[tuple[str, date, date]]:
    """Other campaigns of the same shops: planned here, or named in a file."""
    found = {
        c.name: (c.name, c.first, c.last)
        for c in everyone
        if c.pk != one.pk and c.cancelled_at is None and set(c.shops) & set(one.shops)
    }
    for shop in one.shops:
        for u in of_facts(reading, shop):
            if u.name != one.name:
                found.setdefault(u.name, (u.name, u.first, u.last))
    return list(found.values())


def _line(
    one: Campaign, codes: Sequence[str], table: Table, days: Sequence[date],
    usual: Sequence[date], day: date | None,
) -> Line:  # fmt: skip
    cells = []
    for code in codes:
        now = rule.mean([table.get((code, d)) for d in days])
        before = rule.mean([table.get((code, d)) for d in usual])
        href = _href(one, code, days[0], days[-1])
        cells.append(Cell(now, before, rule.change(now.value, before.value), href))
    staff = one.staff.get(day.isoformat()) if day else None
    load = cells[codes.index("receptions")].now.value
    return Line(day, cells, staff, load / staff if staff and load is not None else None)


def _table(
    reading: Reading, shops: Sequence[str], codes: Sequence[str], first: date, last: date
) -> Table:
    """Each day's figures, the shops added. A day of which one shop is not known is provisional."""
    out: Table = {}
    seen: dict[tuple[str, date], int] = {}
    for shop in shops:
        figures = ask(
            reading, "figures", shop=shop, start=first, end=last, by=("day",), metrics=list(codes),
            source="chosen",
        )  # fmt: skip
        for f in figures:
            if f.day is None or (f.value is None and f.den is None):
                continue
            rate = CATALOGUE[f.metric].den is not None
            num = Decimal(f.num) if rate and f.num is not None else f.value
            den = Decimal(f.den) if rate and f.den is not None else None
            known = out.get((f.metric, f.day))
            unsure = f.status != "final"
            if known is not None:
                num = (known.num or Decimal(0)) + (num or Decimal(0))
                den = (known.den or Decimal(0)) + (den or Decimal(0)) if rate else None
                unsure = unsure or known.provisional
            out[f.metric, f.day] = rule.Day(num, den, rate, unsure)
            seen[f.metric, f.day] = seen.get((f.metric, f.day), 0) + 1
    for key, n in seen.items():
        if n < len(shops):
            one = out[key]
            out[key] = rule.Day(one.num, one.den, one.rate, True)
    return out


def _href(one: Campaign, code: str, first: date, last: date) -> str:
    """The figure's own page, which leads to its rows; of several shops the first."""
    asked = {"shop": one.shops[0], "from": first.isoformat(), "to": last.isoformat()}
    return f"{reverse('board:metric', args=[code])}?{urlencode(asked)}"
