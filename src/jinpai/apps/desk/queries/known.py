"""What the facts say of an order that somebody names by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from jinpai.apps import home
from jinpai.apps.desk.filling.room import Room, desk_in_force
from jinpai.workflow.approvals import FEN
from jinpai.workflow.hours import later
from jinpai.workflow.terms import Terms


@dataclass(frozen=True)
class Known:
    """`back`: the sums that the files say were given or asked back; `refunds`: their ids."""

    shop: str
    order_id: str
    buyer: str = ""
    paid: Decimal | None = None
    back: Sequence[Decimal] = field(default=())
    refunds: Sequence[str] = field(default=())
    green: bool = False
    product: str = ""
    code: str = ""  # of the product


def has_facts() -> bool:
    return bool(home.lake().snapshot().import_no)


def shops() -> list[tuple[str, str]]:
    """(code, name) of every shop."""
    return [(s.code, s.name or s.code) for s in home.reading().shops()] if has_facts() else []


def order(shop: str, order_id: str) -> Known | None:
    """The order; of any shop where none is named. None: the files know of none."""
    if not order_id or not has_facts():
        return None
    reading = home.reading()
    view = reading.order(shop=shop or None, order_id=order_id)
    if view is None:
        return None
    row = view.order
    amount = row.get("amount_paid")
    back = [
        r for r in view.refunds
        if r.get("status") in ("open", "succeeded") and r.get("amount") is not None
    ]  # fmt: skip
    lines = sorted(view.lines, key=lambda one: one.get("amount") or 0, reverse=True)
    top = lines[0] if lines else {}
    flag = (view.credit or {}).get("flag") or row.get("flag") or ""
    return Known(
        row["shop"], order_id, (view.credit or {}).get("buyer") or row.get("buyer") or "",
        Decimal(str(amount)).quantize(FEN) if amount is not None else None,
        [Decimal(str(r["amount"])).quantize(FEN) for r in back],
        [str(r["refund_id"]) for r in back], flag == "green",
        str(top.get("title") or top.get("product") or ""), str(top.get("product") or ""),
    )  # fmt: skip


def terms_of(shop: str, now: datetime) -> Terms:
    """By what the shop's lists go; without files by the defaults."""
    if has_facts():
        return Room(home.reading(), now).terms(shop)
    return Terms(desk_in_force(timezone.localtime(now).date()))


def in_service(shop: str, now: datetime, span: timedelta) -> datetime:
    """When `span` of service time has passed since now."""
    terms = terms_of(shop, now)
    wall = timezone.localtime(now).replace(tzinfo=None)
    return timezone.make_aware(later(wall, span, terms.hours))
