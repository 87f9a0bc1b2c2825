"""Orders and everything that becomes of them: parcels, refunds, reviews, disputes.

Facts are complete the moment an order is placed, futures included; the writer cuts them
at the time of the export. Money is in fen, moments are wall seconds, None is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from jinpai.simulate.products import Product
from jinpai.simulate.talk.aftersale import REASONS
from jinpai.simulate.wall import DAY, at_clock

COURIERS = (
    ("中通快递", "7812"),
    ("圆通速递", "YT88"),
    ("韵达快递", "4312"),
    ("申通快递", "7730"),
    ("顺丰速运", "SF13"),
)
GOOD_REVIEWS = (
    "[按着很舒服|力度刚好],[老妈很喜欢|天天用],[客服也很耐心|物流很快]",
    "收到了,[包装完好|质量不错],[试了一下挺好的|效果可以]",
    "[第二次买了|朋友推荐的],{name}[真的可以|没让我失望]",
    "{part}[舒服多了|轻松不少],[值得买|推荐]",
    "[性价比高|物超所值],[声音不大|操作简单]",
    "此用户没有填写评价",
)
LONG_REVIEWS = (
    "[买给妈妈的|送给爸妈的],[一开始怕力度太大|本来担心不会用],客服[很耐心地讲了怎么用|一步一步教],"
    "现在[每天晚上都用一会儿|看电视的时候就用],{part}[轻松多了|舒服不少],[真心推荐|以后还来]",
    "用了[半个月|一个多星期]才来评价,{name}[做工扎实|手感很好],[声音小|充一次电能用好几天],"
    "[老公也抢着用|同事也问我要链接],{part}[确实舒服了很多|没那么酸了]",
)
LONG_SHARE = 0.03  # of the good ones
NEUTRAL_REVIEWS = (
    "[一般般|凑合用],[声音有点大|力度偏小]",
    "[没有想象的好|效果一般],[客服态度还行|物流慢]",
)
BAD_REVIEWS = (
    "[用了几天就坏了|开不了机],[失望|别买]",
    "[噪音太大|有味道],[跟描述不符|后悔买了]",
    "客服[回复太慢|不理人],[差评|体验很差]",
)


@dataclass(frozen=True)
class Dated:
    """A cell that changes once: a remark or a flag that after-sales set later."""

    before: str
    moment: int
    after: str

    def at(self, now: int) -> str:
        return self.after if self.moment <= now else self.before


@dataclass
class Order:
    order_id: str
    buyer: str
    product: Product
    created: int
    amount_due: int
    quantity: int
    postage: int = 0
    deposit_paid: int | None = None
    deposit: int | None = None
    paid: int | None = None
    shipped: int | None = None
    signed: int | None = None
    completed: int | None = None
    closed: int | None = None
    close_reason: str = ""
    remark: str = ""
    flag: str = ""
    later_remark: str = ""  # what after-sales add when the refund opens
    later_flag: str = ""
    insured: bool = True
    courier: str = ""
    waybill: str = ""
    problem: str = ""
    case: str = ""  # the after-sales script that it will run into
    case_at: int | None = None
    lines: list[tuple[Product, str, int, int]] = field(default_factory=list)
    refund: Refund | None = None

    @property
    def amount_paid(self) -> int | None:
        return self.amount_due if self.paid is not None else None


@dataclass
class Refund:
    refund_id: str
    opened: int
    finished: int | None
    kind: str
    reason: str
    amount: int
    status: str  # in the end
    handler: str
    waybill: str


def weighted(random: Random, choices: tuple[tuple[str, float], ...]) -> str:
    total = sum(w for _, w in choices)
    at = random.random() * total
    for value, weight in choices:
        at -= weight
        if at < 0:
            return value
    return choices[-1][0]


def awake(moment: int, random: Random) -> int:
    """The next moment at which a buyer is up: between 08:40 and 23:40."""
    second = moment % DAY
    if at_clock("08:40") <= second <= at_clock("23:40"):
        return moment
    base = moment - second + (DAY if second > at_clock("23:40") else 0)
    return base + at_clock("08:40") + int(random.random() * 3 * 3600)


def ship(order: Order, random: Random) -> None:
    """Paid before 16:00 leaves the same day, else the next; signed two to five days later."""
    assert order.paid is not None
    courier, prefix = COURIERS[int(random.random() ** 1.4 * len(COURIERS))]
    day, second = divmod(order.paid, DAY)
    if second > at_clock("16:00"):
        day += 1
    if random.random() < 0.06:
        day += 1
    order.shipped = max(
        day * DAY + at_clock("15:30") + int(random.random() * 4.5 * 3600), order.paid + 1800
    )
    order.courier = courier
    order.waybill = prefix + "".join(str(int(random.random() * 10)) for _ in range(10))
    order.signed = order.shipped + int((1.4 + random.random() ** 2 * 3.6) * DAY)
    order.signed = (
        order.signed - order.signed % DAY + at_clock("09:00") + int(random.random() * 39000)
    )
    chance = random.random()
    if chance < 0.012:
        order.problem = "stuck"
        order.signed += int((2 + random.random() * 4) * DAY)
    elif chance < 0.014:
        order.problem = "lost"
        order.signed = None
    elif chance < 0.02:
        order.problem = "damaged"
    if order.signed is not None:
        wait = 10.0 if random.random() < 0.55 else random.random() * 9
        order.completed = order.signed + int(wait * DAY) + int(random.random() * 3600)


def decide_case(order: Order, random: Random, handler: str, number: int) -> None:
    """Whether the order comes back, why, and what that costs. Never more than was paid."""
    assert order.paid is not None and order.shipped is not None
    chance = random.random()
    returns = order.product.returns
    if order.problem == "lost":
        order.case = "cancel"
        order.case_at = awake(order.shipped + int((6 + random.random() * 3) * DAY), random)
    elif chance < 0.014:
        order.case = "cancel"
        order.case_at = awake(
            order.paid + int(random.random() * 0.6 * (order.shipped - order.paid)), random
        )
        if order.case_at >= order.shipped - 900:
            order.case = ""
    elif order.signed is not None:
        day = order.signed + int((0.15 + random.random() ** 1.5 * 6.3) * DAY)
        steps = (
            ("return", returns * 0.6),
            ("broken", returns * 0.28),
            ("angry", returns * 0.08),
            ("exchange", returns * 0.12),
            ("missing", 0.008),
        )
        chance -= 0.014
        for case, probability in steps:
            if chance < probability:
                order.case = case
                order.case_at = awake(day, random)
                break
            chance -= probability
    if not order.case or order.case_at is None:
        order.case = ""
        return
    kind = {"cancel": "refund", "exchange": "exchange", "missing": "reship"}.get(
        order.case, "return"
    )
    opened = order.case_at + int(120 + random.random() * 900)
    amount = order.amount_due
    if kind in ("exchange", "reship"):
        amount = 0
    elif order.quantity > 1 and random.random() < 0.5:
        amount = order.amount_due // order.quantity
    if kind == "refund":
        finished = opened + int(60 + random.random() ** 3 * 4 * 3600)
    else:
        finished = opened + int((2.2 + random.random() * 4.5) * DAY)
    status = "succeeded"
    chance = random.random()
    if kind == "return" and chance < 0.07:
        status, finished = "closed", opened + int((0.5 + random.random() * 2) * DAY)
    elif kind == "return" and chance < 0.09:
        status, finished = "refused", opened + int((0.5 + random.random()) * DAY)
    back = ""
    if kind in ("return", "exchange") and status == "succeeded":
        back = "75" + "".join(str(int(random.random() * 10)) for _ in range(12))
    reason = weighted(random, REASONS[order.case]) if order.problem != "lost" else "物流丢件"
    order.refund = Refund(
        f"{number:015d}", opened, finished, kind, reason, amount, status, handler, back
    )
    if kind == "refund":
        if order.problem != "lost":
            order.shipped = order.signed = order.completed = None
            order.courier = order.waybill = order.problem = ""
        order.closed, order.close_reason = finished, "refunded"
    elif kind == "return" and status == "succeeded":
        order.completed = None
        if amount == order.amount_due:
            order.closed, order.close_reason = finished, "refunded"
        else:
            order.completed = finished + 3600
    elif order.completed is not None and order.completed < finished:
        order.completed = finished + 3600
