"""The order behind a case: as it stood when somebody last judged it, and as it is told now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from jinpai.apps import home
from jinpai.apps.aftersales.models import Case
from jinpai.workflow.aftersales.refundable import FEN, ZERO, Bought, Line


def snapshot(shop: str, order_id: str) -> dict[str, Any] | None:
    """What the facts say of an order now, as text; None where there is none."""
    if not order_id or not home.lake().snapshot().import_no:
        return None
    reading = home.reading()
    view = reading.order(shop=shop or None, order_id=order_id)
    if view is None:
        return None
    order = view.order
    shops = {s.code: s.platform for s in reading.shops()}
    out: dict[str, Any] = {
        "shop": order["shop"], "platform": shops.get(order["shop"]) or "",
        "buyer": (view.credit or {}).get("buyer") or order.get("buyer") or "",
        "insured": bool(order.get("freight_insured")), "quantity": order.get("quantity") or 1,
    }  # fmt: skip
    out |= _stood(order, view.refunds)
    out["lines"] = [
        {
            "code": str(row["line_id"]), "title": row.get("title") or row.get("product") or "",
            "quantity": row.get("quantity") or 1,
            "amount": str(row["amount"]) if row.get("amount") is not None else "",
        }
        for row in view.lines
    ]  # fmt: skip
    return out


def lines_of(order: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines; an order told without any (or without their amounts) is one line."""
    lines = order.get("lines") or []
    if lines and all(row["amount"] for row in lines):
        return list(lines)
    if not order.get("amount_paid"):
        return []
    paid = Decimal(order["amount_paid"]) - Decimal(order.get("postage") or 0)
    title = " · ".join(row["title"] for row in lines if row["title"])
    return [{"code": "order", "title": title, "quantity": order.get("quantity") or 1,
             "amount": str(paid)}]  # fmt: skip


def bought(case: Case) -> Bought | None:
    """The order as it was paid; None where the files do not say."""
    order = case.order
    rows = lines_of(order)
    if not rows or not order.get("amount_paid"):
        return None
    lines = []
    for row in rows:
        qty, amount = max(int(row["quantity"]), 1), Decimal(row["amount"])
        price = (amount / qty).quantize(FEN, ROUND_CEILING)
        lines.append(Line(row["code"], qty, price, qty * price - amount))
    postage = Decimal(order.get("postage") or 0)
    off = sum((x.worth for x in lines), ZERO) + postage - Decimal(order["amount_paid"])
    return Bought(
        tuple(lines), max(off, ZERO), case.offer_from, postage, case.free_from,
        case.postage_saved,
    )  # fmt: skip


def told(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """What the facts say of many orders now, as far as it may contradict a case."""
    if not keys or not home.lake().snapshot().import_no:
        return {}
    reading = home.reading()
    wanted = [[k[0] for k in keys], [k[1] for k in keys]]
    only = "WITH k AS (SELECT unnest($1) AS shop, unnest($2) AS order_id) SELECT x.* FROM "
    by = " AS x SEMI JOIN k ON k.shop = x.shop AND k.order_id = x.order_id"
    refunds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in reading.fetch(f"{only}{reading.fact('refunds')}{by}", wanted):
        refunds.setdefault((row["shop"], row["order_id"]), []).append(row)
    out = {}
    for row in reading.fetch(f"{only}{reading.fact('orders')}{by}", wanted):
        key = (row["shop"], row["order_id"])
        out[key] = _stood(row, refunds.get(key, []))
    return out


def _stood(order: Mapping[str, Any], refunds: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Times and sums of an order as text, what was repaid of it, how often the wish to was
    taken back."""
    out: dict[str, Any] = {}
    for name in ("created", "paid", "shipped", "signed", "closed"):
        at = order.get(f"{name}_local")
        out[name] = at.strftime("%Y-%m-%d %H:%M") if isinstance(at, datetime) else ""
    for name in ("amount_paid", "postage"):
        out[name] = str(order[name]) if order.get(name) is not None else ""
    given = list(refunds)
    out["refunds"] = sorted(
        f"{r['amount']:.2f}" for r in given if r.get("status") == "succeeded" and r.get("amount")
    )
    out["withdrawn"] = sum(r.get("status") in ("closed", "refused") for r in given)
    return out
