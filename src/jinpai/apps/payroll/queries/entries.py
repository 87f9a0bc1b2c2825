"""What was entered for a month by hand, beside what the clockings say; losses and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jinpai.apps.appraisal import gather
from jinpai.apps.payroll import booked, in_force
from jinpai.apps.payroll.gather import loss_id
from jinpai.apps.payroll.models import Entry, Loss, Opening
from jinpai.rules.inputs import Attendance

FACTS = tuple(what for what in Entry.What if what != Entry.What.ADJUSTMENT)


@dataclass(frozen=True)
class Said:
    """One fact: what the clockings say, and what was entered in its place."""

    what: str
    label: str
    clocked: Decimal | int | None
    entered: Entry | None

    @property
    def counts(self) -> Decimal | int | None:
        return self.entered.value if self.entered is not None else self.clocked

    @property
    def differs(self) -> bool:
        return self.entered is not None and self.entered.value != self.clocked


@dataclass(frozen=True)
class PersonMonth:
    """One person's facts of the month."""

    person: str
    name: str
    facts: tuple[Said, ...]
    owed: tuple[Entry, ...]
    hours: Decimal  # overtime in all

    @property
    def too_long(self) -> bool:
        """More overtime than 劳动法 art. 41 allows a month."""
        return self.hours > 36


def month(month: str, *, reading: Any, rulebook: Any, names: dict[str, str]) -> list[PersonMonth]:
    """Everyone employed in the month (with a rulebook in force), or with entries of it."""
    clocked: dict[str, Attendance] = {}
    if reading is not None and rulebook is not None:
        found = gather.figures_for(month, reading=reading, rulebook=rulebook)
        clocked = {person.code: person.attendance for person in found.people}
    facts, owed = in_force.entries(month)
    codes = sorted(clocked.keys() | facts.keys() | owed.keys())
    return [
        _of(code, names.get(code, code), clocked.get(code, Attendance()), facts.get(code, {}),
            owed.get(code, []))
        for code in codes
    ]  # fmt: skip


def _of(
    code: str, name: str, days: Attendance, facts: dict[str, Entry], owed: list[Entry]
) -> PersonMonth:
    known = bool(days.source)
    said = tuple(
        Said(what.value, str(what.label), getattr(days, what.value) if known else None,
             facts.get(what.value))
        for what in FACTS
    )  # fmt: skip
    hours = sum(
        (Decimal(s.counts) for s in said if s.what.startswith("overtime") and s.counts is not None),
        Decimal(0),
    )
    return PersonMonth(code, name, said, tuple(owed), hours)


@dataclass(frozen=True)
class Claim:
    """A loss and how much of it is still owed."""

    loss: Loss
    name: str
    paid: Decimal
    dropped: Any

    @property
    def left(self) -> Decimal:
        return Decimal("0.00") if self.dropped else self.loss.amount - self.paid


def claims(names: dict[str, str]) -> list[Claim]:
    """Every loss, the newest first."""
    paid = booked.booked("9999-12").losses
    return [
        Claim(
            row, names.get(row.person, row.person),
            paid.get((row.person, loss_id(row)), Decimal("0.00")), getattr(row, "dropped", None),
        )
        for row in Loss.objects.select_related("dropped").order_by("-day", "-id")
    ]  # fmt: skip


def history(month: str) -> list[Entry]:
    """All that was ever entered for the month, the newest first."""
    return list(Entry.objects.filter(month=month).order_by("-id")[:200])


def openings(month: str, names: dict[str, str]) -> list[tuple[str, Opening]]:
    """Tax figures of the month's year before Jinpai paid, by name."""
    rows = in_force.openings(int(month[:4]))
    told = [(names.get(code, code), row) for code, row in rows.items()]
    return sorted(told, key=lambda one: one[1].person)
