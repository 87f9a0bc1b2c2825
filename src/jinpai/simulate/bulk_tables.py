"""The bulk shop's numbers as Arrow tables of the exchange format."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jinpai.simulate.bulk_day import (
    DAY,
    LOOK_BACK,
    REASONS,
    REFUND_KINDS,
    Bools,
    Bulk,
    Ints,
    Orders,
    Receptions,
    Rounds,
    mix,
    orders_of,
    receptions_of,
    rounds_of,
)
from jinpai.simulate.exchange import arrow_schema
from jinpai.simulate.ledger import COURIERS
from jinpai.simulate.products import PRODUCTS, words
from jinpai.simulate.talk import aftersale, common, presale
from jinpai.simulate.talk.grammar import say


@lru_cache(maxsize=4)
def _texts(seed: int) -> tuple[pa.Array, tuple[tuple[int, int], ...]]:
    """A pool of chat lines and the (start, stop) of buyer, agent, robot and mass lines."""
    random = Random(f"{seed}/texts")
    groups: list[list[str]] = [[], [], [], []]
    extra = {
        "me": "小艾", "courier": "中通快递", "waybill": "78120000000000", "order": "已收到",
        "nick": "亲", "campaign": "双11", "digits": "1234567",
    }  # fmt: skip
    for product in PRODUCTS:
        variables = {**words(product), **extra}
        for topic in presale.TOPICS:
            for _ in range(14):
                groups[0].append(say(random, topic.ask, variables))
                groups[1].append(say(random, topic.answer, variables))
            if topic.react:
                groups[0] += [say(random, topic.react, variables) for _ in range(4)]
            if topic.more:
                groups[1] += [say(random, topic.more, variables) for _ in range(4)]
        for bank in (common.BUYER_HELLO, common.BUYER_THANKS, presale.LEAVE, presale.BUY_NOW):
            groups[0] += [say(random, bank, variables) for _ in range(20)]
        for bank in (common.AGENT_HELLO, common.AGENT_BYE, presale.PUSH, presale.KEEP):
            groups[1] += [say(random, bank, variables) for _ in range(20)]
        for script in (*aftersale.SCRIPTS, *aftersale.CASES.values()):
            for who, bank in script.turns:
                if who in "ab":
                    groups[who == "a"] += [say(random, bank, variables) for _ in range(4)]
        groups[2] += [say(random, common.ROBOT_HELLO, variables) for _ in range(4)]
        groups[3] += [say(random, common.MASS, variables) for _ in range(4)]
    spans = []
    at = 0
    for group in groups:
        spans.append((at, at + len(group)))
        at += len(group)
    return pa.array([t for group in groups for t in group], pa.string()), tuple(spans)


class Maker:
    """Days of one spec; the orders of the last days are remembered for late refunds."""

    def __init__(self, spec: Bulk) -> None:
        self.spec = spec
        self.base = spec.start.toordinal() - date(1970, 1, 1).toordinal()
        self.known: dict[int, tuple[Receptions, Rounds, Orders]] = {}
        number = pa.array(np.arange(spec.accounts)).cast(pa.string())
        self.account_names = pc.binary_join_element_wise(f"{spec.name}:客服", number, "")
        self.prefixes = pa.array(["tb", "小鱼", "t_", "阳光", "mm", "乐乐", "晴天", "li"])

    def day(self, day: int) -> tuple[Receptions, Rounds, Orders]:
        if day not in self.known:
            r = receptions_of(self.spec, day)
            o = rounds_of(self.spec, day, r)
            self.known[day] = (r, o, orders_of(self.spec, day, r, o))
            for old in [d for d in self.known if d < day - LOOK_BACK]:
                del self.known[old]
        return self.known[day]

    def orders(self, day: int) -> Orders:
        return self.day(day)[2]

    def forget_chats(self, day: int) -> None:
        """Keep only the orders of a day that has been written."""
        empty = np.empty(0, np.int64)
        orders = self.known[day][2]
        none = np.empty(0, np.bool_)
        self.known[day] = (
            Receptions(empty, empty, empty, empty, empty, none, empty, empty, none, none, none),
            Rounds(empty, empty, empty, empty, empty, empty, empty, empty, empty, empty, none),
            orders,
        )

    # ---- columns

    def nick(self, buyer: Ints) -> pa.Array:
        prefix = self.prefixes.take(pa.array(mix(buyer + 5) % len(self.prefixes)))
        return pc.binary_join_element_wise(prefix, pa.array(buyer + 100_000).cast(pa.string()), "")

    def time(self, day: int, second: Ints, known: Bools | None = None) -> pa.Array:
        micros = (np.int64(self.base + day) * DAY + second) * 1_000_000
        return pa.array(micros, pa.timestamp("us"), mask=None if known is None else ~known)

    def messages(self, day: int) -> pa.Table:
        r, o, orders = self.day(day)
        rng = np.random.default_rng([self.spec.seed, day, 4])
        pool, spans = _texts(self.spec.seed)
        rows = np.where(o.keep, o.buyers + o.robot + o.transfer + o.agents, 0)
        in_round = np.repeat(np.arange(rows.size), rows)
        starts = np.cumsum(rows) - rows
        p = np.arange(in_round.size) - starts[in_round]
        owner = o.owner[in_round]
        b, rb, tr = o.buyers[in_round], o.robot[in_round], o.transfer[in_round]
        is_buyer = p < b
        is_robot = ~is_buyer & (p < b + rb)
        is_transfer = ~is_buyer & ~is_robot & (p < b + rb + tr)
        is_agent = p >= b + rb + tr
        lead = np.maximum(b - 1, 0) * 7
        at = o.opening[in_round] + np.where(
            is_buyer, p * 7,
            np.where(is_robot, lead + 1, np.where(
                is_transfer, lead + rb + 2,
                lead + rb + tr * 2 + o.wait[in_round] + (p - b - rb - tr) * 6)),
        )  # fmt: skip
        cut = r.cut[owner]
        number = o.number[in_round]
        moved = (cut >= 0) & ((number > cut) | ((number == cut) & is_agent))
        account = np.where(moved, r.target[owner], r.account[owner])
        text = np.empty(in_round.size, np.int64)
        for mask, (low, high) in zip((is_buyer, is_agent, is_robot), spans[:3], strict=True):
            text[mask] = rng.integers(low, high, int(mask.sum()))
        mass = (r.kind[owner] == 2) & is_agent
        text[mass] = rng.integers(*spans[3], int(mass.sum()))
        # the card of an order stands in the first buyer row of the round that shows it
        carded = np.flatnonzero(orders.card_round >= 0)
        card_rows = starts[orders.card_round[carded]]
        text[card_rows] = len(pool) + np.arange(carded.size)
        moved_rows = np.flatnonzero(is_transfer)
        text[moved_rows] = len(pool) + carded.size + np.arange(moved_rows.size)
        source = self.account_names.take(pa.array(r.account[owner[moved_rows]]))
        target = self.account_names.take(pa.array(r.target[owner[moved_rows]]))
        notice = pc.binary_join_element_wise("由 ", source, " 转交给 ", target, "")
        ids = pa.array(orders.number[carded]).cast(pa.string())
        texts = pa.concat_arrays([pool, ids, notice]).take(pa.array(text))
        sender = np.where(is_buyer, 0, np.where(is_agent, 1, np.where(is_robot, 2, 3)))
        kind = np.where(mass, 2, np.where(is_transfer, 1, 0))
        kind[card_rows] = 3
        to = pa.array(np.where(is_transfer, r.target[owner], 0), mask=~is_transfer)
        columns = {
            "account": self.account_names.take(pa.array(account)),
            "buyer": self.nick(r.buyer).take(pa.array(owner)),
            "at": self.time(day, at),
            "sender": pa.array(["buyer", "agent", "robot", "system"]).take(pa.array(sender)),
            "kind": pa.array(["text", "transfer", "mass", "order_card"]).take(pa.array(kind)),
            "text": texts,
            "to_account": self.account_names.take(to),
        }
        return self.table("messages", columns)

    def table(self, name: str, columns: dict[str, pa.Array]) -> pa.Table:
        """A table with every column of the exchange format; those not given are null."""
        schema = self.schema(name)
        size = len(next(iter(columns.values())))
        arrays = []
        for field in schema:
            if field.name == "shop":
                array: Any = pa.array([self.spec.code]).take(pa.array(np.zeros(size, np.int64)))
            elif field.name in columns:
                array = columns[field.name]
            else:
                array = pa.nulls(size, field.type)
            arrays.append(array)
        return pa.Table.from_arrays(arrays, schema=schema)

    def schema(self, name: str) -> pa.Schema:
        return arrow_schema(name, datetime(2000, 1, 1)).remove_metadata()

    def order_tables(
        self, day: int, now: int, only: Bools | None = None
    ) -> Iterator[tuple[str, pa.Table]]:
        """Orders and lines created on `day`, as they stand at second `now` of that day."""
        o = self.orders(day)
        seen = o.created <= now
        if only is not None:
            seen &= only
        pick = np.flatnonzero(seen)

        def past(values: Ints) -> Bools:
            return (values[pick] >= 0) & (values[pick] <= now)

        paid = past(o.paid)
        closed = past(o.closed)
        insured = pa.array(mix(o.number[pick]) % 5 > 0)
        reason = np.where(~closed, 0, np.where(o.paid[pick] >= 0, 1, 2))
        closings = pa.array([None, "refunded", "unpaid"], pa.string())
        flags = pa.array([None, "red", "yellow", "green"], pa.string())
        text = pa.array(o.number[pick]).cast(pa.string())
        yield "orders", self.table("orders", {
            "order_id": text,
            "buyer": self.nick(o.buyer[pick]),
            "created_at": self.time(day, o.created[pick]),
            "paid_at": self.time(day, o.paid[pick], paid),
            "shipped_at": self.time(day, o.shipped[pick], past(o.shipped)),
            "signed_at": self.time(day, o.signed[pick], past(o.signed)),
            "completed_at": self.time(day, o.completed[pick], past(o.completed)),
            "closed_at": self.time(day, o.closed[pick], closed),
            "close_reason": closings.take(pa.array(reason)),
            "amount_due": _money(o.amount[pick]),
            "amount_paid": _money(o.amount[pick], paid),
            "postage": _money(np.zeros(pick.size, np.int64)),
            "quantity": pa.array(o.quantity[pick]),
            "flag": flags.take(pa.array(o.flag[pick])),
            "freight_insured": insured,
        })  # fmt: skip
        sku = pa.array([p.skus[0] for p in PRODUCTS])
        yield "order_lines", self.table("order_lines", {
            "order_id": text,
            "line_id": text,
            "product": pa.array([p.code for p in PRODUCTS]).take(pa.array(o.product[pick])),
            "sku": sku.take(pa.array(o.product[pick])),
            "title": pa.array([p.title for p in PRODUCTS]).take(pa.array(o.product[pick])),
            "quantity": pa.array(o.quantity[pick]),
            "amount": _money(o.amount[pick]),
        })  # fmt: skip
        gone = np.flatnonzero(seen & (o.shipped >= 0) & (o.shipped <= now))
        signed = (o.signed[gone] >= 0) & (o.signed[gone] <= now)
        courier = mix(o.number[gone] + 1) % len(COURIERS)
        prefix = pa.array([c[1] for c in COURIERS]).take(pa.array(courier))
        # scanned at a hub at some time of the last twenty hours; one in fifty lies still
        seen_at = now - mix(o.number[gone] + 2) % (20 * 3600)
        seen_at = np.where(mix(o.number[gone] + 3) % 50 == 0, 0, seen_at)
        moving = ~signed & (seen_at > o.shipped[gone])
        event_at = np.where(signed, o.signed[gone], np.maximum(seen_at, o.shipped[gone]))
        event = np.where(signed, 2, np.where(moving, 1, 0))
        yield "shipments", self.table("shipments", {
            "order_id": pa.array(o.number[gone]).cast(pa.string()),
            "waybill": pc.binary_join_element_wise(
                prefix, pa.array(o.number[gone] % 10**16).cast(pa.string()), ""
            ),
            "courier": pa.array([c[0] for c in COURIERS]).take(pa.array(courier)),
            "shipped_at": self.time(day, o.shipped[gone]),
            "last_event": pa.array(["已揽收", "运输中", "已签收"]).take(pa.array(event)),
            "last_event_at": self.time(day, event_at),
            "signed_at": self.time(day, o.signed[gone], signed),
        })  # fmt: skip

    def refunds(self, opened_on: int, now: int) -> Iterator[pa.Table]:
        """Refunds opened on a day, of orders of that day and the days before it."""
        for day in range(max(0, opened_on - LOOK_BACK), opened_on + 1):
            o = self.orders(day)
            ahead = (opened_on - day) * DAY
            pick = np.flatnonzero((o.refund >= ahead) & (o.refund < ahead + DAY))
            clock = now + ahead
            done = o.refund_end[pick] <= clock
            kind = o.refund_kind[pick]
            status = np.where(done, o.refund_status[pick], 3)
            amount = np.where(kind < 5, o.amount[pick], 0)
            states = pa.array(["succeeded", "closed", "refused", "open"])
            handler = np.where(o.account[pick] >= 0, o.account[pick], 0)
            yield self.table("refunds", {
                "refund_id": pa.array(o.number[pick] // 7).cast(pa.string()),
                "order_id": pa.array(o.number[pick]).cast(pa.string()),
                "opened_at": self.time(day, o.refund[pick]),
                "finished_at": self.time(day, o.refund_end[pick], done),
                "kind": pa.array(REFUND_KINDS).take(pa.array(kind)),
                "reason": pa.array(REASONS).take(pa.array(mix(o.number[pick]) % len(REASONS))),
                "amount": _money(amount),
                "status": states.take(pa.array(status)),
                "handler": self.account_names.take(pa.array(handler)),
            })  # fmt: skip

    def ratings(self, day: int) -> pa.Table:
        r, o, _ = self.day(day)
        rng = np.random.default_rng([self.spec.seed, day, 5])
        answered = np.zeros(r.buyer.size, np.int64)
        kept = np.flatnonzero(o.keep & (o.agents > 0))
        answered[o.owner[kept]] = o.end[kept]
        pick = np.flatnonzero((answered > 0) & (r.kind == 0) & (rng.random(r.buyer.size) < 0.18))
        served = np.where(r.cut[pick] >= 0, r.target[pick], r.account[pick])
        warm = np.where(served % 20 == 7, 0.87, 0.96)
        good = rng.random(pick.size) < warm
        score = np.where(good, 4 + (rng.random(pick.size) < 0.85), rng.integers(1, 4, pick.size))
        at = np.minimum(answered[pick] + rng.integers(10, 300, pick.size), DAY - 1)
        return self.table("ratings", {
            "account": self.account_names.take(pa.array(served)),
            "buyer": self.nick(r.buyer[pick]),
            "at": self.time(day, at),
            "score": pa.array(score.astype(np.int64)),
        })  # fmt: skip

    def presence(self, day: int) -> pa.Table:
        account = np.repeat(np.arange(self.spec.accounts), 2)
        night = ((account + day // 7) % 2 == 1).astype(np.int64)
        second = np.arange(account.size) % 2
        start = np.where(night == 1, 16 * 3600 + 1800, 8 * 3600)
        end = np.where(night == 1, DAY, 16 * 3600 + 1800)
        begin = np.where(second == 0, start, end)
        until = np.where(second == 0, end, start + DAY)
        return self.table("presence", {
            "account": self.account_names.take(pa.array(account)),
            "from": self.time(day, begin),
            "to": self.time(day, until),
            "state": pa.array(["online", "offline"]).take(pa.array(second)),
        })  # fmt: skip

    def shop_window(self, day: int) -> Iterator[tuple[str, pa.Table]]:
        rng = np.random.default_rng([self.spec.seed, day, 6])
        when = self.spec.start + timedelta(days=day)
        n = len(PRODUCTS)
        units = np.array([p.share for p in PRODUCTS]) * self.spec.orders_a_day
        visitors = np.rint(units / 0.032).astype(np.int64) + rng.integers(0, 40, n)
        yield "traffic", self.table("traffic", {
            "day": pa.array([when] * n, pa.date32()),
            "product": pa.array([p.code for p in PRODUCTS]),
            "visitors": pa.array(visitors), "views": pa.array(visitors * 2),
            "buyers": pa.array(np.rint(units).astype(np.int64)),
        })  # fmt: skip
        clicks = np.rint(units[:3] * 14).astype(np.int64) + rng.integers(0, 50, 3)
        yield "ads", self.table("ads", {
            "day": pa.array([when] * 3, pa.date32()),
            "plan": pa.array([f"直通车-{p.name}" for p in PRODUCTS[:3]]),
            "impressions": pa.array(clicks * 22), "clicks": pa.array(clicks),
            "cost": _money(clicks * rng.integers(96, 110, 3)),
            "orders": pa.array(np.rint(clicks * 0.0128).astype(np.int64)),
        })  # fmt: skip

    def standing(self) -> Iterator[tuple[str, pa.Table]]:
        spec = self.spec
        yield "shops", self.table("shops", {
            "platform": pa.array(["tmall"]), "name": pa.array([spec.name]),
            "timezone": pa.array(["Asia/Shanghai"]), "day_cut": pa.array(["00:00"]),
        })  # fmt: skip
        people = pa.array([f"B{i:03d}" for i in range(spec.accounts)])
        since = pa.array([spec.start - timedelta(days=90)] * spec.accounts, pa.date32())
        size = spec.accounts
        yield "people", self.table("people", {
            "person": people, "from": since, "name": pa.array([f"客服{i}" for i in range(size)]),
            "role": pa.array(["agent"] * size),
            "group": pa.array([("售前", "售后")[i % 10 == 9] for i in range(size)]),
            "level": pa.array([("P1", "P2", "P3")[i % 3] for i in range(size)]),
            "base_pay": _money(np.full(size, 300_000)), "hired_on": since,
        })  # fmt: skip
        yield (
            "accounts",
            self.table(
                "accounts", {"account": self.account_names, "person": people, "from": since}
            ),
        )


def _money(fen: Ints, known: Bools | None = None) -> pa.Array:
    """Fen → decimal(18, 2) yuan, by reading the same integers with a point."""
    whole = pa.array(fen.astype(np.int64), mask=None if known is None else ~known).cast(
        pa.decimal128(19, 0)
    )
    return pa.Array.from_buffers(
        pa.decimal128(18, 2), len(whole), whole.buffers(), offset=whole.offset
    )
