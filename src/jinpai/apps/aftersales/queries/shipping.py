"""Orders that are to leave: what the packer must know of them, and nothing of who the buyer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from jinpai.apps import home
from jinpai.apps.aftersales.models import Case, Packing
from jinpai.apps.desk.filling.room import NOT_REFUNDED
from jinpai.apps.desk.models import OutgoingChange
from jinpai.apps.desk.queries.changes import PENDING, standing, standings
from jinpai.workflow.lists.unshipped import HORIZON
from jinpai.workflow.shipping import readable, turn

PRESALE = timedelta(days=30)  # created so long before they are paid
MOST = 2000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One paid order that has not left."""

    shop: str
    order_id: str
    paid: datetime
    quantity: int
    remark: str
    flag: str


def waiting(now: datetime) -> list[Waiting]:
    """Paid, not shipped, not packed here, nobody wants the money back; green is kept out. Red
    first, then other flags, then remarks, each as they were paid."""
    if not home.lake().snapshot().import_no:
        return []
    reading = home.reading()
    here = timezone.localtime(now).replace(tzinfo=None)
    first = (here - HORIZON - PRESALE).date()
    rows: list[dict[str, Any]] = reading.fetch(
        "SELECT o.shop, o.order_id, o.paid_local, o.quantity, coalesce(o.remark, '') AS remark, "
        "coalesce(c.flag, o.flag, '') AS flag, coalesce(c.buyer, o.buyer, '') AS buyer "
        f"FROM {reading.fact('orders', first)} AS o "
        "LEFT JOIN credits AS c ON c.shop = o.shop AND c.order_id = o.order_id "
        "WHERE o.paid_local >= ? AND o.paid_local <= ? AND o.shipped_at IS NULL "
        "AND o.closed_at IS NULL AND o.completed_at IS NULL "
        f"AND {NOT_REFUNDED.format(refunds=reading.fact('refunds'))} "
        f"ORDER BY o.paid_local, o.shop, o.order_id LIMIT {MOST}",
        [here - HORIZON, here],
    )
    ids = [r["order_id"] for r in rows]
    packed = set(Packing.objects.filter(order_id__in=ids).values_list("shop", "order_id"))
    changed = set(
        OutgoingChange.objects.filter(state__in=PENDING, order_id__in=ids).values_list(
            "shop", "order_id"
        )
    )
    stands = standings(sorted(changed))
    out = []
    for row in rows:
        key = (row["shop"], row["order_id"])
        stood = stands.get(key)
        flag = stood.flag_to_be if stood else row["flag"]
        if key in packed or flag == "green":
            continue
        text = stood.whole_remark if stood else row["remark"]
        out.append(Waiting(*key, row["paid_local"], row["quantity"] or 1,
                           readable(text, row["buyer"]), flag))  # fmt: skip
    return sorted(out, key=lambda w: (turn(w.flag, w.remark), w.paid, w.shop, w.order_id))


@dataclass(frozen=True, slots=True)
class Order:
    """An order as its packer sees it. `stop`: why it should not leave now."""

    shop: str
    order_id: str
    paid: datetime | None
    shipped: datetime | None
    flag: str
    remark: str
    lines: Sequence[dict[str, Any]]
    waybills: Sequence[str]
    stop: str
    packings: Sequence[Packing]
    cases: Sequence[Case]

    @property
    def read(self) -> str:
        """What the packer read; packing names it, so that nothing changed in between."""
        return f"{self.flag}|{self.remark}"[:1000]


def order(shop: str, order_id: str) -> Order | None:
    """None: there is no such order."""
    if not home.lake().snapshot().import_no:
        return None
    reading = home.reading()
    view = reading.order(shop=shop, order_id=order_id)
    stood = standing(shop, order_id) if view is not None else None
    if view is None or stood is None:
        return None
    known = view.order
    buyer = (view.credit or {}).get("buyer") or ""
    parcels = reading.fetch(
        f"SELECT waybill FROM {reading.fact('shipments')} WHERE shop = ? AND order_id = ? "
        "AND waybill IS NOT NULL ORDER BY shipped_local NULLS LAST, waybill",
        [shop, order_id],
    )
    return Order(
        shop, order_id, known.get("paid_local"), known.get("shipped_local"), stood.flag_to_be,
        readable(stood.whole_remark, buyer, known.get("buyer") or ""),
        [
            {"code": str(x["line_id"]), "title": x.get("title") or x.get("product") or "",
             "sku": x.get("sku") or "", "product": x.get("product") or x.get("title") or "",
             "quantity": x.get("quantity") or 1}
            for x in view.lines
        ],
        [p["waybill"] for p in parcels], _stop(known, view.refunds, stood.flag_to_be),
        list(Packing.objects.filter(shop=shop, order_id=order_id)),
        list(Case.objects.filter(shop=shop, order_id=order_id).order_by("-pk")),
    )  # fmt: skip


def _stop(known: dict[str, Any], refunds: Sequence[dict[str, Any]], flag: str) -> str:
    if flag == "green":
        return "green"
    if known.get("closed_local"):
        return "closed"
    if not known.get("paid_local"):
        return "unpaid"
    if known.get("shipped_local"):
        return "shipped"
    wanted = [r for r in refunds if r.get("kind") in ("refund", "return")]
    asked = any(r.get("status") in ("open", "succeeded") for r in wanted)
    return "refund" if asked else ""


def find(code: str) -> list[tuple[str, str]]:
    """The orders a scanned number means: an order's number, or a parcel's waybill."""
    hits = set(Packing.objects.filter(waybill=code).values_list("shop", "order_id"))
    if home.lake().snapshot().import_no:
        reading = home.reading()
        for table, column in (("orders", "order_id"), ("shipments", "waybill")):
            rows = reading.fetch(
                f"SELECT DISTINCT shop, order_id FROM {reading.fact(table)} "
                f"WHERE upper(replace({column}, ' ', '')) = ? LIMIT 20",
                [code],
            )
            hits |= {(r["shop"], r["order_id"]) for r in rows}
            if hits:
                break
    return sorted(hits)
