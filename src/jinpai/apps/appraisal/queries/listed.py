"""What the pages of targets, events and disputes list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jinpai.apps import home
from jinpai.apps.appraisal import words
from jinpai.apps.appraisal.gather import days_of
from jinpai.apps.appraisal.models import Dispute, Event, Sheet, State, Target
from jinpai.apps.appraisal.queries.scored import Scored
from jinpai.apps.board.queries.targets import targets as goals_of
from jinpai.rules.inputs import Person
from jinpai.rules.sections.appraisal import Item


@dataclass(frozen=True)
class Goal:
    """One target item of one person."""

    person: Person
    item: Item
    name: str
    unit: str
    rulebook: str  # the rulebook's target
    goal: str  # the shop's goal for the metric, where it set one
    history: tuple[Target, ...]  # oldest first
    sheet: Sheet | None
    aim: Decimal | None

    @property
    def last(self) -> Target | None:
        return self.history[-1] if self.history else None

    @property
    def agreed(self) -> Target | None:
        return next((t for t in reversed(self.history) if t.in_force), None)

    @property
    def may_change(self) -> bool:
        return self.sheet is not None and self.sheet.state in (State.TARGETS, State.OPEN)

    @property
    def percent(self) -> bool:
        return self.unit == "percent"

    def text(self, target: Target | None) -> str:
        return words.written(target.value, self.unit) if target else ""

    @property
    def last_text(self) -> str:
        return self.text(self.last)

    @property
    def agreed_text(self) -> str:
        return self.text(self.agreed)

    @property
    def suggested(self) -> str:
        """What the form begins with, as a number."""
        value: Decimal | None = self.last.value if self.last else None
        if value is None:
            value = self.aim
        if value is None and self.item.curve.kind == "target":
            value = self.item.curve.target
        if value is None:
            return ""
        return f"{(value * 100 if self.percent else value).normalize():f}"


def goals(found: Scored) -> list[Goal]:
    """Every item that is scored against a target, of everyone."""
    sheets = {s.person: s for s in Sheet.objects.filter(month=found.month.month)}
    history: dict[tuple[int, str], list[Target]] = {}
    for target in Target.objects.filter(sheet__month=found.month.month):
        history.setdefault((target.sheet_id, target.item), []).append(target)
    aims: dict[str, dict[str, Decimal]] = {}
    out = []
    for person in found.month.people:
        fits = found.scheme(person)
        for item in fits[1].items if fits else ():
            if item.curve.kind != "target":
                continue
            if person.shop not in aims:
                aims[person.shop] = goals_of(person.shop)
            aim = aims[person.shop].get(item.metrics[0]) if item.metrics else None
            sheet = sheets.get(person.code)
            unit = words.item_unit(item)
            out.append(
                Goal(
                    person,
                    item,
                    words.said(item.name),
                    unit,
                    words.written(item.curve.target, unit),
                    words.written(aim, unit) if aim is not None else "",
                    tuple(history.get((sheet.pk, item.code), ())) if sheet else (),
                    sheet,
                    aim,
                )
            )
    return out


@dataclass(frozen=True)
class Entered:
    """A figure entered by hand, as the lake has it."""

    person: str
    name: str
    day: date
    metric: str
    text: str
    evidence: str
    by: str


def entered(found: Scored, person: str = "") -> list[Entered]:
    """The month's figures entered by hand, newest day first; of one person, where named."""
    start, end = days_of(found.month.month)
    reading = home.reading()
    names = {p.code: p.name or p.code for p in found.month.people}
    return [
        Entered(
            r["person"], names.get(r["person"], r["person"]), r["day"],
            words.metric_name(r["metric"]),
            words.written(r["value"], words.unit_of(r["metric"])),
            r["evidence"] or "", names.get(r["entered_by"], r["entered_by"] or ""),
        )
        for r in reading.fetch(
            "SELECT person, day, metric, value, evidence, entered_by "
            f"FROM {reading.fact('manual')} WHERE day BETWEEN ? AND ? AND value IS NOT NULL "
            "AND (? = '' OR person = ?) ORDER BY day DESC, person, metric",
            [start, end, person, person],
        )
    ]  # fmt: skip


@dataclass(frozen=True)
class Happened:
    """An event with its person's name."""

    event: Event
    name: str


def events(found: Scored) -> list[Happened]:
    names = {p.code: p.name or p.code for p in found.month.people}
    return [
        Happened(e, names.get(e.person, e.person))
        for e in Event.objects.filter(month=found.month.month)
    ]


@dataclass(frozen=True)
class Contested:
    """A dispute with what it is about."""

    dispute: Dispute
    name: str
    item: str
    now: Decimal | None  # the item's points as they stand
    most: Decimal


def disputes(month: str, found: Scored) -> Sequence[Contested]:
    """The month's disputes; those that wait first, oldest first."""
    from jinpai.rules import curves

    rows = list(Dispute.objects.filter(sheet__month=month).select_related("sheet"))
    rows.sort(key=lambda d: (not d.open, (1 if d.open else -1) * d.raised_at.timestamp()))
    out = []
    for one in rows:
        person = found.person(one.sheet.person)
        item = found.item(person, one.item) if person else None
        score = found.appraised.get(one.sheet.person)
        now = next((i.points for i in score.items if i.code == one.item), None) if score else None
        out.append(
            Contested(
                one,
                person.name if person else one.sheet.person,
                words.said(item.name) if item else one.item,
                now,
                curves.highest(item.curve) if item else Decimal(100),
            )
        )
    return out
