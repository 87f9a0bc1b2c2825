"""Pay data as they hold for one month: of every history the row that counts. Few queries."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Sum

from jinpai.apps.appraisal.models import Dispute, Event, Sheet
from jinpai.apps.payroll.models import City, Entry, Loss, Opening, Profile, Run
from jinpai.rules.inputs import CityNumbers

Entered = Mapping[str, Entry]  # by what


def days_of(month: str) -> tuple[date, date]:
    """First and last day of a month."""
    year, number = map(int, month.split("-"))
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def _newest(rows: Iterable[Any], key: str) -> dict[str, Any]:
    """Of rows ordered by since and id, the last of each key."""
    return {getattr(row, key): row for row in rows}


def cities(month: str) -> dict[str, City]:
    """Each city's numbers in force on the month's last day."""
    _first, last = days_of(month)
    return _newest(City.objects.filter(since__lte=last).order_by("since", "id"), "city")


def profiles(month: str) -> dict[str, Profile]:
    """Each person's pay data in force on the month's last day."""
    _first, last = days_of(month)
    return _newest(Profile.objects.filter(since__lte=last).order_by("since", "id"), "person")


def openings(year: int) -> dict[str, Opening]:
    """Each person's tax figures of the year before Jinpai paid."""
    return _newest(Opening.objects.filter(year=year).order_by("id"), "person")


def entries(month: str) -> tuple[dict[str, dict[str, Entry]], dict[str, list[Entry]]]:
    """What was entered for the month by person: the facts that stand, and money owed."""
    facts: dict[str, dict[str, Entry]] = {}
    owed: dict[str, list[Entry]] = {}
    for row in Entry.objects.filter(month=month).order_by("id"):
        if row.what == Entry.What.ADJUSTMENT:
            if row.value is None:  # takes back what was owed of this month so far
                owed.pop(row.person, None)
            else:
                owed.setdefault(row.person, []).append(row)
        else:
            facts.setdefault(row.person, {})[row.what] = row
    return {
        person: {what: row for what, row in rows.items() if row.value is not None}
        for person, rows in facts.items()
    }, owed


def losses() -> dict[str, list[Loss]]:
    """Losses that are still claimed, by person."""
    found: dict[str, list[Loss]] = {}
    for row in Loss.objects.filter(dropped=None).order_by("day", "id"):
        found.setdefault(row.person, []).append(row)
    return found


def short(value: Decimal | None) -> Decimal | None:
    """Without the zeros a database column adds: rates and days stand in formulas."""
    if value is None:
        return None
    value = Decimal(value)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def numbers(row: City | None) -> CityNumbers | None:
    """A city's row as the rules read it."""
    if row is None:
        return None
    return CityNumbers(
        row.city, row.since, row.minimum_wage, short(row.pension), short(row.medical),
        row.medical_fixed, short(row.unemployment), row.insurance_floor, row.insurance_cap,
        short(row.fund_rate), row.fund_floor, row.fund_cap, row.source,
    )  # fmt: skip


def market_wage(rows: Iterable[City]) -> Decimal | None:
    """The cities' market wage where they have one and agree on it."""
    known = {row.market_wage for row in rows if row.market_wage is not None}
    return known.pop() if len(known) == 1 else None


def moved(month: str) -> dict[str, Any]:
    """What stands for all that people decided about pay: it changes with every row that may
    change the month. Kept with a run, so that the run knows when it is stale."""
    found: dict[str, Any] = {}
    for model in (City, Profile, Opening):
        found[model.__name__.lower()] = model.objects.aggregate(n=Max("id"))["n"] or 0
    found["entry"] = Entry.objects.filter(month=month).aggregate(n=Max("id"))["n"] or 0
    told = Loss.objects.aggregate(n=Max("id"), dropped=Count("dropped"))
    found["loss"], found["dropped"] = told["n"] or 0, told["dropped"]
    found["appraisal"] = _appraisal(month)
    found["closed"] = sorted(
        Run.objects.filter(state__in=(Run.State.CONFIRMED, Run.State.PAID))
        .exclude(month=month)
        .values_list("month", flat=True)
    )
    return found


def _appraisal(month: str) -> list[int]:
    """Grows with everything decided in the month's appraisal."""
    sheets = Sheet.objects.filter(month=month).aggregate(n=Count("id"), v=Sum("version"))
    events = Event.objects.filter(month=month).aggregate(n=Count("id"), w=Count("withdrawn_at"))
    ended = Dispute.objects.filter(sheet__month=month).aggregate(n=Count("id"), v=Sum("version"))
    return [*(n or 0 for counts in (sheets, events, ended) for n in counts.values())]
