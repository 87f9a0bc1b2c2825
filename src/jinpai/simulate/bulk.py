"""Any size, fast: a shop of a hundred accounts as exchange Parquet, made with numpy.

The structure is that of the small shop (receptions of several rounds, robots, transfers,
monologues, cross-day replies, unanswered rings, orders that follow chats, silent orders,
refunds, ratings, shifts), the texts come from the same banks, but no story connects them.
A day is a pure function of (spec, day), so that one more day can be written by itself.

    spec = Bulk(start=date(2026, 9, 1), seed=1)           # 20 M messages, 600 k orders a month
    write_bulk(spec, Path("month"), range(30), as_of=datetime(2026, 10, 1))
    write_bulk(spec, Path("day31"), range(30, 31), as_of=datetime(2026, 10, 2))
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jinpai.facts.rows import EXCHANGE, TABLES
from jinpai.simulate.exchange import arrow_schema
from jinpai.simulate.ledger import COURIERS
from jinpai.simulate.products import PRODUCTS, words
from jinpai.simulate.season import HOURS, WEEKDAYS
from jinpai.simulate.talk import aftersale, common, presale
from jinpai.simulate.talk.grammar import say

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DAY = 86_400
LOOK_BACK = 12  # days after which an order no longer changes
_REASONS = ("七天无理由退换货", "质量问题", "不喜欢/不想要", "噪音大", "拍错/多拍", "与商品描述不符", "少件/漏发")
_REFUND_KINDS = ("return", "return", "return", "return", "refund", "exchange", "reship")


@dataclass(frozen=True)
class Bulk:
    """Sizes are means over 30 days; a Monday has a little more than a Saturday."""

    start: date
    seed: int = 1
    accounts: int = 100
    messages: int = 20_000_000  # in 30 days
    orders: int = 600_000  # in 30 days
    code: str = "bulk"
    name: str = "舒摩大仓旗舰店"

    @property
    def receptions_a_day(self) -> int:
        return max(20, round(self.messages / 30 / 20.25))

    @property
    def orders_a_day(self) -> int:
        return max(5, round(self.orders / 30))


def _normal_table(size: int = 2048) -> Floats:
    """Standard normal quantiles: integers in, the same normals out on every machine."""
    dist = NormalDist()
    return np.array([round(dist.inv_cdf((i + 0.5) / size), 4) for i in range(size)])


NORMAL = _normal_table()
_EXP = {
    sigma: np.array([round(math.exp(sigma * float(z)), 4) for z in NORMAL])
    for sigma in (0.5, 0.7, 1.2)
}
_HOUR_EDGES = np.cumsum(np.array([0.0] * 8 + list(HOURS[8:])))


def _lognormal(rng: np.random.Generator, sigma: float, size: int) -> Floats:
    return _EXP[sigma][rng.integers(0, NORMAL.size, size)]


def _mix(values: Ints) -> Ints:
    """A stateless hash of non-negative integers, 31 bits."""
    x = values.astype(np.uint64)
    x = (x ^ (x >> np.uint64(15))) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return ((x >> np.uint64(33)) & np.uint64(0x7FFFFFFF)).astype(np.int64)


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


@dataclass
class _Receptions:
    buyer: Ints  # number of the buyer
    account: Ints
    start: Ints  # second of the day
    rounds: Ints
    kind: Ints  # 0 ordinary, 1 monologue of an agent, 2 mass message, 3 robot only
    missed: Bools  # the last round is never answered
    cut: Ints  # round in which it is transferred, or -1
    target: Ints
    converts: Bools
    later: Bools  # orders after the chat rather than in it
    carded: Bools


def _receptions(spec: Bulk, day: int) -> _Receptions:
    rng = np.random.default_rng([spec.seed, day, 1])
    weekday = (spec.start + timedelta(days=day)).weekday()
    n = round(spec.receptions_a_day * WEEKDAYS[weekday])
    kind = np.zeros(n, np.int64)
    dice = rng.random(n)
    kind[dice < 0.055] = 1
    kind[dice < 0.035] = 2
    kind[dice < 0.015] = 3
    stride = spec.receptions_a_day * 2
    fresh = day * stride + np.arange(n)
    back = rng.integers(1, 8, n)
    old = np.maximum(day - back, 0) * stride + rng.integers(0, max(1, int(n * 0.9)), n)
    returning = (rng.random(n) < 0.12) | ((kind > 0) & (kind < 3))
    buyer = np.where(returning & (day > 0), old, fresh).astype(np.int64)
    at = rng.random(n) * _HOUR_EDGES[-1]
    hour = np.searchsorted(_HOUR_EDGES, at, side="right")
    start = np.minimum(hour * 3600 + rng.integers(0, 3600, n), DAY - 700).astype(np.int64)
    account = _accounts(spec, day, buyer, start)
    rounds = np.minimum(1 + rng.geometric(0.155, n), 30).astype(np.int64)
    rounds[kind > 0] = 1
    weak = account % 20 == 7
    missed = rng.random(n) < np.where(weak & (start > 16 * 3600), 0.12, 0.015)
    cut = np.where((rng.random(n) < 0.02) & (rounds > 1) & (kind == 0), rng.integers(0, 1 << 30, n) % rounds, -1)
    target = (account // 2 * 2 + 2 + rng.integers(0, max(1, spec.accounts // 2 - 1), n) * 2) % max(
        spec.accounts // 2 * 2, 1
    ) + account % 2
    target = np.minimum(target, spec.accounts - 1)
    cut = np.where(target == account, -1, cut)
    served = np.where(cut >= 0, target, account)
    skill = 0.43 + 0.09 * NORMAL[_mix(served + 17) % NORMAL.size]
    skill = np.where(served % 20 == 7, 0.27, skill)
    wanted = spec.orders_a_day * 0.6 / (spec.receptions_a_day * 0.945)
    chance = skill * (wanted / 0.43)
    converts = (rng.random(n) < chance) & (kind == 0) & ~(missed & (rounds == 1))
    later = rng.random(n) < 0.28
    carded = rng.random(n) < 0.6
    return _Receptions(buyer, account, start, rounds, kind, missed, cut, target, converts, later, carded)


def _accounts(spec: Bulk, day: int, buyer: Ints, start: Ints) -> Ints:
    """Accounts come in pairs, one by day and one by night, changing places every week."""
    if spec.accounts < 2:
        return np.zeros(buyer.size, np.int64)
    pair = _mix(buyer) % (spec.accounts // 2)
    night = (start >= 16 * 3600 + 1800).astype(np.int64)
    return pair * 2 + (night + day // 7) % 2


@dataclass
class _Rounds:
    first: Ints  # index of the reception's first round
    opening: Ints
    end: Ints  # second of the last row
    buyers: Ints
    agents: Ints
    robot: Ints
    transfer: Ints
    wait: Ints
    owner: Ints  # reception
    number: Ints  # in the reception
    keep: Bools


def _rounds(spec: Bulk, day: int, r: _Receptions) -> _Rounds:
    rng = np.random.default_rng([spec.seed, day, 2])
    owner = np.repeat(np.arange(r.buyer.size), r.rounds)
    first = np.concatenate(([0], np.cumsum(r.rounds)[:-1])).astype(np.int64)
    n = owner.size
    number = np.arange(n) - first[owner]
    last = number == r.rounds[owner] - 1
    kind = r.kind[owner]
    buyers = 1 + (rng.random(n) < 0.36).astype(np.int64) + (rng.random(n) < 0.12)
    agents = 1 + (rng.random(n) < 0.3).astype(np.int64) + (rng.random(n) < 0.05)
    agents[last & r.missed[owner]] = 0
    robot = ((number == 0) & (rng.random(n) < 0.45)).astype(np.int64)
    transfer = (number == r.cut[owner]).astype(np.int64)
    alone = (kind == 1) | (kind == 2)
    buyers[alone] = 0
    robot[alone] = 0
    agents[alone] = 1
    agents[kind == 3] = 0
    robot[kind == 3] = 1
    speaker = np.where(number >= r.cut[owner], np.where(r.cut[owner] >= 0, r.target[owner], r.account[owner]), r.account[owner])
    pace = 9.0 + 1.8 * NORMAL[_mix(speaker + 3) % NORMAL.size]
    pace = np.where(speaker % 20 == 7, 48.0, np.maximum(pace, 4.0))
    wait = np.maximum(np.rint(pace * _lognormal(rng, 0.7, n)), 1).astype(np.int64)
    slow = rng.random(n) < 0.004
    wait[slow] += rng.integers(150, 900, int(slow.sum()))
    length = np.maximum(buyers - 1, 0) * 7 + robot + transfer * 2 + np.where(agents > 0, wait, 0)
    length = length + np.maximum(agents - 1, 0) * 6
    think = np.rint(30.0 * _lognormal(rng, 0.7, n)).astype(np.int64) + 2
    span = np.cumsum(length + think)
    before = span - (length + think)
    opening = r.start[owner] + before - before[first][owner]
    end = opening + length
    keep = end < DAY - 1
    return _Rounds(first, opening, end, buyers, agents, robot, transfer, wait, owner, number, keep)


@dataclass
class _Orders:
    """Orders created on one day, futures included; -1 is never. Moments from the day's start."""

    day: int
    number: Ints
    buyer: Ints
    created: Ints
    paid: Ints
    shipped: Ints
    signed: Ints
    completed: Ints
    closed: Ints
    product: Ints
    quantity: Ints
    amount: Ints
    flag: Ints
    refund: Ints  # moment of opening
    refund_end: Ints
    refund_kind: Ints
    refund_status: Ints  # 0 succeeded, 1 closed, 2 refused
    card_round: Ints  # round that shows the order's card, or -1
    account: Ints  # who served the buyer, or -1


