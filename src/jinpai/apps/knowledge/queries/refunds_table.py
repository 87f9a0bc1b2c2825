"""The day's refunds from the facts: each row, totals by reason and product, the week before.

A refund is of the day on which the buyer applied for it. Orders with a green flag are kept out,
as they are of every figure, and counted apart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jinpai.apps.knowledge.models import RefundsSheet
from jinpai.metrics.reading import Reading

ZERO = Decimal(0)
BEFORE = 7  # days to compare with

ROWS = """
WITH r AS (SELECT * FROM {refunds} WHERE shop = ? AND local_day BETWEEN ? AND ?
    AND kind IN ('refund', 'return')),
l AS (SELECT n.shop, n.order_id, arg_max(coalesce(n.title, n.product), n.amount) AS product
    FROM {lines} AS n SEMI JOIN r ON r.shop = n.shop AND r.order_id = n.order_id
    GROUP BY n.shop, n.order_id)
SELECT r.refund_id, r.order_id, r.local_day AS day, r.opened_local, r.kind, r.status,
    coalesce(r.reason, '') AS reason, r.amount, coalesce(l.product, '') AS product,
    o.signed_local, o.amount_paid, coalesce(c.buyer, o.buyer, '') AS buyer,
    c.owner AS account, b.person, coalesce(c.flag, o.flag, '') AS flag
FROM r LEFT JOIN {orders} AS o ON o.shop = r.shop AND o.order_id = r.order_id
LEFT JOIN credits AS c ON c.shop = r.shop AND c.order_id = r.order_id
LEFT JOIN bound AS b ON b.shop = r.shop AND b.account = c.owner
    AND c.said_local_day >= b."from" AND (b."to" IS NULL OR c.said_local_day < b."to")
LEFT JOIN l ON l.shop = r.shop AND l.order_id = r.order_id
ORDER BY r.opened_local, r.refund_id
"""


@dataclass(frozen=True)
class Refund:
    """One row. `since`: days from signing to the application; None: not signed by then."""

    refund_id: str
    order_id: str
    at: Any
    kind: str
    status: str
    reason: str
    amount: Decimal
    paid: Decimal | None
    product: str
    buyer: str
    account: str
    person: str
    since: int | None
    late: bool = False  # came after the signature
    changed: str = ""  # what it was when it was signed


@dataclass(frozen=True)
class Total:
    """Of one reason or product; `usual`: refunds a day of the seven days before."""

    name: str
    count: int
    amount: Decimal
    share: Decimal
    usual: Decimal


@dataclass(frozen=True)
class Sheet:
    shop: str
    day: date
    rows: Sequence[Refund]
    green: int  # kept out
    by_reason: Sequence[Total]
    by_product: Sequence[Total]
    usual_count: Decimal
    usual_amount: Decimal
    signed: Sequence[RefundsSheet]
    gone: Sequence[str] = ()  # signed, and not of this day any more
    held: dict[str, list[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def amount(self) -> Decimal:
        return sum((r.amount for r in self.rows), ZERO)

    @property
    def succeeded(self) -> Decimal:
        return sum((r.amount for r in self.rows if r.status == "succeeded"), ZERO)

    @property
    def late(self) -> int:
        return sum(r.late for r in self.rows)

    @property
    def changed(self) -> int:
        return sum(bool(r.changed) for r in self.rows)

    @property
    def unexplained(self) -> int:
        return sum(not r.reason for r in self.rows)

    @property
    def last(self) -> RefundsSheet | None:
        return self.signed[-1] if self.signed else None

    @property
    def seen(self) -> str:
        """What it holds, in one word: who signs signs what was read."""
        return hashlib.sha256(json.dumps(self.held, sort_keys=True).encode()).hexdigest()[:16]


def sheet(reading: Reading, shop: str, day: date) -> Sheet:
    found = reading.fetch(
        ROWS.format(refunds=reading.fact("refunds"), lines=reading.fact("order_lines"),
                    orders=reading.fact("orders")),
        [shop, day - timedelta(days=BEFORE), day],
    )  # fmt: skip
    kept = [r for r in found if r["flag"] != "green"]
    today = [r for r in kept if r["day"] == day]
    before = [r for r in kept if r["day"] < day]
    signed = list(RefundsSheet.objects.filter(shop=shop, day=day).order_by("number"))
    last = signed[-1].held if signed else None
    rows = [_row(r, last) for r in today]
    there = {r.refund_id for r in rows}
    return Sheet(
        shop, day, rows, sum(r["day"] == day and r["flag"] == "green" for r in found),
        _totals(rows, before, lambda r: r["reason"] or "", lambda r: r.reason),
        _totals(rows, before, lambda r: r["product"], lambda r: r.product),
        Decimal(len(before)) / BEFORE,
        sum((r["amount"] or ZERO for r in before), ZERO) / BEFORE, signed,
        [key for key in (last or {}) if key not in there],
        {r.refund_id: [f"{r.amount:.2f}", r.status, r.reason] for r in rows},
    )  # fmt: skip


def known_to(reading: Reading, shop: str) -> date | None:
    """Up to which day the refunds of the shop were told; an export at midnight is of the day
    that ended."""
    row = reading.fetch(
        f"SELECT max(as_of) AS at FROM {reading.fact('refunds')} WHERE shop = ?", [shop]
    )[0]
    return (row["at"] - timedelta(seconds=1)).date() if row["at"] is not None else None


def _row(r: dict[str, Any], signed: dict[str, list[str]] | None) -> Refund:
    since = None
    if r["signed_local"] is not None and r["signed_local"] <= r["opened_local"]:
        since = (r["opened_local"].date() - r["signed_local"].date()).days
    amount = r["amount"] or ZERO
    now, then = [f"{amount:.2f}", r["status"] or "", r["reason"]], None
    if signed is not None:
        then = signed.get(r["refund_id"])
    return Refund(
        r["refund_id"], r["order_id"], r["opened_local"], r["kind"], r["status"] or "",
        r["reason"], amount, r["amount_paid"], r["product"], r["buyer"], r["account"] or "",
        r["person"] or "", since, signed is not None and then is None,
        _was(then, now) if then else "",
    )  # fmt: skip


def _was(then: list[str], now: list[str]) -> str:
    """What stood in the signed table where it stands otherwise now."""
    words = [then[0], STATUS.get(then[1], then[1]), then[2] or "—"]
    return " · ".join(
        word for word, old, new in zip(words, then, now, strict=True) if old != new
    )  # fmt: skip


STATUS = {"open": "处理中", "succeeded": "已退", "closed": "已关闭", "refused": "已拒绝"}


def status_words() -> dict[str, str]:
    return {
        "open": _("处理中"), "succeeded": _("已退"), "closed": _("已关闭"),
        "refused": _("已拒绝"),
    }  # fmt: skip


def _totals(
    rows: Sequence[Refund], before: Sequence[dict[str, Any]],
    name_before: Callable[[dict[str, Any]], str], name: Callable[[Refund], str],
) -> list[Total]:  # fmt: skip
    usual: dict[str, int] = {}
    for old in before:
        usual[name_before(old)] = usual.get(name_before(old), 0) + 1
    groups: dict[str, list[Refund]] = {}
    for row in rows:
        groups.setdefault(name(row), []).append(row)
    found = [
        Total(
            key, len(some), sum((r.amount for r in some), ZERO),
            Decimal(len(some)) / len(rows), Decimal(usual.get(key, 0)) / BEFORE,
        )
        for key, some in groups.items()
    ]  # fmt: skip
    return sorted(found, key=lambda t: (-t.count, -t.amount, t.name))
