"""The tree of an explanation: a figure, how it is made, and what it is made of, down to its rows.

One value for the page and for the command line: words in both languages, numbers as Decimal, and
where a leaf leads as keys, never as an address. `plain` is its JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

Kind = Literal[
    "pay", "line", "input", "score", "item", "event", "metric", "row", "person", "group", "city",
    "statute", "rulebook", "adjustment", "loss", "entered", "tax_year", "note",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """One step of an explanation. `leads` says where one may go on: {"order": "3304…"},
    {"account", "buyer", "day"} of a chat (the buyer as a token), {"metric", "person", "part"},
    {"rulebook": path}, {"payslip": month}."""

    kind: Kind
    code: str
    zh: str
    en: str
    value: Decimal | str | None = None
    unit: str = "text"
    formula: str = ""
    note_zh: str = ""
    note_en: str = ""
    leads: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Node, ...] = ()
    total: int | None = None  # rows there are, where only the first are children

    def walk(self) -> Iterator[Node]:
        """The node and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def more(self) -> int:
        """Rows that are not among the children."""
        rows = sum(child.kind == "row" for child in self.children)
        return max(0, (self.total or 0) - rows)


def plain(node: Node) -> dict[str, Any]:
    """As JSON knows it; numbers are text, empty fields are left out."""
    out: dict[str, Any] = {"kind": node.kind, "code": node.code, "zh": node.zh, "en": node.en}
    if node.value is not None:
        out |= {"value": _text(node.value), "unit": node.unit}
    for name in ("formula", "note_zh", "note_en"):
        if getattr(node, name):
            out[name] = getattr(node, name)
    if node.leads:
        out["leads"] = dict(node.leads)
    if node.total is not None:
        out["total"] = node.total
    if node.children:
        out["children"] = [plain(child) for child in node.children]
    return out


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
