"""What the platform's own per-agent report says of the shop: 客服绩效, a row per account and day.

A plain count over the told facts, in the spirit of the platform: rounds of one day only,
the last agent within 48 hours owns the order. It differs here and there from what Jinpai
computes, as platforms do, so that there is something to reconcile.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from jinpai.simulate.story import Row
from jinpai.simulate.wall import DAY

WINDOW = 48 * 3600
SHARES = frozenset({"within_3min", "reply_rate", "inquiry_conversion", "satisfaction"})


@dataclass
class Card:
    """One account on one day. Seconds and counts; money in fen."""

    consulted: int = 0
    receptions: int = 0
    valid: int = 0
    rounds: int = 0
    seconds: int = 0
    first_rounds: int = 0
    first_seconds: int = 0
    in_time: int = 0
    slow: int = 0
    messages_in: int = 0
    messages_out: int = 0
    inquiries: int = 0
    converted: int = 0
    buyers: set[str] = field(default_factory=set)
    sales: int = 0
    ratings: int = 0
    good: int = 0
    refunded: int = 0

    def figures(self) -> dict[str, tuple[float, float, float] | None]:
        """Code → (value, numerator, denominator) in the unit of the catalogue, None unknown."""
        unanswered = self.receptions - self.valid

        def share(num: float, den: float) -> tuple[float, float, float] | None:
            return (num / den, num, den) if den else None

        def count(value: float) -> tuple[float, float, float]:
            return value, value, 1

        return {
            "consulted": count(self.consulted),
            "receptions": count(self.receptions),
            "unanswered": count(unanswered),
            "valid_receptions": count(self.valid),
            "average_response": share(self.seconds, self.rounds),
            "first_response": share(self.first_seconds, self.first_rounds),
            "within_3min": share(self.in_time, self.rounds),
            "reply_rate": share(self.valid, self.receptions),
            "slow": count(self.slow),
            "answer_ratio": share(self.messages_out, self.messages_in),
            "inquiries": count(self.inquiries),
            "inquiry_conversion": share(self.converted, self.inquiries),
            "paid_buyers": count(len(self.buyers)),
            "sales": count(self.sales / 100),
            "aov": share(self.sales / 100, len(self.buyers)),
            "satisfaction": share(self.good, self.ratings),
            "refund_amount": count(self.refunded / 100),
        }


class ReportCards:
    """Feed it every table as told; ask it for the cards at the end."""

    def __init__(self) -> None:
        self.cards: dict[tuple[str, int], Card] = defaultdict(Card)
        self.open: dict[tuple[str, str], tuple[int, int]] = {}
        self.threads: dict[tuple[str, str, int], list[int]] = {}  # first, buyer lines, agent lines
        self.answered: set[tuple[str, str, int]] = set()
        self.spoken: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.orders: dict[str, list[Row]] = defaultdict(list)
        self.order_rows: dict[str, Row] = {}
        self.refunds: list[Row] = []

    def feed(self, table: str, rows: list[Row]) -> None:
        if table == "messages":
            for row in rows:
                self.message(row)
        elif table == "orders":
            for row in rows:
                self.orders[str(row[2])].append(row)
                self.order_rows[str(row[1])] = row
        elif table == "refunds":
            self.refunds += rows
        elif table == "ratings":
            for row in rows:
                card = self.cards[str(row[1]), int(row[3]) // DAY]  # type: ignore[call-overload]
                card.ratings += 1
                card.good += int(row[4]) >= 4  # type: ignore[call-overload]

    def message(self, row: Row) -> None:
        account, buyer, at = str(row[1]), str(row[2]), int(row[3])  # type: ignore[call-overload]
        sender, kind = row[4], row[5]
        day = at // DAY
        thread = self.threads.setdefault((account, buyer, day), [at, 0, 0])
        key = (account, buyer)
        if kind == "transfer":
            self.open.pop(key, None)
        elif kind == "mass":
            return
        elif sender == "buyer":
            thread[1] += 1
            opened = self.open.get(key)
            if opened is None or opened[0] != day:
                self.open[key] = (day, at)
        elif sender == "agent":
            thread[2] += 1
            self.spoken[buyer].append((at, account))
            opened = self.open.pop(key, None)
            if opened is not None and opened[0] == day:
                card = self.cards[account, day]
                wait = at - opened[1]
                card.rounds += 1
                card.seconds += wait
                card.in_time += wait <= 180
                card.slow += wait > 100
                if (account, buyer, day) not in self.answered:
                    self.answered.add((account, buyer, day))
                    card.first_rounds += 1
                    card.first_seconds += wait

    def owner(self, order: Row) -> str:
        """Account of the last agent's line in the 48 hours before creation, else payment."""
        spoken = self.spoken.get(str(order[2]), [])
        for moment in (order[3], order[5]):
            if moment is None:
                continue
            end = int(moment)  # type: ignore[call-overload]
            index = bisect_right(spoken, (end, "\uffff")) - 1
            if index >= 0 and spoken[index][0] >= end - WINDOW:
                return spoken[index][1]
        return ""

    def finish(self) -> dict[tuple[str, int], Card]:
        """The cards by (account, day ordinal)."""
        for spoken in self.spoken.values():
            spoken.sort()
        owners: dict[str, str] = {}
        for order_id, order in self.order_rows.items():
            if order[17] == "green":
                continue
            owners[order_id] = owner = self.owner(order)
            if owner and order[5] is not None:
                card = self.cards[owner, int(order[5]) // DAY]  # type: ignore[call-overload]
                card.buyers.add(str(order[2]))
                card.sales += int(order[13])  # type: ignore[call-overload]
        for (account, buyer, day), (first, lines_in, lines_out) in self.threads.items():
            card = self.cards[account, day]
            card.consulted += 1
            if not lines_in:
                continue
            card.receptions += 1
            card.valid += lines_out > 0
            card.messages_in += lines_in
            card.messages_out += lines_out
            orders = self.orders.get(buyer, [])
            if any(_before(order, first, day) for order in orders):
                continue
            card.inquiries += 1
            card.converted += any(
                owners.get(str(o[1])) == account and _follows(o, first, day) for o in orders
            )
        for refund in self.refunds:
            owner = owners.get(str(refund[2]), "")
            if owner and refund[8] == "succeeded" and refund[4] is not None:
                day = int(refund[4]) // DAY  # type: ignore[call-overload]
                self.cards[owner, day].refunded += int(refund[7])  # type: ignore[call-overload]
        return self.cards


def _before(order: Row, first: int, day: int) -> bool:
    created, paid = int(order[3]), order[5]  # type: ignore[call-overload]
    if created < first and created // DAY == day:
        return True
    return paid is not None and first - 3 * DAY <= int(paid) < first  # type: ignore[call-overload]


def _follows(order: Row, first: int, day: int) -> bool:
    created, paid = int(order[3]), order[5]  # type: ignore[call-overload]
    in_time = created >= first and created // DAY <= day + 1
    return in_time and paid is not None and int(paid) // DAY <= day + 3  # type: ignore[call-overload]


__all__ = ["SHARES", "Card", "ReportCards"]
