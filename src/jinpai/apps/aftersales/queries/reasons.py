"""Why goods come back, in a week or a month: the true reasons of the cases, and what buyers chose
on the platform. Orders under the green flag are in neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jinpai.apps import home
from jinpai.apps.aftersales.models import Case
from jinpai.workflow.aftersales.states import GOODS_BACK
from jinpai.workflow.reasons import Share, ranked, top

SOURCES = ("cases", "platform")
NO_REASON = "—"
PRODUCTS = 20


@dataclass(frozen=True, slots=True)
class Span:
    """A week or a month; `name` is its place in the address."""

    first: date
    last: date
    name: str

    @classmethod
    def of(cls, text: str, today: date) -> Span:
        """`2026-W47`, `2026-11`; else this week."""
        try:
            if "W" in text:
                first = date.fromisoformat(f"{text}-1")
                return cls.week(first)
            return cls.month(date.fromisoformat(f"{text}-01"))
        except ValueError:
            return cls.week(today)

    @classmethod
    def week(cls, day: date) -> Span:
        first = day - timedelta(days=day.weekday())
        year, week, _ = first.isocalendar()
        return cls(first, first + timedelta(days=6), f"{year}-W{week:02}")

    @classmethod
    def month(cls, day: date) -> Span:
        first = day.replace(day=1)
        after = (first + timedelta(days=32)).replace(day=1)
        return cls(first, after - timedelta(days=1), f"{first:%Y-%m}")

    @property
    def weekly(self) -> bool:
        return "W" in self.name

    @property
    def before(self) -> Span:
        day = self.first - timedelta(days=1)
        return Span.week(day) if self.weekly else Span.month(day)

    @property
    def after(self) -> Span:
        day = self.last + timedelta(days=1)
        return Span.week(day) if self.weekly else Span.month(day)


@dataclass(frozen=True, slots=True)
class Came:
    """One thing that came back, or was asked for: a case or a platform's refund."""

    source: str
    id: str
    shop: str
    order_id: str
    reason: str
    products: tuple[str, ...]
    day: date
    state: str


def came(span: Span, source: str) -> list[Came]:
    found = _cases(span) if source == "cases" else _refunds(span)
    green = _green({(c.shop, c.order_id) for c in found})
    return [c for c in found if (c.shop, c.order_id) not in green]


def _cases(span: Span) -> list[Came]:
    rows = Case.objects.filter(
        kind__in=GOODS_BACK, asked__gte=span.first, asked__lte=span.last
    ).exclude(state="cancelled")
    return [
        Came("cases", str(c.pk), c.shop, c.order_id, c.cause, _titles(c), c.asked, c.state)
        for c in rows.order_by("-asked", "-pk")
    ]  # fmt: skip


def _titles(case: Case) -> tuple[str, ...]:
    lines = case.order.get("lines") or []
    back = [x for x in lines if not case.back or int(case.back.get(x["code"], 0) or 0)] or lines
    return tuple(sorted({x["title"] for x in back if x.get("title")}))


def _refunds(span: Span) -> list[Came]:
    if not home.lake().snapshot().import_no:
        return []
    reading = home.reading()
    rows: list[dict[str, Any]] = reading.fetch(
        "SELECT r.shop, r.refund_id, r.order_id, coalesce(r.reason, '') AS reason, r.status, "
        "CAST(r.opened_local AS DATE) AS day, l.titles "
        f"FROM {reading.fact('refunds', span.first, span.last)} AS r LEFT JOIN ("
        "SELECT shop, order_id, list(DISTINCT coalesce(title, product)) AS titles "
        f"FROM {reading.fact('order_lines')} GROUP BY shop, order_id) AS l "
        "ON l.shop = r.shop AND l.order_id = r.order_id "
        "WHERE r.kind IN ('return', 'exchange') AND CAST(r.opened_local AS DATE) BETWEEN ? AND ? "
        "ORDER BY r.opened_local DESC, r.shop, r.refund_id",
        [span.first, span.last],
    )
    return [
        Came(
            "platform", r["refund_id"], r["shop"], r["order_id"] or "",
            r["reason"].strip() or NO_REASON, tuple(sorted(t for t in r["titles"] or () if t)),
            r["day"], r["status"] or "",
        )
        for r in rows
    ]  # fmt: skip


def _green(orders: set[tuple[str, str]]) -> set[tuple[str, str]]:
    if not orders or not home.lake().snapshot().import_no:
        return set()
    rows = home.reading().fetch(
        "WITH k AS (SELECT unnest(?) AS shop, unnest(?) AS order_id) SELECT c.shop, c.order_id "
        "FROM credits AS c SEMI JOIN k ON k.shop = c.shop AND k.order_id = c.order_id "
        "WHERE c.flag = 'green'",
        [[o[0] for o in sorted(orders)], [o[1] for o in sorted(orders)]],
    )
    return {(r["shop"], r["order_id"]) for r in rows}


@dataclass(frozen=True, slots=True)
class Product:
    """One product's reasons."""

    title: str
    n: int
    top: tuple[Share, ...]


def counts(rows: Iterable[Came]) -> dict[str, int]:
    out: dict[str, int] = {}
    for row in rows:
        out[row.reason] = out.get(row.reason, 0) + 1
    return out


def by_product(rows: Iterable[Came]) -> list[Product]:
    """Products by how often they came back; what holds several counts for each."""
    of: dict[str, dict[str, int]] = {}
    for row in rows:
        for title in row.products or ("",):
            one = of.setdefault(title, {})
            one[row.reason] = one.get(row.reason, 0) + 1
    found = [Product(t, sum(c.values()), tuple(top(c))) for t, c in of.items()]
    return sorted(found, key=lambda p: (-p.n, p.title))


__all__ = ["Came", "Product", "Share", "Span", "by_product", "came", "counts", "ranked", "top"]
