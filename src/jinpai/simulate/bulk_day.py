"""A day of the bulk shop as numbers: receptions, their rounds, and the orders they lead to.

Every function is pure in (spec, day). Moments are seconds from the day's midnight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from jinpai.simulate.products import PRODUCTS
from jinpai.simulate.season import HOURS, WEEKDAYS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DAY = 86_400
LOOK_BACK = 12  # days after which an order no longer changes
REASONS = (
    "七天无理由退换货",
    "质量问题",
    "不喜欢/不想要",
    "噪音大",
    "拍错/多拍",
    "与商品描述不符",
    "少件/漏发",
)
REFUND_KINDS = ("return", "return", "return", "return", "refund", "exchange", "reship")


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


def mix(values: Ints) -> Ints:
    """A stateless hash of non-negative integers, 31 bits."""
    x = values.astype(np.uint64)
    x = (x ^ (x >> np.uint64(15))) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return ((x >> np.uint64(33)) & np.uint64(0x7FFFFFFF)).astype(np.int64)


@dataclass
class Receptions:
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


def receptions_of(spec: Bulk, day: int) -> Receptions:
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
    cut = np.where(
        (rng.random(n) < 0.02) & (rounds > 1) & (kind == 0),
        rng.integers(0, 1 << 30, n) % rounds,
        -1,
    )
    target = (account // 2 * 2 + 2 + rng.integers(0, max(1, spec.accounts // 2 - 1), n) * 2) % max(
        spec.accounts // 2 * 2, 1
    ) + account % 2
    target = np.minimum(target, spec.accounts - 1)
    cut = np.where(target == account, -1, cut)
    skills = _skills(spec.accounts)
    skill = skills[np.where(cut >= 0, target, account)]
    # a few of the chats that would end in an order run past midnight and are cut
    wanted = spec.orders_a_day * 0.608 / (spec.receptions_a_day * 0.945)
    chance = skill * (wanted / float(skills.mean()))
    converts = (rng.random(n) < chance) & (kind == 0) & ~(missed & (rounds == 1))
    later = rng.random(n) < 0.28
    carded = rng.random(n) < 0.6
    return Receptions(
        buyer, account, start, rounds, kind, missed, cut, target, converts, later, carded
    )


def _skills(accounts: int) -> Floats:
    """Each account's conversion; every twentieth is weak."""
    number = np.arange(accounts)
    skill = 0.43 + 0.09 * NORMAL[mix(number + 17) % NORMAL.size]
    return np.where(number % 20 == 7, 0.27, skill)


def _accounts(spec: Bulk, day: int, buyer: Ints, start: Ints) -> Ints:
    """Accounts come in pairs, one by day and one by night, changing places every week."""
    if spec.accounts < 2:
        return np.zeros(buyer.size, np.int64)
    pair = mix(buyer) % (spec.accounts // 2)
    night = (start >= 16 * 3600 + 1800).astype(np.int64)
    return pair * 2 + (night + day // 7) % 2


@dataclass
class Rounds:
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


def rounds_of(spec: Bulk, day: int, r: Receptions) -> Rounds:
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
    speaker = np.where(
        number >= r.cut[owner],
        np.where(r.cut[owner] >= 0, r.target[owner], r.account[owner]),
        r.account[owner],
    )
    pace = 9.0 + 1.8 * NORMAL[mix(speaker + 3) % NORMAL.size]
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
    return Rounds(first, opening, end, buyers, agents, robot, transfer, wait, owner, number, keep)


@dataclass
class Orders:
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


def orders_of(spec: Bulk, day: int, r: Receptions, o: Rounds) -> Orders:
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
    created_silent = np.searchsorted(_HOUR_EDGES, at, side="right") * 3600 + rng.integers(
        0, 3600, silent
    )
    stride = spec.receptions_a_day * 2
    strangers = day * stride + round(spec.receptions_a_day * 1.1) + np.arange(silent)
    served = np.where(r.cut[chats] >= 0, r.target[chats], r.account[chats])
    buyer = np.concatenate((r.buyer[chats], strangers)).astype(np.int64)
    created = np.minimum(np.concatenate((created_chat, created_silent)), DAY * 2 - 1).astype(
        np.int64
    )
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
    refund_kind = rng.integers(0, len(REFUND_KINDS), n)
    early = refund_kind == 4
    refund = np.where(
        goes, np.where(early, paid + 1200, signed + rng.integers(3600, 4 * DAY, n)), -1
    )
    refund_end = np.where(
        goes, refund + np.where(early, rng.integers(60, 7200, n), rng.integers(DAY, 4 * DAY, n)), -1
    )
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
    number = (
        3_300_000_000_000_000_000
        + np.int64(day) * 10**12
        + np.arange(n) * 10**5
        + mix(buyer) % 10**5
    )
    return Orders(
        day, number, buyer, created, paid, shipped, signed, completed, closed, product, quantity,
        amount,
        flag, refund, refund_end, refund_kind, refund_status, cards, account,
    )  # fmt: skip
