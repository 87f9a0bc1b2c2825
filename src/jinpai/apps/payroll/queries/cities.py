"""The cities' numbers as a page shows them: every version, which one counts today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from jinpai.apps.payroll.actions.pay_data import CITY_NUMBERS
from jinpai.apps.payroll.models import City, Profile


@dataclass(frozen=True)
class Known:
    """One city: its versions, newest first; of one day only the row that was written last."""

    name: str
    versions: tuple[City, ...]
    now: City | None
    people: int  # whose newest pay data name it


def cities(today: date) -> list[Known]:
    newest: dict[tuple[str, date], City] = {}
    for row in City.objects.order_by("city", "-since", "-id"):
        newest.setdefault((row.city, row.since), row)
    by_name: dict[str, list[City]] = {}
    for row in newest.values():
        by_name.setdefault(row.city, []).append(row)
    lives: dict[str, str] = {}
    for person, city in Profile.objects.order_by("since", "id").values_list("person", "city"):
        lives[person] = city
    counted = list(lives.values())
    return [
        Known(
            name,
            tuple(rows),
            next((row for row in rows if row.since <= today), None),
            counted.count(name),
        )
        for name, rows in by_name.items()
    ]


def initial(known: Known) -> dict[str, Any]:
    """What a new version begins with: the newest one's numbers; source and reason are new."""
    row = known.versions[0]
    return {"city": row.city, **{name: getattr(row, name) for name in CITY_NUMBERS}}


def named() -> list[str]:
    """Cities with numbers, by name."""
    return sorted(set(City.objects.values_list("city", flat=True)))
