"""The rows behind a person's figure of a month, as leaves that lead to a chat or an order."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from jinpai.apps.board import buyers
from jinpai.metrics.reading import Reading
from jinpai.rules.inputs import Figure

from .tree import Node

ROWS = 5  # a figure's first rows; the metric's page has all of them


@dataclass
class Rows:
    """Reads numerators of one month. Figures are asked for once, whatever is explained."""

    reading: Reading
    month: str
    people: Sequence[str]
    limit: int = ROWS
    _figures: dict[tuple[str, str], Any] | None = field(default=None, repr=False)

    @property
    def days(self) -> tuple[date, date]:
        year, month = map(int, self.month.split("-"))
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])

    def figure(self, code: str, person: str) -> Any:
        """The person's figure over all shops as it stands today; None: there is none."""
        if self._figures is None:
            start, end = self.days
            found = self.reading.figures(
                start=start, end=end, by=("person",), people=list(self.people), source="chosen"
            )
            self._figures = {(f.person or "", f.metric): f for f in found}
        return self._figures.get((person, code))

    def moved(self, code: str, person: str, then: Figure) -> bool:
        """Has the figure of the whole month moved by more than a rounding?"""
        if then.value is None or then.source not in ("computed", "reported"):
            return False
        now = self.figure(code, person)
        if now is None or now.value is None:
            return True
        return abs(Decimal(now.value) - then.value) > Decimal("0.00005") * max(
            Decimal(1), abs(then.value)
        )

    def rows(self, code: str, person: str) -> tuple[tuple[Node, ...], int]:
        """The first rows of the numerator over all shops, and how many there are."""
        start, end = self.days
        found: list[Node] = []
        total = 0
        for shop in self.reading.shops():
            page = self.reading.rows_behind(
                metric=code, part="num", shop=shop.code, start=start, end=end, person=person,
                limit=max(0, self.limit - len(found)) or 1,
            )  # fmt: skip
            total += page.total
            found += [_row(page.kind, shop.code, row) for row in page.rows]
        return tuple(found[: self.limit]), total


def _row(kind: str, shop: str, row: dict[str, Any]) -> Node:
    """One row, named by what it is; the buyer only as a token."""
    leads: dict[str, str] = {"shop": shop}
    buyer = row.get("buyer")
    masked = buyers.mask(buyer)
    if row.get("order_id"):
        code = str(row["order_id"])
        leads["order"] = code
        at = row.get("paid_local") or row.get("finished_local") or row.get("created_local")
        value, unit = row.get("worth", row.get("amount")), "yuan"
        return Node(
            "row", code, f"订单 {code}", f"order {code}", value, unit,
            note_zh=_at(at, masked), note_en=_at(at, masked), leads=leads,
        )  # fmt: skip
    if row.get("account") and buyer and row.get("day"):
        leads |= {
            "account": row["account"],
            "buyer": buyers.token(shop, buyer),
            "day": row["day"].isoformat(),
        }
    at = row.get("opened_local") or row.get("first_local") or row.get("local_at") or row.get("day")
    value, unit = None, "text"
    if kind == "rounds":
        value, unit = row.get("seconds"), "seconds"
    elif kind == "ratings":
        value, unit = Decimal(row["score"]), "count"
    elif kind == "reported":
        value = str(row.get("value"))
        at = row.get("start")
    zh, en = _KINDS.get(kind, ("接待", "chat"))
    when = _at(at, masked)
    return Node("row", f"{at}", f"{zh} {when}", f"{en} {when}", value, unit, leads=leads)


_KINDS = {
    "receptions": ("接待", "chat"),
    "rounds": ("回合", "round"),
    "inquiries": ("询单", "inquiry"),
    "ratings": ("评价", "rating"),
    "reported": ("平台报表", "platform report"),
}


def _at(at: Any, who: str) -> str:
    time = f"{at:%m-%d %H:%M}" if hasattr(at, "hour") else f"{at:%m-%d}" if at else ""
    return " ".join(part for part in (time, who) if part)
