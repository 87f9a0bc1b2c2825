"""Payslips as pages and commands read them: what a kept one stands on, and one person's list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinpai.apps.payroll.models import Difference, Run, Slip
from jinpai.rules import canonical, document, statutes
from jinpai.rules.outcomes import Line, Part, Payslip
from jinpai.rules.rulebook import Rulebook

from . import beneath
from .behind import Rows
from .explanation import Case, Closed
from .tree import Node


@lru_cache(maxsize=16)
def rulebook_of(text: str) -> Rulebook | None:
    """The rulebook a run was computed by, from its very text."""
    return document.read(text)[0] if text else None


def payslip_of(slip: Slip) -> Payslip:
    return canonical.payslip_from_json(slip.slip)


def case_of(slip: Slip, reading: Any | None) -> Case:
    """What a kept payslip stands on; with a reading also the rows behind its figures."""
    rows = Rows(reading, slip.run.month, (slip.person,)) if reading is not None else None
    return Case(
        payslip_of(slip),
        canonical.person_from_json(slip.inputs),
        canonical.appraised_from_json(slip.appraised) if slip.appraised else None,
        rulebook_of(slip.run.rulebook_text),
        statutes.shipped(),
        rows,
        closed_of(Difference.objects.filter(run=slip.run, person=slip.person)),
    )


def closed_of(differences: Iterable[Difference]) -> dict[str, Closed]:
    """The story of each adjustment, by its id."""
    return {
        one.adjustment: Closed(
            tuple(
                (line["name_zh"], line["name_en"], _yuan(line["before"]), _yuan(line["after"]))
                for line in one.lines
            ),
            tuple(_figure(figure) for figure in one.figures)
            + tuple(_ruling(ruling) for ruling in one.rulings)
            + tuple(_row(row) for row in one.rows),
        )
        for one in differences
    }


def _yuan(value: Any) -> Decimal:
    """What was not there before, or is not any more, is nothing paid."""
    return Decimal(str(value)) if value not in (None, "") else Decimal("0.00")


def _figure(told: Mapping[str, Any]) -> Node:
    from .input_words import of

    zh, en = of(told["metric"])
    return Node("metric", told["metric"], zh, en, None, formula=f"{_dash(told.get('before'))} → "
                f"{_dash(told.get('after'))}")  # fmt: skip


def _ruling(told: Mapping[str, Any]) -> Node:
    return Node(
        "note", str(told.get("item", "")), f"异议裁定:{told.get('item', '')}",
        f"ruling on {told.get('item', '')}", str(told.get("outcome", "")),
        note_zh=str(told.get("reason", "")), note_en=str(told.get("reason", "")),
    )  # fmt: skip


def _row(told: Mapping[str, Any]) -> Node:
    """An order or a refund that came in after the month was paid."""
    order, shop = str(told.get("order") or told["id"]), str(told.get("shop") or "")
    words = (f"订单 {order}", f"order {order}")
    if told.get("table") == "refunds":
        words = (f"退款 · 订单 {order}", f"refund · order {order}")
    day = str(told.get("day") or "")
    return Node(
        "row", str(told["id"]), *words, _yuan(told["amount"]) if told.get("amount") else None,
        "yuan", note_zh=day, note_en=day, leads={"order": order, "shop": shop} if shop else {},
    )  # fmt: skip


def _dash(value: Any) -> str:
    return "—" if value in (None, "") else str(value)


@dataclass(frozen=True)
class Section:
    """Lines of one kind on a payslip, each with its place in it (from 1) and the words under its
    name, and what they add up to."""

    part: Part
    lines: tuple[tuple[int, Line, str], ...]

    @property
    def sum(self) -> Decimal:
        return sum((line.amount for _at, line, _words in self.lines), Decimal("0.00"))


ORDER: tuple[Part, ...] = ("earning", "adjustment", "insurance", "tax", "deduction")


def sections(case: Case) -> list[Section]:
    """The lines under their headings, in the order they are computed in."""
    told = [
        (at, line, beneath.words(line, case.person))
        for at, line in enumerate(case.payslip.lines, start=1)
    ]
    found = [Section(part, tuple(one for one in told if one[1].part == part)) for part in ORDER]
    return [section for section in found if section.lines]


def first_worth_telling(payslip: Payslip) -> int:
    """The line a payslip opens on: the largest that a score or a figure has a part in, else the
    first."""
    told = [
        (abs(line.amount), -at)
        for at, line in enumerate(payslip.lines, start=1)
        if any(i.source.startswith(("metric:", "score", "coefficient", "group:"))
               for i in line.inputs)
    ]  # fmt: skip
    return -max(told)[1] if told else 1


@dataclass(frozen=True)
class Carried:
    """What the cap did not allow this month and goes on to the next."""

    text: str
    left: Decimal


def carried(case: Case) -> list[Carried]:
    """Each adjustment or loss of which something is left, by its reason."""
    said = {a.id: f"{a.month} {a.reason}" for a in case.person.adjustments}
    said |= {c.id: c.reason for c in case.person.losses}
    # a negative basis of this very month has no entry: its id says month and component
    return [
        Carried(said.get(identity, " ".join(identity.split(":")[1:])), left)
        for identity, left in case.payslip.carried.items()
        if left
    ]


def of_person(person: str) -> list[Slip]:
    """A person's payslips that are confirmed, the newest first."""
    if not person:
        return []
    return list(
        Slip.objects.select_related("run", "receipt")
        .filter(person=person, run__state__in=(Run.State.CONFIRMED, Run.State.PAID))
        .order_by("-run__month")
    )


@dataclass(frozen=True)
class Sums:
    """What some payslips add up to."""

    gross: Decimal
    social: Decimal
    tax: Decimal
    net: Decimal


def sums(rows: Iterable[Slip]) -> Sums:
    zero = Decimal("0.00")
    listed = list(rows)
    return Sums(
        *(sum((getattr(row, name) for row in listed), zero) for name in
          ("gross", "social", "tax", "net"))
    )  # fmt: skip
