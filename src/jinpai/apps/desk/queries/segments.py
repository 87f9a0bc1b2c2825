"""Buyers' histories from the facts, and by the rulebook's numbers their segments.

The rule itself stands in workflow.segments; here the buyers are added up by what the rule looks
at, so that a shop of a million buyers asks it a few hundred times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jinpai.metrics.reading import Reading
from jinpai.rules.sections.desk import Desk
from jinpai.workflow.segments import SEGMENTS, History, Kind, Segment, segment

Combination = tuple[int, int, int, int]  # paid, returned, bad reviews, days since the first


@dataclass(frozen=True)
class Count:
    kind: Kind
    buyers: int
    share: float


@dataclass(frozen=True)
class Row:
    """One buyer of a segment."""

    buyer: str
    segment: Segment
    paid: int
    returned: int
    bad_reviews: int
    last_paid: date


def histories(
    reading: Reading, shop: str, desk: Desk, today: date, names: Sequence[str] | None = None
) -> tuple[str, list[Any]]:
    """A SELECT of buyer, paid, returned, bad, since, last_paid and green of all buyers, or of
    some; and its values. Whoever never paid is not in it."""
    since = today - timedelta(days=desk.segment_days)
    sql = (
        "SELECT h.buyer, (count(*) FILTER (h.day >= ? AND NOT h.green))::INTEGER AS paid, "
        "(count(*) FILTER (h.day >= ? AND h.back AND NOT h.green))::INTEGER AS returned, "
        "coalesce(sum(h.bad) FILTER (NOT h.green), 0)::INTEGER AS bad, "
        f"least(greatest(?::DATE - min(h.day) FILTER (NOT h.green), 0), {desk.new_days})::INTEGER "
        "AS since, max(h.day) FILTER (NOT h.green) AS last_paid, bool_or(h.green) AS green FROM ("
        "SELECT coalesce(c.buyer, o.buyer) AS buyer, CAST(o.paid_local AS DATE) AS day, "
        "coalesce(c.flag, o.flag, '') = 'green' AS green, r.order_id IS NOT NULL AS back, v.bad "
        f"FROM {reading.fact('orders')} AS o "
        "LEFT JOIN credits AS c ON c.shop = o.shop AND c.order_id = o.order_id "
        f"LEFT JOIN (SELECT DISTINCT shop, order_id FROM {reading.fact('refunds')} "
        "WHERE shop = ? AND status = 'succeeded' AND kind IN ('refund', 'return')) AS r "
        "ON r.shop = o.shop AND r.order_id = o.order_id "
        f"LEFT JOIN (SELECT shop, order_id, count(*) AS bad FROM {reading.fact('reviews')} "
        "WHERE shop = ? AND verdict = 'bad' AND CAST(local_at AS DATE) >= ? "
        "GROUP BY shop, order_id) AS v ON v.shop = o.shop AND v.order_id = o.order_id "
        "WHERE o.shop = ? AND o.paid_local IS NOT NULL "
        "AND coalesce(c.buyer, o.buyer, '') <> ''"
        + (" AND coalesce(c.buyer, o.buyer) IN (SELECT unnest(?))" if names is not None else "")
        + ") AS h GROUP BY h.buyer"
    )
    values: list[Any] = [since, since, today, shop, shop, since, shop]
    return sql, values if names is None else [*values, list(names)]


def combination(row: Mapping[str, Any]) -> Combination | None:
    """What the rule looks at; nothing of a buyer with green orders only."""
    if row["since"] is None:
        return None
    return row["paid"], row["returned"], row["bad"], row["since"]


def segment_of(one: Combination, desk: Desk, today: date) -> Segment:
    paid, returned, bad, since = one
    found = segment(History(paid, returned, bad, today - timedelta(days=since)), desk, today)
    assert found is not None  # there is a first payment
    return found


def combinations(
    reading: Reading, shop: str, desk: Desk, today: date
) -> list[tuple[Combination, int]]:  # fmt: skip
    """Each combination, and how many buyers have it."""
    sql, values = histories(reading, shop, desk, today)
    rows = reading.fetch(
        "SELECT paid, returned, bad, since, count(*)::BIGINT AS n FROM "
        f"({sql}) WHERE since IS NOT NULL GROUP BY ALL ORDER BY ALL", values,
    )  # fmt: skip
    return [((r["paid"], r["returned"], r["bad"], r["since"]), r["n"]) for r in rows]


def counts(
    found: Sequence[tuple[Combination, int]], desk: Desk, today: date
) -> list[Count]:  # fmt: skip
    """How many buyers each segment has."""
    sums = dict.fromkeys(SEGMENTS, 0)
    for one, n in found:
        sums[segment_of(one, desk, today).code] += n
    whole = sum(sums.values())
    return [
        Count(kind, sums[code], sums[code] / whole if whole else 0.0)
        for code, kind in SEGMENTS.items()
    ]


def rows(
    reading: Reading,
    shop: str,
    desk: Desk,
    today: date,
    *,
    code: str,
    found: Sequence[tuple[Combination, int]],
    offset: int,
    limit: int,
) -> list[Row]:
    """The buyers of one segment, who paid last first."""
    wanted = [one for one, _ in found if segment_of(one, desk, today).code == code]
    if not wanted:
        return []
    sql, values = histories(reading, shop, desk, today)
    parts: list[list[int]] = [[one[n] for one in wanted] for n in range(4)]
    answer = reading.fetch(
        f"WITH h AS ({sql}), k AS (SELECT unnest(?) AS paid, unnest(?) AS returned, "
        "unnest(?) AS bad, unnest(?) AS since) SELECT h.* FROM h SEMI JOIN k ON k.paid = h.paid "
        "AND k.returned = h.returned AND k.bad = h.bad AND k.since = h.since "
        "ORDER BY h.last_paid DESC, h.buyer LIMIT ? OFFSET ?",
        [*values, *parts, limit, offset],
    )
    return [
        Row(r["buyer"], segment_of((r["paid"], r["returned"], r["bad"], r["since"]), desk, today),
            r["paid"], r["returned"], r["bad"], r["last_paid"])
        for r in answer
    ]  # fmt: skip


def of_buyers(
    reading: Reading, shop: str, desk: Desk, today: date, buyers: Sequence[str]
) -> dict[str, tuple[Segment | None, bool]]:
    """Of some buyers: the segment (None: never paid), and whether an order of theirs is green."""
    if not buyers:
        return {}
    out: dict[str, tuple[Segment | None, bool]] = dict.fromkeys(buyers, (None, False))
    for row in reading.fetch(*histories(reading, shop, desk, today, buyers)):
        one = combination(row)
        found = segment_of(one, desk, today) if one is not None else None
        out[row["buyer"]] = (found, bool(row["green"]))
    # an order that was never paid may be green too
    for row in reading.fetch(
        "SELECT DISTINCT coalesce(c.buyer, o.buyer) AS buyer FROM "
        f"{reading.fact('orders')} AS o LEFT JOIN credits AS c ON c.shop = o.shop "
        "AND c.order_id = o.order_id WHERE o.shop = ? AND coalesce(c.flag, o.flag) = 'green' "
        "AND coalesce(c.buyer, o.buyer) IN (SELECT unnest(?))", [shop, list(buyers)],
    ):  # fmt: skip
        out[row["buyer"]] = (out[row["buyer"]][0], True)
    return out
