"""The shop's life, day by day: buyers come, ask, order, pay or not, and come back.

`Story.tell()` yields (table, rows) once a day and table. Rows hold the columns of
facts.rows in their order; moments are wall seconds, money is fen, "" and None unknown.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from jinpai.simulate import aftercare, daybook, ledger, presales, season, till
from jinpai.simulate.dialogue import Message, Talk
from jinpai.simulate.ledger import Order
from jinpai.simulate.products import BY_CODE, PRODUCTS, Product, words
from jinpai.simulate.team import Duty, roster
from jinpai.simulate.visits import Buyer, Row, Visit, nick, poisson
from jinpai.simulate.wall import DAY, at_clock, moment

if TYPE_CHECKING:
    from jinpai.simulate.shop import Shop


class Story:
    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.code = shop.code
        self.agenda: dict[int, list[Visit]] = {}
        self.tables: dict[str, list[Row]] = {}
        self.messages: list[Message] = []
        self.random = Random(f"{shop.seed}/story")
        self.seq = 0
        self.unpaid: dict[str, Order] = {}  # placed, their fate not decided yet
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
        for order in [*self.unpaid.values()]:  # nobody paid them before the story ends
            till.write_order(self, order)
        yield from self.tables.items()

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
        daybook.attendance(self, day, leave)
        self.heap = self.agenda.pop(self.today, [])
        heapq.heapify(self.heap)
        self.arrivals(day)
        daybook.mass_messages(self, day)
        while self.heap:
            self.visit(heapq.heappop(self.heap))
        daybook.shop_window(self, day)

    def new_buyer(self) -> Buyer:
        r = self.random
        while True:
            name = nick(r)
            if name not in self.nicks:
                self.nicks.add(name)
                return Buyer(name, int(r.random() * 10**6), r.gauss(0.0, 0.55))

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
        for _ in range(poisson(r, self.shop.orders_per_day * 0.012)):  # bought long ago
            at = moment(day, at_clock("09:00") + int(r.random() * 50000))
            self.later(at, "repair", self.new_buyer(), self.some_product(day))
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
        variables["courier"] = (order.courier if order else "") or ledger.COURIERS[
            int(r.random() * 3)
        ][0]
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
            till.place(self, visit, None, visit.at)
        elif kind == "brush":
            till.place(self, visit, None, visit.at, flag="green", remark="SD 空包 勿发真品")
        elif kind == "ask":
            presales.ask(self, visit)
        elif kind == "order":
            presales.order_later(self, visit)
        elif kind == "remind":
            till.remind(self, visit)
        elif kind == "pay":
            if visit.order is not None and visit.order.paid is None:
                till.pay(self, visit.order, visit.buyer, visit.at)
                till.finish(self, visit.order, visit.buyer)
        elif kind == "after":
            aftercare.after(self, visit)
        elif kind == "back":
            codes = ("back", "back", "insurance")
            aftercare.after(self, visit, codes[int(self.random.random() * 3)])
        elif kind == "repair":
            aftercare.after(self, visit, "repair")
        elif kind == "care":
            aftercare.care(self, visit)
        elif kind == "resume":
            presales.resume(self, visit)
        elif kind == "bad_review":
            aftercare.bad_review(self, visit)

    # ---- orders ----------------------------------------------------------------------

    # ---- after the order -------------------------------------------------------------

    # ---- what the shop knows of the day ----------------------------------------------


__all__ = ["Row", "Story"]