def _orders(spec: Bulk, day: int, r: _Receptions, o: _Rounds) -> _Orders:
    rng = np.random.default_rng([spec.seed, day, 3])
    last_kept = np.full(r.buyer.size, -1, np.int64)
    kept = np.flatnonzero(o.keep)
    last_kept[o.owner[kept]] = kept
    chats = np.flatnonzero(r.converts & (last_kept >= 0))
    tail = last_kept[chats]
    in_chat = ~r.later[chats] & (o.number[tail] > 0)
    created_chat = np.where(
        in_chat,
        o.opening[tail] - 1,
        o.end[tail] + 30 + np.rint(5400 * _lognormal(rng, 1.2, chats.size)).astype(np.int64),
    )
    card = np.where(in_chat & r.carded[chats], tail, -1)
    weekday = (spec.start + timedelta(days=day)).weekday()
    silent = max(0, round(spec.orders_a_day * 0.4 * WEEKDAYS[weekday]))
    at = rng.random(silent) * _HOUR_EDGES[-1]
    created_silent = np.searchsorted(_HOUR_EDGES, at, side="right") * 3600 + rng.integers(0, 3600, silent)
    stride = spec.receptions_a_day * 2
    strangers = day * stride + round(spec.receptions_a_day * 1.1) + np.arange(silent)
    served = np.where(r.cut[chats] >= 0, r.target[chats], r.account[chats])
    buyer = np.concatenate((r.buyer[chats], strangers)).astype(np.int64)
    created = np.minimum(np.concatenate((created_chat, created_silent)), DAY * 2 - 1).astype(np.int64)
    n = buyer.size
    dice = rng.random(n)
    paid = created + 4 + rng.integers(0, 90, n)
    paid = np.where(dice < 0.13, created + 900 + rng.integers(0, 60_000, n), paid)
    paid = np.where(dice < 0.055, -1, paid)
    has = paid >= 0
    shipped = np.where(has, paid + rng.integers(4 * 3600, 30 * 3600, n), -1)
    signed = np.where(has, shipped + rng.integers(int(1.5 * DAY), 5 * DAY, n), -1)
    completed = np.where(has, signed + rng.integers(0, 5 * DAY, n), -1)
    product = np.searchsorted(
        np.cumsum([p.share for p in PRODUCTS]), rng.random(n), side="right"
    ).clip(0, len(PRODUCTS) - 1)
    quantity = 1 + (rng.random(n) < 0.1).astype(np.int64) + (rng.random(n) < 0.02)
    price = np.array([p.price for p in PRODUCTS])[product]
    amount = price * quantity - np.where(rng.random(n) < 0.25, 500, 0)
    flag = np.zeros(n, np.int64)
    dice = rng.random(n)
    flag[dice < 0.10] = 1  # red
    flag[dice < 0.03] = 2  # yellow
    flag[(dice > 0.9995)] = 3  # green: suspected brushing
    goes = has & (rng.random(n) < 0.075) & (flag != 3)
    refund_kind = rng.integers(0, len(_REFUND_KINDS), n)
    early = refund_kind == 4
    refund = np.where(goes, np.where(early, paid + 1200, signed + rng.integers(3600, 4 * DAY, n)), -1)
    refund_end = np.where(goes, refund + np.where(early, rng.integers(60, 7200, n), rng.integers(DAY, 4 * DAY, n)), -1)
    dice = rng.random(n)
    refund_status = np.where(dice < 0.05, 1, np.where(dice < 0.07, 2, 0))
    refund_status[early] = 0
    back = goes & (refund_status == 0) & (refund_kind < 5)
    closed = np.where(has, np.where(back, refund_end, -1), created + DAY)
    completed = np.where(back, -1, completed)
    shipped = np.where(goes & early, -1, shipped)
    signed = np.where(goes & early, -1, signed)
    cards = np.concatenate((card, np.full(silent, -1))).astype(np.int64)
    account = np.concatenate((served, np.full(silent, -1))).astype(np.int64)
    number = 3_300_000_000_000_000_000 + np.int64(day) * 10**12 + np.arange(n) * 10**5 + _mix(buyer) % 10**5
    return _Orders(
        day, number, buyer, created, paid, shipped, signed, completed, closed, product, quantity, amount,
        flag, refund, refund_end, refund_kind, refund_status, cards, account,
    )  # fmt: skip


