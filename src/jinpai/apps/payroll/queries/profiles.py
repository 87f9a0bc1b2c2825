"""A person's pay data with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from jinpai.apps.payroll.actions.pay_data import PROFILE
from jinpai.apps.payroll.models import Opening, Profile


@dataclass(frozen=True)
class Known:
    """What counts today, what was written for which day, newest first."""

    now: Profile | None
    rows: tuple[Profile, ...]


def known(person: str, today: date) -> Known:
    rows = tuple(Profile.objects.filter(person=person).order_by("-since", "-id"))
    return Known(next((row for row in rows if row.since <= today), None), rows)


def initial(found: Known) -> dict[str, Any]:
    """A form begins with the newest row; the bank account is never sent to a page."""
    if not found.rows:
        return {"paid_here": True, "insured": True, "fund": True}
    row = found.rows[0]
    values = {name: getattr(row, name) for name in PROFILE}
    return {**values, "bank_account": ""}


def openings(person: str) -> list[Opening]:
    """The tax figures before Jinpai paid, one a year: the row written last."""
    newest: dict[int, Opening] = {}
    for row in Opening.objects.filter(person=person).order_by("-year", "-id"):
        newest.setdefault(row.year, row)
    return list(newest.values())
