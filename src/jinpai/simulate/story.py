"""The shop's life, day by day: buyers come, ask, order, pay or not, and come back.

`Story.tell()` yields (table, rows) once a day and table. Rows hold the columns of
facts.rows in their order; moments are wall seconds, money is fen, "" and None unknown.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from jinpai.simulate import ledger, season
from jinpai.simulate.dialogue import Message, Talk
from jinpai.simulate.ledger import Order, awake
from jinpai.simulate.products import BY_CODE, PRODUCTS, Product, words
from jinpai.simulate.talk import aftersale, common, presale
from jinpai.simulate.talk.grammar import say
from jinpai.simulate.team import MAIN, Agent, Duty, roster, state_rows
from jinpai.simulate.wall import DAY, at_clock, day_of, moment

if TYPE_CHECKING:
    from jinpai.simulate.shop import Shop

Row = tuple[object, ...]
_SYLLABLES = (
    "xiao", "li", "wang", "yang", "mei", "ting", "jun", "hao", "yu", "xin", "ling", "fang", "chen",
    "bao", "tian", "qing", "lan", "hua", "feng", "min", "jia", "ning", "shan", "yun",
)  # fmt: skip
_HAN = (
    "小", "鱼", "儿", "晴", "天", "娃", "娃", "静", "静", "的", "海", "阳", "光", "妈", "妈", "爱", "吃", "糖", "木", "子",
    "南", "风", "知", "我", "意", "悠", "然", "梦", "月", "亮", "星", "星", "果", "果", "乐", "安", "平", "老", "王", "豆",
)  # fmt: skip


@dataclass
class Buyer:
    nick: str
    number: int  # the last six digits of this buyer's orders
    luck: float
    account: str = ""
    orders: int = 0


@dataclass(order=True)
class Visit:
    at: int
    seq: int
    kind: str = field(compare=False)
    buyer: Buyer = field(compare=False)
    product: Product = field(compare=False)
    order: Order | None = field(compare=False, default=None)
    bonus: float = field(compare=False, default=0.0)
    account: str = field(compare=False, default="")


def poisson(random: Random, mean: float) -> int:
    if mean <= 0:
        return 0
    if mean > 40:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    limit, count, product = math.exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


class Story:
    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.code = shop.code
        self.agenda: dict[int, list[Visit]] = {}
        self.tables: dict[str, list[Row]] = {}
        self.messages: list[Message] = []
        self.random = Random(f"{shop.seed}/story")
        self.seq = 0
        self.order_number = 0
        self.refund_number = 0
        self.dispute_number = 0
        self.regulars: list[Buyer] = []
        self.nicks: set[str] = set()
        self.duties: list[Duty] = []
        self.heap: list[Visit] = []
        self.today = 0
        self.campaign = 1.0
        self.sold: dict[str, list[int]] = {}  # product → [orders of the day]
        self.bad_told = False
        self.planted: list[dict[str, object]] = []
        self.handlers = [a.account for a in shop.team.agents if a.group == "售后"] or [
            a.account for a in shop.team.agents[:1]
        ]

    # ---- the frame -------------------------------------------------------------------

    def tell(self) -> Iterator[tuple[str, list[Row]]]:
        for offset in range(self.shop.days):
            day = self.shop.start + timedelta(days=offset)
            self.live(day)
            if self.messages:
                self.messages.sort(key=lambda m: m[2])
                self.tables["messages"] = [(self.code, *m[:6], "", m[6]) for m in self.messages]
                self.messages = []
            yield from self.tables.items()
            self.tables = {}

    def add(self, table: str, *row: object) -> None:
        self.tables.setdefault(table, []).append(row)

    def later(
        self, at: int, kind: str, buyer: Buyer, product: Product, order: Order | None = None,
        bonus: float = 0.0, account: str = "",
    ) -> None:  # fmt: skip
        self.seq += 1
        visit = Visit(at, self.seq, kind, buyer, product, order, bonus, account)
        day = at // DAY
        if day <= self.today:
            heapq.heappush(self.heap, visit)
        else:
            self.agenda.setdefault(day, []).append(visit)

    def live(self, day: date) -> None:
        shop = self.shop
        self.random = Random(f"{shop.seed}/day/{day}")
        self.today = day.toordinal()
        self.campaign = season.factor(day, shop.campaigns)
        self.sold = {}
        self.duties, leave = roster(shop.team, day, shop.seed, self.campaign >= 1.8)
        self.attendance(day, leave)
        self.heap = self.agenda.pop(self.today, [])
        heapq.heapify(self.heap)
        self.arrivals(day)
        self.mass_messages(day)
        while self.heap:
            self.visit(heapq.heappop(self.heap))
        self.shop_window(day)

    def attendance(self, day: date, leave: list[tuple[Agent, str]]) -> None:
        for duty in self.duties:
            for start, end, state in state_rows(duty):
                self.add("presence", self.code, duty.agent.account, start, end, state)
            if not duty.agent.person:
                continue
            result = "迟到" if duty.came > duty.start - 1 and duty.came % DAY != 0 and (
                duty.came > moment(day) + at_clock("08:30" if duty.shift == "白班" else "16:30")
            ) else "正常"
            hours = round((duty.left - duty.came) / 3600, 2)
            self.add(
                "clockings", duty.agent.person, day, duty.shift, duty.came, duty.left, result, "", hours
            )
        for agent, why in leave:
            self.add("clockings", agent.person, day, "休假", None, None, "请假", why, 0)

    def new_buyer(self) -> Buyer:
        r = self.random
        while True:
            form = r.random()
            if form < 0.45:
                nick = f"tb{int(r.random() * 9e9) + 10**9}"
            elif form < 0.7:
                nick = (
                    _SYLLABLES[int(r.random() * 24)] + _SYLLABLES[int(r.random() * 24)]
                    + ("_" if r.random() < 0.4 else "") + str(int(r.random() * 10000))
                )  # fmt: skip
            else:
                nick = "".join(_HAN[int(r.random() * 40)] for _ in range(2 + int(r.random() * 4)))
                nick += str(int(r.random() * 3000)) if r.random() < 0.8 else ""
            if nick not in self.nicks:
                self.nicks.add(nick)
                return Buyer(nick, int(r.random() * 10**6), r.gauss(0.0, 0.55))

    def some_product(self, day: date) -> Product:
        event = self.shop.bad_review
        weights = [season.product_weight(p.code, p.share, day, event) for p in PRODUCTS]
        at = self.random.random() * sum(weights)
        for product, weight in zip(PRODUCTS, weights, strict=True):
            at -= weight
            if at < 0:
                return product
        return PRODUCTS[0]

    def demand(self, day: date) -> float:
        """Orders to expect on a day; a fallen best seller is not made up for by the others."""
        event = self.shop.bad_review
        share = sum(season.product_weight(p.code, p.share, day, event) for p in PRODUCTS)
        return self.shop.orders_per_day * self.campaign * share

    def arrivals(self, day: date) -> None:
        r = self.random
        orders = self.demand(day)
        asking = poisson(r, orders * 1.17)
        silent = poisson(r, orders * 0.375)
        if self.campaign >= 5:  # in the great sales people buy without asking
            asking, silent = poisson(r, orders * 0.75), poisson(r, orders * 0.58)
        hours = season.HOURS
        total = season.hour_total()
        for index in range(asking + silent):
            at = r.random() * total
            hour = 0
            while at >= hours[hour]:
                at -= hours[hour]
                hour += 1
            second = hour * 3600 + int(r.random() * 3600)
            if self.campaign >= 5 and r.random() < 0.3:  # the rush after midnight and at eight
                second = int(r.random() ** 2 * 5400) + (0 if r.random() < 0.6 else 20 * 3600)
            old = self.regulars and r.random() < 0.06
            buyer = self.regulars[int(r.random() * len(self.regulars))] if old else self.new_buyer()
            product = self.some_product(day)
            kind = "ask" if index < asking else "silent"
            self.later(moment(day, second), kind, buyer, product, bonus=0.25 if old else 0.0)
        for _ in range(poisson(r, self.shop.orders_per_day * 0.0012)):
            at = moment(day, at_clock("10:00") + int(r.random() * 36000))
            self.later(at, "brush", self.new_buyer(), PRODUCTS[int(r.random() * 3)])
        event = self.shop.bad_review
        if event is not None and day == event.day - timedelta(days=1):
            at = moment(day, at_clock("20:40"))
            self.later(at, "bad_review", self.new_buyer(), BY_CODE[event.product])

    # ---- who serves ------------------------------------------------------------------

    def on_duty(self, at: int, account: str = "", group: str = "") -> list[Duty]:
        return [
            d for d in self.duties
            if d.start <= at < d.end - 90 and (not account or d.agent.account == account)
            and (not group or d.agent.group == group)
        ]  # fmt: skip

    def route(self, buyer: Buyer, at: int, group: str) -> Duty | None:
        r = self.random
        if buyer.account and r.random() < 0.6:
            known = self.on_duty(at, buyer.account)
            if known:
                return known[0]
        pool = self.on_duty(at, group=group) or self.on_duty(at)
        if not pool:
            return None
        free = [d for d in pool if not any(a <= at < b for a, b in (*d.away, *d.busy))] or pool
        half = at // 1800
        one, two = free[int(r.random() * len(free))], free[int(r.random() * len(free))]
        return one if one.load.get(half, 0) <= two.load.get(half, 0) else two

    def heir(self, duty: Duty, at: int) -> Duty | None:
        pool = [d for d in self.on_duty(at) if d is not duty and d.end > at + 1800]
        return pool[int(self.random.random() * len(pool))] if pool else None

    def talk(self, visit: Visit, duty: Duty) -> Talk:
        r = self.random
        variables = words(visit.product)
        order = visit.order
        variables["nick"] = visit.buyer.nick
        variables["courier"] = (order.courier if order else "") or ledger.COURIERS[int(r.random() * 3)][0]
        variables["waybill"] = (order.waybill if order else "") or "单号稍后更新"
        variables["order"] = order.order_id if order else "已收到"
        variables["campaign"] = self.shop.campaigns[0].name[4:] if self.shop.campaigns else "周年庆"
        variables["digits"] = str(int(r.random() * 1e12))
        visit.buyer.account = duty.agent.account
        return Talk(self.messages, r, visit.buyer.nick, duty, visit.at, variables, self.heir)

    # ---- what happens ----------------------------------------------------------------

    def visit(self, visit: Visit) -> None:
        kind = visit.kind
        if kind == "silent":
            self.place(visit, None, visit.at)
        elif kind == "brush":
            self.place(visit, None, visit.at, flag="green", remark="SD 空包 勿发真品")
        elif kind == "ask":
            self.ask(visit)
        elif kind == "order":
            self.order_later(visit)
        elif kind == "remind":
            self.remind(visit)
        elif kind == "pay":
            if visit.order is not None and visit.order.paid is None:
                self.pay(visit.order, visit.buyer, visit.at)
                self.finish(visit.order, visit.buyer)
        elif kind == "after":
            self.after(visit)
        elif kind == "care":
            self.care(visit)
        elif kind == "resume":
            self.resume(visit)
        elif kind == "bad_review":
            self.bad_review(visit)

    def unattended(self, visit: Visit) -> None:
        """Between the night shift and the morning only the robot answers."""
        r = self.random
        variables = {**words(visit.product), "me": "小助手", "courier": "中通快递"}
        account = self.shop.team.robot
        nick = visit.buyer.nick
        bank = presale.TOPICS[int(r.random() * len(presale.TOPICS))].ask
        self.messages.append((account, nick, visit.at, "buyer", "text", say(r, bank, variables), ""))
        self.messages.append(
            (account, nick, visit.at + 1, "robot", "text", say(r, common.ROBOT_AWAY, variables), "")
        )
        if r.random() < 0.3:
            at = visit.at + 20 + int(r.random() * 60)
            text = say(r, presale.LEAVE, variables)
            self.messages.append((account, nick, at, "buyer", "text", text, ""))
        if r.random() < 0.55:
            second = visit.at % DAY
            morning = visit.at - second + (DAY if second > DAY // 2 else 0) + at_clock("08:31")
            self.later(morning + int(r.random() * 2400), "resume", visit.buyer, visit.product)
        elif r.random() < 0.2:
            self.place(visit, None, visit.at + 300 + int(r.random() * 1800))

    def resume(self, visit: Visit) -> None:
        """An agent writes to a buyer who asked while nobody was there."""
        pool = self.on_duty(visit.at, visit.account) or ([] if visit.account else self.on_duty(visit.at))
        if not pool:
            if visit.account and visit.at % DAY < at_clock("16:00"):
                self.later(visit.at + 8 * 3600, "resume", visit.buyer, visit.product, account=visit.account)
            return
        duty = pool[int(self.random.random() * len(pool))]
        talk = self.talk(visit, duty)
        if not talk.agent(common.MORNING_NOTE) or self.random.random() < 0.55:
            return
        talk.pause(30, 4000)
        self.sell(visit, talk, opened=True, bonus=-0.3)

    def ask(self, visit: Visit) -> None:
        r = self.random
        duty = self.route(visit.buyer, visit.at, "售前")
        if duty is None:
            self.unattended(visit)
            return
        talk = self.talk(visit, duty)
        if r.random() < 0.4:
            talk.buyer_text(f"{visit.product.title} {talk.words['link']}", "card", first=True)
            opened = r.random() < 0.6
        else:
            talk.buyer(common.BUYER_HELLO if r.random() < 0.6 else self.topic(set()).ask, first=True)
            opened = True
        if r.random() < 0.45:
            talk.robot(common.ROBOT_HELLO)
        traits = duty.agent.traits
        night = duty.shift == "晚班"
        miss = traits.misses if night or not duty.agent.weak else traits.misses * 0.35
        if r.random() < miss:
            self.miss(visit, talk)
            return
        if not opened:
            talk.pause(2, 15)
            talk.put("buyer", talk.line(self.topic(set()).ask))
        if not talk.agent(common.AGENT_HELLO, quick=False):
            self.left_waiting(visit, talk)
            return
        self.sell(visit, talk, opened=True, bonus=visit.bonus)

    def miss(self, visit: Visit, talk: Talk) -> None:
        """The ring that nobody answers, or only when the buyer is gone."""
        r = self.random
        for _ in range(int(r.random() * 3)):
            talk.pause(20, 200)
            talk.buyer(common.BUYER_NUDGE, first=True)
        if r.random() < 0.45:
            talk.at += int(200 + r.random() * 1500)
            if talk.at < talk.duty.end - 60 and talk.agent(common.AGENT_SORRY_LATE, quick=True):
                if r.random() < 0.3:
                    self.sell(visit, talk, opened=True, bonus=-1.0)
                    return
        if r.random() < 0.12:
            self.place(visit, None, talk.at + 600 + int(r.random() * 3600))

    def left_waiting(self, visit: Visit, talk: Talk) -> None:
        if self.random.random() < 0.7:
            at = (visit.at // DAY + 1) * DAY + at_clock("08:33") + int(self.random.random() * 1800)
            self.later(at, "resume", visit.buyer, visit.product, account=talk.duty.agent.account)

    def topic(self, used: set[str]) -> presale.Topic:
        r = self.random
        choices = [t for t in presale.TOPICS if t.code not in used]
        at = r.random() * sum(t.weight for t in choices)
        for topic in choices:
            at -= topic.weight
            if at < 0:
                used.add(topic.code)
                return topic
        return choices[-1]

    def sell(self, visit: Visit, talk: Talk, opened: bool, bonus: float) -> None:
        """Questions, answers, and whether it ends in an order."""
        r = self.random
        agent = talk.duty.agent
        traits = agent.traits
        used: set[str] = set()
        eager = 0.35 + 0.5 * traits.skill
        if r.random() < eager:
            if not talk.agent(presale.PROBE, quick=True):
                return self.left_waiting(visit, talk)
            if r.random() < 0.8:
                talk.buyer(presale.PROBE_REPLY)
        for _ in range(1 + min(5, int(r.expovariate(0.75)))):
            topic = self.topic(used)
            talk.buyer(topic.ask)
            if r.random() < 0.18:
                talk.pause(2, 20)
                talk.put("buyer", talk.line(self.topic(set(used)).ask))
            if agent.weak and r.random() < 0.45:
                if not talk.agent(presale.COLD):
                    return self.left_waiting(visit, talk)
                continue
            if not talk.agent(topic.answer):
                return self.left_waiting(visit, talk)
            if topic.more and r.random() < 0.35 and not talk.agent(topic.more, quick=True):
                return self.left_waiting(visit, talk)
            if topic.react and r.random() < 0.5:
                talk.buyer(topic.react)
                if r.random() < 0.35 and not talk.agent(presale.PUSH):
                    return self.left_waiting(visit, talk)
        if r.random() < 0.008:  # something only a colleague can say
            talk.buyer(self.topic(used).ask)
            if not talk.transfer() and talk.out[-1][5] != "transfer":
                talk.agent(presale.COLD)
        seller = talk.duty.agent.traits
        odds = 0.04 + seller.skill + seller.luck + visit.buyer.luck + bonus
        odds += -0.35 if visit.product.price > 40000 else 0.0
        odds += 0.4 if self.campaign >= 1.8 else 0.0
        odds -= 0.7 if talk.slowest > 150 else 0.0
        if r.random() >= 1 / (1 + math.exp(-odds)):
            self.gone(visit, talk)
        elif r.random() < 0.72:
            self.buy_now(visit, talk)
        else:
            talk.buyer(presale.BUY_LATER)
            talk.agent(presale.KEEP)
            wait = int(3600 * min(30.0, 2.2 * r.lognormvariate(0, 0.9)))
            at = awake(talk.at + wait, r)
            self.later(at, "order", visit.buyer, visit.product, account=talk.duty.agent.account)
            self.rate(visit, talk)

    def gone(self, visit: Visit, talk: Talk) -> None:
        r = self.random
        if r.random() < 0.75:
            talk.buyer(presale.LEAVE)
            if r.random() < talk.manners:
                talk.agent(presale.KEEP)
        self.rate(visit, talk)
        if r.random() < 0.09:
            at = awake(visit.at + int((0.6 + r.random() * 1.6) * DAY), r)
            self.later(at, "ask", visit.buyer, visit.product, bonus=0.3)

    def buy_now(self, visit: Visit, talk: Talk) -> None:
        r = self.random
        if r.random() < 0.6 and not talk.agent(presale.PUSH, quick=True):
            return
        extra: Product | None = None
        if r.random() < talk.duty.agent.traits.cross and talk.agent(presale.CROSS, quick=True):
            if r.random() < 0.28:
                extra = BY_CODE[visit.product.pair]
                talk.buyer(presale.CROSS_YES)
            else:
                talk.buyer(presale.CROSS_NO)
        talk.pause(20, 420)
        order = self.place(visit, talk, talk.at, extra)
        if r.random() < 0.55:
            talk.buyer_text(order.order_id, "order_card")
        elif r.random() < 0.7:
            talk.pause(3, 40)
            talk.put("buyer", talk.line(presale.BUY_NOW))
        talk.words["order"] = order.order_id
        if talk.agent(presale.CONFIRM) and r.random() < 0.6:
            talk.buyer(common.BUYER_THANKS)
            if r.random() < talk.manners:
                talk.agent(common.AGENT_BYE)
        self.rate(visit, talk)

    def order_later(self, visit: Visit) -> None:
        r = self.random
        order = self.place(visit, None, visit.at, agent=visit.account)
        if r.random() < 0.4:
            duty = self.on_duty(visit.at + 60, visit.account)
            if duty:
                after = Visit(visit.at + 60, 0, "", visit.buyer, visit.product, order)
                talk = self.talk(after, duty[0])
                talk.buyer(presale.BUY_NOW, first=True)
                talk.agent(presale.CONFIRM)

    def rate(self, visit: Visit, talk: Talk) -> None:
        r = self.random
        if not talk.replies:
            return
        if r.random() < 0.2:
            talk.agent(common.RATE_ME, quick=True)
        if r.random() < 0.2:
            warm = talk.duty.agent.traits.warmth - (0.25 if talk.slowest > 300 else 0.0)
            score = (5 if r.random() < 0.86 else 4) if r.random() < warm else 1 + int(r.random() * 3)
            at = talk.at + 20 + int(r.random() * 400)
            self.add("ratings", self.code, talk.duty.agent.account, visit.buyer.nick, at, score)

    # ---- orders ----------------------------------------------------------------------

    def place(
        self, visit: Visit, talk: Talk | None, at: int, extra: Product | None = None,
        agent: str = "", flag: str = "", remark: str = "",
    ) -> Order:  # fmt: skip
        r = self.random
        buyer, product = visit.buyer, visit.product
        self.order_number += 1
        stamp = 3_300_000_000_000 + (at // DAY - 738_000) * 1_000_000_000 + self.order_number
        quantity = 1 if r.random() < 0.88 else 2 if r.random() < 0.8 else 3
        price = product.price
        if self.campaign >= 1.8:
            price = price * 85 // 100
        if talk is not None and r.random() < 0.35:
            price -= 500
        sku = product.skus[int(r.random() * len(product.skus))]
        lines = [(product, sku, quantity, price * quantity)]
        if extra is not None:
            lines.append((extra, extra.skus[0], 1, extra.price - 1000))
        postage = 1000 if r.random() < 0.015 else 0
        order = Order(
            f"{stamp:013d}{buyer.number:06d}", buyer.nick, product, at,
            sum(line[3] for line in lines) + postage, sum(line[2] for line in lines),
            postage=postage, lines=lines, flag=flag, remark=remark, insured=r.random() < 0.8,
        )  # fmt: skip
        name = talk.duty.agent.name if talk is not None else ""
        stamp_day = day_of(at)
        if name and r.random() < 0.16:
            asked = ("送按摩膏一支", "发顺丰 已补邮", "优先发货", "礼袋装 写贺卡", "送车充线", f"发{sku}勿错")
            order.remark = f"{name} {asked[int(r.random() * 6)]} {stamp_day.month}.{stamp_day.day}"
            order.flag = "red" if r.random() < 0.7 else "grey"
        buyer.orders += 1
        if r.random() < 0.5:
            self.regulars.append(buyer)
        for line_product, _, _, _ in lines:
            self.sold.setdefault(line_product.code, []).append(at)
        self.money(order, visit, talk, at, agent)
        return order

    def money(self, order: Order, visit: Visit, talk: Talk | None, at: int, agent: str) -> None:
        r = self.random
        account = agent or (talk.duty.agent.account if talk is not None else "")
        coming = next((c for c in self.shop.campaigns if c.factor >= 5 and 0 < c.first.toordinal() - at // DAY <= 10), None)
        if coming is not None and not order.flag and r.random() < 0.06:
            order.deposit = order.amount_due // 10 // 100 * 100 or 100
            order.deposit_paid = at + 5 + int(r.random() * 40)
            balance = moment(coming.first, 1800 + int(r.random() ** 2 * 60000))
            self.later(balance, "pay", visit.buyer, visit.product, order)
            return
        if order.flag == "green" or r.random() < (0.86 if account else 0.9):
            self.pay(order, visit.buyer, at + 4 + int(r.random() ** 3 * 150))
            self.finish(order, visit.buyer)
            return
        chance = r.random()
        if account and chance < 0.55:
            wait = 1500 + int(r.random() * 5400)
            self.later(at + wait, "remind", visit.buyer, visit.product, order, account=account)
        elif chance < 0.75:
            paid = awake(at + 600 + int(r.random() ** 2 * 70000), r)
            self.later(paid, "pay", visit.buyer, visit.product, order)
        else:
            self.abandon(order)

    def abandon(self, order: Order) -> None:
        order.closed = order.created + DAY + 30
        order.close_reason = "unpaid"
        self.write_order(order)

    def pay(self, order: Order, buyer: Buyer, at: int) -> None:
        order.paid = at

    def finish(self, order: Order, buyer: Buyer) -> None:
        """Everything after the payment, planned at once."""
        r = self.random
        assert order.paid is not None
        ledger.ship(order, r)
        brushed = order.flag == "green"
        self.refund_number += 1
        number = 180_000_000_000_000 + int(order.order_id[:13]) % 10**9 * 1000 + self.refund_number % 1000
        if not brushed:
            handler = self.handlers[self.refund_number % len(self.handlers)]
            ledger.decide_case(order, r, handler, number)
        if order.case == "angry" and r.random() < 0.5 or order.problem == "lost":
            self.dispute(order)
        if order.refund is not None:
            mark = {"exchange": "blue", "return": "purple", "reship": "yellow"}.get(order.refund.kind)
            if mark:
                order.flag = mark
                day = day_of(order.refund.opened)
                word = {"blue": "换货", "purple": "退货", "yellow": "补发"}[mark]
                order.remark = f"{order.remark} 售后 {word} {order.refund.reason} {day.month}.{day.day}".strip()
        self.write_order(order)
        if order.case and order.case_at is not None and r.random() < 0.78:
            self.later(order.case_at, "after", buyer, order.product, order)
        elif r.random() < 0.19 and not brushed:
            end = order.signed or order.paid + 4 * DAY
            at = awake(order.paid + int(r.random() * (end + 4 * DAY - order.paid)), r)
            self.later(at, "after", buyer, order.product, order)
        if order.signed is not None and not order.case and r.random() < 0.035:
            self.later(order.signed + 7200, "care", buyer, order.product, order)
        if order.signed is not None and order.completed is not None:
            self.review(order)

    def dispute(self, order: Order) -> None:
        r = self.random
        if order.case_at is None:
            return
        self.dispute_number += 1
        opened = order.case_at + int((0.3 + r.random() * 2) * DAY)
        kind = ("complaint", "platform_case", "penalty")[min(2, int(r.random() ** 1.5 * 3.4))]
        ours = r.random() < 0.5
        points = {"complaint": 0, "platform_case": 1 if ours else 0, "penalty": 3}[kind]
        self.add(
            "disputes", self.code, f"D{opened // DAY}{self.dispute_number:05d}", order.order_id, opened,
            opened + 3 * DAY, kind, "商家责任" if ours else "买家撤诉", points, "shop" if ours else "buyer",
        )  # fmt: skip

    def review(self, order: Order) -> None:
        r = self.random
        assert order.signed is not None
        if r.random() >= 0.32:
            return
        bad = 0.02 + (0.3 if order.case in ("angry", "broken") else 0.0)
        chance = r.random()
        verdict = "bad" if chance < bad else "neutral" if chance < bad + 0.012 else "good"
        bank = {"good": ledger.GOOD_REVIEWS, "neutral": ledger.NEUTRAL_REVIEWS, "bad": ledger.BAD_REVIEWS}[verdict]
        at = awake(order.signed + int((0.2 + r.random() * 6) * DAY), r)
        self.add("reviews", self.code, order.order_id, at, verdict, say(r, bank, words(order.product)))

    def write_order(self, o: Order) -> None:
        code = self.code
        self.add(
            "orders", code, o.order_id, o.buyer, o.created, o.deposit_paid, o.paid, o.shipped,
            o.signed, o.completed, o.closed, o.close_reason, o.amount_due, o.deposit,
            o.amount_paid, o.postage, o.quantity, o.remark, o.flag, o.insured,
        )  # fmt: skip
        goods = o.amount_due - o.postage
        rest = goods
        for index, (product, sku, quantity, amount) in enumerate(o.lines):
            share = rest if index == len(o.lines) - 1 else amount
            rest -= share
            line = o.order_id if index == 0 else str(int(o.order_id) + index * 1_000_000)
            self.add("order_lines", code, o.order_id, line, product.code, sku, product.title, quantity, share)
        if o.shipped is not None:
            event_at = o.signed or o.shipped + DAY
            event = {"lost": "包裹异常", "stuck": "已签收", "damaged": "已签收 外包装破损"}.get(o.problem, "已签收")
            self.add(
                "shipments", code, o.order_id, o.waybill, o.courier, o.shipped, event, event_at, o.signed, o.problem
            )
        if o.refund is not None:
            f = o.refund
            self.add(
                "refunds", code, f.refund_id, o.order_id, f.opened, f.finished, f.kind, f.reason,
                f.amount, f.status, f.handler, f.waybill,
            )  # fmt: skip

    # ---- after the order -------------------------------------------------------------

    def remind(self, visit: Visit) -> None:
        r = self.random
        order = visit.order
        assert order is not None
        duty = self.on_duty(visit.at, visit.account)
        if not duty:
            if r.random() < 0.35:
                self.later(awake(visit.at + 7200, r), "pay", visit.buyer, visit.product, order)
            else:
                self.abandon(order)
            return
        talk = self.talk(visit, duty[0])
        talk.agent(common.REMIND, quick=True)
        chance = 0.5 + 0.2 * duty[0].agent.traits.skill
        if r.random() < chance:
            talk.pause(60, 3000)
            if r.random() < 0.6:
                talk.buyer(common.REMIND_YES, first=True)
                self.later(talk.at - 10, "pay", visit.buyer, visit.product, order)
                talk.agent(common.AGENT_BYE)
            else:
                self.later(talk.at, "pay", visit.buyer, visit.product, order)
        else:
            if r.random() < 0.3:
                talk.pause(60, 3000)
                talk.buyer(common.REMIND_NO, first=True)
                talk.agent(presale.KEEP)
            self.abandon(order)

    def after(self, visit: Visit) -> None:
        r = self.random
        order = visit.order
        assert order is not None
        duty = self.route(visit.buyer, visit.at, "售后" if r.random() < 0.6 else "")
        if duty is None:
            return
        if order.case and order.case_at is not None and visit.at >= order.case_at - 1:
            script = aftersale.CASES[order.case]
        else:
            script = self.small_case(visit, order)
        talk = self.talk(visit, duty)
        if r.random() < 0.35:
            talk.buyer(common.BUYER_HELLO, first=True)
            if not talk.agent(common.AGENT_HELLO):
                return
            first = False
        else:
            first = True
        if r.random() < 0.3:
            talk.buyer_text(order.order_id, "order_card", first=first)
            first = False
        group = talk.duty.agent.group
        for index, (who, bank) in enumerate(script.turns):
            if who == "b":
                talk.buyer(bank, first=first)
            elif who == "i":
                talk.buyer_text(say(r, common.IMAGES, talk.words), "image")
            else:
                hand = 0.55 if script.heavy else 0.12
                if index <= 1 and group == "售前" and r.random() < hand:
                    expert = self.on_duty(talk.at, group="售后")
                    if expert and expert[0] is not talk.duty and not talk.transfer(expert[0]):
                        return
                if not talk.agent(bank):
                    self.left_waiting(visit, talk)
                    return
            first = False
        if r.random() < 0.4:
            talk.buyer(common.BUYER_THANKS)
            if r.random() < talk.manners:
                talk.agent(common.AGENT_BYE)
        elif script.turns[-1][0] == "b" and r.random() < talk.manners:
            talk.agent(common.AGENT_BYE)
        self.rate(visit, talk)

    def small_case(self, visit: Visit, order: Order) -> aftersale.Script:
        at = visit.at
        shipped = order.shipped or at + 1
        signed = order.signed or at + 1
        if at < shipped:
            codes = ("ship", "ship", "ship", "address", "invoice")
        elif at < signed:
            codes = ("where", "where", "where", "where", "price")
        else:
            codes = ("use", "use", "use", "cashback", "invoice", "price")
        code = codes[int(self.random.random() * len(codes))]
        return next(s for s in aftersale.SCRIPTS if s.code == code)

    def care(self, visit: Visit) -> None:
        """The agent writes first; most buyers never answer."""
        r = self.random
        duty = self.on_duty(visit.at, visit.buyer.account)
        if not duty:
            return
        talk = self.talk(visit, duty[0])
        talk.agent(common.CARE_NOTE, quick=True)
        if r.random() < 0.3:
            talk.pause(60, 3600)
            talk.buyer(common.CARE_REPLY, first=True)
            if r.random() < 0.7:
                talk.agent(common.AGENT_BYE)

    def bad_review(self, visit: Visit) -> None:
        """The planted conversation of report 000: rude help, one bad review, a fallen best seller."""
        weak = [d for d in self.duties if d.agent.weak and d.start <= visit.at < d.end - 3600]
        duty = weak[0] if weak else self.route(visit.buyer, visit.at, "")
        if duty is None:
            return
        old = visit.at - 4 * DAY - 5 * 3600
        order = self.past_order(visit, old)
        visit.order = order
        talk = self.talk(visit, duty)
        for index, (who, line) in enumerate(aftersale.BAD_REVIEW_TALK):
            text = line.format(**talk.words)
            if who == "b":
                talk.buyer_text(text, first=index == 0)
            elif not talk.agent_text(text):
                break
        event = self.shop.bad_review
        assert event is not None
        at = moment(event.day, at_clock("09:12"))
        self.add("reviews", self.code, order.order_id, at, "bad", aftersale.BAD_REVIEW)
        self.add("ratings", self.code, duty.agent.account, visit.buyer.nick, talk.at + 60, 1)

    def past_order(self, visit: Visit, at: int) -> Order:
        self.order_number += 1
        stamp = 3_300_000_000_000 + (at // DAY - 738_000) * 1_000_000_000 + 900_000 + self.order_number % 1000
        product = visit.product
        order = Order(
            f"{stamp:013d}{visit.buyer.number:06d}", visit.buyer.nick, product, at, product.price, 1,
            lines=[(product, product.skus[0], 1, product.price)],
        )  # fmt: skip
        order.paid = at + 20
        order.shipped = at + 5 * 3600
        order.signed = at + 2 * DAY
        order.courier, order.waybill = "中通快递", f"7812{at % 10**10:010d}"
        order.completed = at + 9 * DAY
        self.write_order(order)
        return order

    # ---- what the shop knows of the day ----------------------------------------------

    def mass_messages(self, day: date) -> None:
        r = self.random
        coming = [c for c in self.shop.campaigns if (c.first - day).days == 2]
        if not coming or not self.regulars:
            return
        for duty in self.duties:
            count = min(len(self.regulars), int(30 * self.shop.orders_per_day / 250) + 3)
            at = moment(day, at_clock("17:05")) + duty.agent.slot * 61
            if not duty.start <= at < duty.end - 1800:
                continue
            chosen = {int(r.random() * len(self.regulars)) for _ in range(count)}
            for index in sorted(chosen):
                buyer = self.regulars[index]
                variables = {**words(PRODUCTS[0]), "nick": buyer.nick, "campaign": coming[0].name[4:]}
                text = say(r, common.MASS, variables)
                at += 1 + int(r.random() * 3)
                self.messages.append((duty.agent.account, buyer.nick, at, "agent", "mass", text, ""))

    def shop_window(self, day: date) -> None:
        """Traffic, advertising, campaign rows, and the figures that people enter by hand."""
        r = self.random
        for product in PRODUCTS:
            sold = len(self.sold.get(product.code, ()))
            visitors = sold + poisson(r, (sold + 1) / (0.032 if self.campaign < 5 else 0.08))
            views = visitors + poisson(r, visitors * 1.3)
            self.add("traffic", self.code, day, product.code, visitors, views, min(sold, visitors))
        scale = self.shop.orders_per_day / 250 * min(self.campaign, 4.0)
        for plan, clicks_mean in (
            ("直通车-爆款颈椎枕", 900), ("直通车-捶打披肩", 620), ("直通车-腰靠", 420), ("引力魔方-全店", 380),
        ):  # fmt: skip
            clicks = poisson(r, clicks_mean * scale)
            price = (96 + int(r.random() * 14)) * (1.25 if self.campaign >= 5 else 1.0)
            impressions = poisson(r, clicks * 22.0)
            orders = min(clicks, poisson(r, clicks * 0.0128))
            self.add("ads", self.code, day, plan, impressions, clicks, int(clicks * price), orders)
        for c in self.shop.campaigns:
            if c.first == day:
                start = moment(c.first)
                end = moment(c.last + timedelta(days=1))
                names = ";".join(p.code for p in PRODUCTS[:5])
                self.add(
                    "campaigns", self.code, c.name, start, end, names, f"{c.name[4:]}全店满300减40,爆款85折"
                )
        if day.weekday() == 6:
            for duty in self.duties:
                if not duty.agent.person:
                    continue
                base = 92 - (14 if duty.agent.weak else 0) + duty.agent.traits.skill * 8
                score = max(50.0, min(100.0, round(r.gauss(base, 3), 1)))
                self.add(
                    "manual", duty.agent.person, day, "quality_score", score, f"抽检{5 + int(r.random() * 6)}通聊天", "P02"
                )


__all__ = ["MAIN", "Buyer", "Row", "Story", "Visit"]