class _Maker:
    """Days of one spec; the orders of the last days are remembered for late refunds."""

    def __init__(self, spec: Bulk) -> None:
        self.spec = spec
        self.base = spec.start.toordinal() - date(1970, 1, 1).toordinal()
        self.known: dict[int, tuple[_Receptions, _Rounds, _Orders]] = {}
        number = pa.array(np.arange(spec.accounts)).cast(pa.string())
        self.account_names = pc.binary_join_element_wise(f"{spec.name}:客服", number, "")
        self.prefixes = pa.array(["tb", "小鱼", "t_", "阳光", "mm", "乐乐", "晴天", "li"])

    def day(self, day: int) -> tuple[_Receptions, _Rounds, _Orders]:
        if day not in self.known:
            r = _receptions(self.spec, day)
            o = _rounds(self.spec, day, r)
            self.known[day] = (r, o, _orders(self.spec, day, r, o))
            for old in [d for d in self.known if d < day - LOOK_BACK]:
                del self.known[old]
        return self.known[day]

    def orders(self, day: int) -> _Orders:
        return self.day(day)[2]

    def forget_chats(self, day: int) -> None:
        """Keep only the orders of a day that has been written."""
        empty = np.empty(0, np.int64)
        r, o, orders = self.known[day]
        none = np.empty(0, np.bool_)
        self.known[day] = (
            _Receptions(empty, empty, empty, empty, empty, none, empty, empty, none, none, none),
            _Rounds(empty, empty, empty, empty, empty, empty, empty, empty, empty, empty, none),
            orders,
        )

    # ---- columns

    def nick(self, buyer: Ints) -> pa.Array:
        prefix = self.prefixes.take(pa.array(_mix(buyer + 5) % len(self.prefixes)))
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

    def order_tables(self, day: int, now: int, only: Bools | None = None) -> Iterator[tuple[str, pa.Table]]:
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
        insured = pa.array(_mix(o.number[pick]) % 5 > 0)
        reason = np.where(~closed, 0, np.where(o.paid[pick] >= 0, 1, 2))
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
            "close_reason": pa.array([None, "refunded", "unpaid"], pa.string()).take(pa.array(reason)),
            "amount_due": _money(o.amount[pick]),
            "amount_paid": _money(o.amount[pick], paid),
            "postage": _money(np.zeros(pick.size, np.int64)),
            "quantity": pa.array(o.quantity[pick]),
            "flag": pa.array([None, "red", "yellow", "green"], pa.string()).take(pa.array(o.flag[pick])),
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
        courier = _mix(o.number[gone] + 1) % len(COURIERS)
        prefix = pa.array([c[1] for c in COURIERS]).take(pa.array(courier))
        event_at = np.where(signed, o.signed[gone], o.shipped[gone])
        yield "shipments", self.table("shipments", {
            "order_id": pa.array(o.number[gone]).cast(pa.string()),
            "waybill": pc.binary_join_element_wise(
                prefix, pa.array(o.number[gone] % 10**16).cast(pa.string()), ""
            ),
            "courier": pa.array([c[0] for c in COURIERS]).take(pa.array(courier)),
            "shipped_at": self.time(day, o.shipped[gone]),
            "last_event": pa.array(["已揽收", "已签收"]).take(pa.array(signed.astype(np.int64))),
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
            handler = np.where(o.account[pick] >= 0, o.account[pick], 0)
            yield self.table("refunds", {
                "refund_id": pa.array(o.number[pick] // 7).cast(pa.string()),
                "order_id": pa.array(o.number[pick]).cast(pa.string()),
                "opened_at": self.time(day, o.refund[pick]),
                "finished_at": self.time(day, o.refund_end[pick], done),
                "kind": pa.array(_REFUND_KINDS).take(pa.array(kind)),
                "reason": pa.array(_REASONS).take(pa.array(_mix(o.number[pick]) % len(_REASONS))),
                "amount": _money(amount),
                "status": pa.array(["succeeded", "closed", "refused", "open"]).take(pa.array(status)),
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
        yield "accounts", self.table(
            "accounts", {"account": self.account_names, "person": people, "from": since}
        )


def _money(fen: Ints, known: Bools | None = None) -> pa.Array:
    """Fen → decimal(18, 2) yuan, by reading the same integers with a point."""
    whole = pa.array(fen.astype(np.int64), mask=None if known is None else ~known).cast(pa.decimal128(19, 0))
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(whole), whole.buffers(), offset=whole.offset)


def tables(
    spec: Bulk, days: Iterable[int], *, as_of: datetime, late_changes: bool = False
) -> Iterator[tuple[str, pa.Table]]:
    """(table, rows), a day at a time, as known at `as_of` (shop's wall time).

    days: offsets from spec.start, ascending. late_changes: also the orders of the twelve
    days before the first one whose state changed since then, as a daily export has them.
    """
    maker = _Maker(spec)
    chosen = list(days)
    now = as_of.toordinal() - date(1970, 1, 1).toordinal() - maker.base
    clock = now * DAY + as_of.hour * 3600 + as_of.minute * 60 + as_of.second
    yield from maker.standing()
    if late_changes and chosen:
        since = chosen[0] * DAY
        for day in range(max(0, chosen[0] - LOOK_BACK), chosen[0]):
            o = maker.orders(day)
            changed = np.zeros(o.number.size, np.bool_)
            for moments in (o.created, o.paid, o.shipped, o.signed, o.completed, o.closed):
                changed |= (moments >= since - day * DAY) & (moments <= clock - day * DAY)
            yield from maker.order_tables(day, clock - day * DAY, changed)
    for day in chosen:
        yield "messages", maker.messages(day)
        yield from maker.order_tables(day, clock - day * DAY)
        for table in maker.refunds(day, clock - day * DAY):
            yield "refunds", table
        yield "ratings", maker.ratings(day)
        yield "presence", maker.presence(day)
        yield from maker.shop_window(day)
        maker.forget_chats(day)


def write_bulk(
    spec: Bulk,
    folder: Path,
    days: Iterable[int],
    *,
    as_of: datetime,
    late_changes: bool = False,
) -> dict[str, int]:
    """Exchange Parquet, one file per table, into `folder`; returns the rows of each.

    Messages stand by reception, not by time, as chat exports do. `as_of` is in the
    files' metadata.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, pq.ParquetWriter] = {}
    counts: dict[str, int] = {}
    try:
        for name, table in tables(spec, days, as_of=as_of, late_changes=late_changes):
            if name not in files:
                files[name] = pq.ParquetWriter(
                    folder / f"{name}.parquet", arrow_schema(name, as_of), compression="zstd",
                    compression_level=1,
                )  # fmt: skip
            files[name].write_table(table.cast(files[name].schema))
            counts[name] = counts.get(name, 0) + table.num_rows
    finally:
        for file in files.values():
            file.close()
    return {t.name: counts[t.name] for t in EXCHANGE if t.name in counts}


assert set(_REFUND_KINDS) <= set(TABLES["refunds"].column("kind").words)
