"""Who is employed in a month, and as what: read off the people's dated rows.

`left_on` is the first day no longer employed, as `to` is of a binding. A row's role, group, level
and pay hold from its day on; a month takes those of its last day, or of the person's last day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

EVER = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Employed:
    """One person's standing in a month; `first` and `last` are employed days, both inclusive."""

    code: str
    name: str
    role: str
    group: str
    level: str
    base_pay: Decimal | None
    hired_on: date | None
    left_on: date | None
    first: date
    last: date


def employed(rows: Iterable[Mapping[str, Any]], start: date, end: date) -> dict[str, Employed]:
    """Everyone employed on some day between `start` and `end`, by code."""
    by_person: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_person.setdefault(row["person"], []).append(row)
    found = {}
    for code in sorted(by_person):
        one = _one(code, sorted(by_person[code], key=lambda r: r["from"] or EVER), start, end)
        if one is not None:
            found[code] = one
    return found


def _one(code: str, rows: list[Mapping[str, Any]], start: date, end: date) -> Employed | None:
    spell = _spell(rows, start, end)
    if spell is None:
        return None
    hired, left = spell
    first = max(start, hired or start)
    last = min(end, left - timedelta(days=1)) if left else end
    row = next((r for r in reversed(rows) if (r["from"] or EVER) <= last), rows[0])
    return Employed(
        code, row["name"] or "", row["role"] or "", row["group"] or "", row["level"] or "",
        row["base_pay"], hired, left, first, last,
    )  # fmt: skip


def _spell(
    rows: list[Mapping[str, Any]], start: date, end: date
) -> tuple[date | None, date | None] | None:
    """The last spell of employment that touches the days: someone who left may come back."""
    begun = _first_row(rows)
    hired: list[date | None] = sorted({r["hired_on"] for r in rows if r["hired_on"]})
    left = sorted({r["left_on"] for r in rows if r["left_on"]})
    if not hired:
        hired = [None if begun <= EVER else begun]
    for one in reversed(hired):
        gone = next((day for day in left if one is None or day > one), None)
        if (one is None or one <= end) and (gone is None or gone > start):
            return one, gone
    return None


def _first_row(rows: list[Mapping[str, Any]]) -> date:
    day: date = rows[0]["from"] or EVER
    return day
