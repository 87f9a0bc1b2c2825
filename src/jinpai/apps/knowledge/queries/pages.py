"""Pages of the knowledge base: found as one types, compared, with what belongs to them."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from jinpai.apps.desk.filling.room import desk_in_force
from jinpai.apps.knowledge.models import Page, PageVersion, Wish
from jinpai.apps.knowledge.rendering import plain
from jinpai.metrics.reading import Reading
from jinpai.workflow.phrases import search

SHOWN = 40
OFFERED = 200  # products in the list of a form


@dataclass(frozen=True)
class Row:
    page: Page
    said: str  # what is copied
    stale: bool


@dataclass(frozen=True)
class Found:
    rows: Sequence[Row]
    total: int
    stale: int

    @property
    def more(self) -> bool:
        return self.total > len(self.rows)


@dataclass(frozen=True)
class Product:
    """A product as the orders name it."""

    code: str
    title: str
    orders: int


def find(
    typed: str, now: datetime, *, kind: str = "", product: str = "", topic: str = "",
    stale: bool = False, retired: bool = False,
) -> Found:  # fmt: skip
    """By words, pinyin and initials as phrases are; the newest first while nothing is typed."""
    pages = Page.objects.filter(retired_at__isnull=not retired)
    for name, value in (("kind", kind), ("product", product), ("topic", topic)):
        if value:
            pages = pages.filter(**{name: value})
    limit = review_by(now)
    rows = {p.pk: Row(p, plain(p.text), p.reviewed_at < limit) for p in pages}
    old = sum(r.stale for r in rows.values())
    if stale:
        rows = {pk: row for pk, row in rows.items() if row.stale}
    entries = [
        search.Entry(pk, "", row.page.title, [row.page.product, row.page.topic, row.said])
        for pk, row in rows.items()
    ]
    keys = search.find(typed, entries)
    return Found([rows[key] for key in keys[:SHOWN]], len(keys), old)


def review_by(now: datetime) -> datetime:
    """What was reviewed before this moment is stale."""
    return now - timedelta(days=desk_in_force(timezone.localdate(now)).page_review_days)


def topics() -> list[str]:
    found = Page.objects.filter(retired_at__isnull=True).exclude(topic="")
    return sorted(set(found.values_list("topic", flat=True)))


def products_with_pages() -> list[str]:
    found = Page.objects.filter(retired_at__isnull=True).exclude(product="")
    return sorted(set(found.values_list("product", flat=True)))


def products(reading: Reading) -> list[Product]:
    """What was ordered, the most ordered first."""
    rows = reading.fetch(
        "SELECT product, max(title) AS title, count(DISTINCT (shop, order_id)) AS orders "
        f"FROM {reading.fact('order_lines')} WHERE product IS NOT NULL AND product <> '' "
        f"GROUP BY product ORDER BY orders DESC, product LIMIT {OFFERED}"
    )
    return [Product(r["product"], r["title"] or "", r["orders"]) for r in rows]


def product(reading: Reading, code: str) -> Product | None:
    if not code:
        return None
    rows = reading.fetch(
        "SELECT max(title) AS title, count(DISTINCT (shop, order_id)) AS orders "
        f"FROM {reading.fact('order_lines')} WHERE product = ?",
        [code],
    )
    return Product(code, rows[0]["title"] or "", rows[0]["orders"]) if rows else None


@dataclass(frozen=True)
class Line:
    """One line of two versions: in both, only before, only after."""

    sign: str  # " ", "-", "+"
    text: str


def difference(before: PageVersion, after: PageVersion) -> list[Line]:
    """What was taken out and what was put in, line by line."""
    out = []
    for line in difflib.ndiff(before.text.splitlines(), after.text.splitlines()):
        if line[0] in " -+":
            out.append(Line(line[0], line[2:]))
    return out


def changed_fields(before: PageVersion, after: PageVersion) -> list[tuple[str, Any, Any]]:
    names = ("title", "kind", "product", "topic")
    pairs = [(n, _shown(before, n), _shown(after, n)) for n in names]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _shown(version: PageVersion, name: str) -> str:
    return str(version.get_kind_display() if name == "kind" else getattr(version, name))


@dataclass(frozen=True)
class Wanted:
    """What buyers of a product wanted."""

    sizes: Sequence[tuple[str, int]]
    colours: Sequence[tuple[str, int]]
    newest: Sequence[Wish]
    total: int


def wanted(page: Page) -> Wanted:
    rows = list(page.wishes.all())
    return Wanted(
        _often(r.size for r in rows), _often(r.colour for r in rows), rows[:10], len(rows)
    )


def _often(values: Any) -> list[tuple[str, int]]:
    counts = Counter(v for v in values if v)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:12]
