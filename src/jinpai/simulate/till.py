"""Orders placed, paid, reminded of and given up, and what they set in motion."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from jinpai.simulate import ledger
from jinpai.simulate.dialogue import Talk
from jinpai.simulate.journey import journey
from jinpai.simulate.ledger import Dated, Order, awake
from jinpai.simulate.products import Product, words
from jinpai.simulate.talk import common, presale
from jinpai.simulate.talk.grammar import say
from jinpai.simulate.visits import Buyer, Visit
from jinpai.simulate.wall import DAY, day_of, moment

if TYPE_CHECKING:
    from jinpai.simulate.story import Story


def place(
    story: Story, visit: Visit, talk: Talk | None, at: int, extra: Product | None = None,
    agent: str = "", flag: str = "", remark: str = "",
) -> Order:  # fmt: skip
    r = story.random
    buyer, product = visit.buyer, visit.product
    story.order_number += 1
    stamp = 3_300_000_000_000 + (at // DAY - 738_000) * 1_000_000_000 + story.order_number
    quantity = 1 if r.random() < 0.88 else 2 if r.random() < 0.8 else 3
    price = product.price
    if story.campaign >= 1.8:
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
        asked = (
            "送按摩膏一支",
            "发顺丰 已补邮",
            "优先发货",
            "礼袋装 写贺卡",
            "送车充线",
            f"发{sku}勿错",
        )
        order.remark = f"{name} {asked[int(r.random() * 6)]} {stamp_day.month}.{stamp_day.day}"
        order.flag = "red" if r.random() < 0.7 else "grey"
    buyer.orders += 1
    if r.random() < 0.5:
        story.regulars.append(buyer)
    for line_product, _, _, _ in lines:
        story.sold.setdefault(line_product.code, []).append(at)
    story.unpaid[order.order_id] = order
    money(story, order, visit, talk, at, agent)
    return order


def money(story: Story, order: Order, visit: Visit, talk: Talk | None, at: int, agent: str) -> None:
    r = story.random
    account = agent or (talk.duty.agent.account if talk is not None else "")
    coming = next(
        (
            c
            for c in story.shop.campaigns
            if c.factor >= 5 and 0 < c.first.toordinal() - at // DAY <= 10
        ),
        None,
    )
    if coming is not None and not order.flag and r.random() < 0.06:
        order.deposit = order.amount_due // 10 // 100 * 100 or 100
        order.deposit_paid = at + 5 + int(r.random() * 40)
        balance = moment(coming.first, 1800 + int(r.random() ** 2 * 60000))
        story.later(balance, "pay", visit.buyer, visit.product, order)
        return
    if order.flag == "green" or r.random() < (0.86 if account else 0.9):
        pay(story, order, visit.buyer, at + 4 + int(r.random() ** 3 * 150))
        finish(story, order, visit.buyer)
        return
    chance = r.random()
    if account and chance < 0.55:
        wait = 1500 + int(r.random() * 5400)
        story.later(at + wait, "remind", visit.buyer, visit.product, order, account=account)
    elif chance < 0.75:
        paid = awake(at + 600 + int(r.random() ** 2 * 70000), r)
        story.later(paid, "pay", visit.buyer, visit.product, order)
    else:
        abandon(story, order)


def abandon(story: Story, order: Order) -> None:
    order.closed = order.created + DAY + 30
    order.close_reason = "unpaid"
    write_order(story, order)


def pay(story: Story, order: Order, buyer: Buyer, at: int) -> None:
    order.paid = at


def finish(story: Story, order: Order, buyer: Buyer) -> None:
    """Everything after the payment, planned at once."""
    r = story.random
    assert order.paid is not None
    ledger.ship(order, r)
    brushed = order.flag == "green"
    story.refund_number += 1
    number = (
        180_000_000_000_000 + int(order.order_id[:13]) % 10**9 * 1000 + story.refund_number % 1000
    )
    if not brushed:
        handler = story.handlers[story.refund_number % len(story.handlers)]
        ledger.decide_case(order, r, handler, number)
    if (order.case == "angry" and r.random() < 0.5) or order.problem == "lost":
        dispute(story, order)
    if order.refund is not None:
        mark = {"exchange": "blue", "return": "purple", "reship": "yellow"}.get(order.refund.kind)
        if mark:
            order.later_flag = mark
            day = day_of(order.refund.opened)
            word = {"blue": "换货", "purple": "退货", "yellow": "补发"}[mark]
            order.later_remark = (
                f"{order.remark} 售后 {word} {order.refund.reason} {day.month}.{day.day}".strip()
            )
    write_order(story, order)
    if order.case and order.case_at is not None and r.random() < 0.78:
        story.later(order.case_at, "after", buyer, order.product, order)
        refund = order.refund
        if refund is not None and refund.kind == "return" and refund.finished is not None:
            wait = refund.finished - refund.opened
            if wait > 2 * DAY and r.random() < 0.3:
                at = awake(refund.opened + wait - int(r.random() * DAY), r)
                story.later(at, "back", buyer, order.product, order)
    elif r.random() < 0.19 and not brushed:
        end = order.signed or order.paid + 4 * DAY
        at = awake(order.paid + int(r.random() * (end + 4 * DAY - order.paid)), r)
        story.later(at, "after", buyer, order.product, order)
    if order.signed is not None and not order.case and r.random() < 0.035:
        story.later(order.signed + 7200, "care", buyer, order.product, order)
    if order.signed is not None and order.completed is not None:
        review(story, order)


def dispute(story: Story, order: Order) -> None:
    r = story.random
    if order.case_at is None:
        return
    story.dispute_number += 1
    opened = order.case_at + int((0.3 + r.random() * 2) * DAY)
    kind = ("complaint", "platform_case", "penalty")[min(2, int(r.random() ** 1.5 * 3.4))]
    ours = r.random() < 0.5 or kind == "penalty"
    points = {"complaint": 0, "platform_case": 1 if ours else 0, "penalty": 3}[kind]
    story.add(
        "disputes",
        story.code,
        f"D{opened // DAY}{story.dispute_number:05d}",
        order.order_id,
        opened,
        opened + 3 * DAY,
        kind,
        "商家责任" if ours else "买家撤诉",
        points,
        "shop" if ours else "buyer",
    )


def review(story: Story, order: Order) -> None:
    r = story.random
    assert order.signed is not None
    if r.random() >= 0.32:
        return
    bad = 0.02 + (0.3 if order.case in ("angry", "broken") else 0.0)
    chance = r.random()
    verdict = "bad" if chance < bad else "neutral" if chance < bad + 0.012 else "good"
    bank = {
        "good": ledger.GOOD_REVIEWS,
        "neutral": ledger.NEUTRAL_REVIEWS,
        "bad": ledger.BAD_REVIEWS,
    }[verdict]
    at = awake(order.signed + int((0.2 + r.random() * 6) * DAY), r)
    text = say(r, bank, words(order.product))
    own = Random(f"{story.shop.seed}/praise/{order.order_id}")
    if verdict == "good" and own.random() < ledger.LONG_SHARE:
        text = say(own, ledger.LONG_REVIEWS, words(order.product))
    story.add("reviews", story.code, order.order_id, at, verdict, text)


def write_order(story: Story, o: Order) -> None:
    """The order's rows, now that its fate is known."""
    story.unpaid.pop(o.order_id, None)
    code = story.code
    remark: object = o.remark
    flag: object = o.flag
    if o.refund is not None and o.later_flag:
        remark = Dated(o.remark, o.refund.opened, o.later_remark)
        flag = Dated(o.flag, o.refund.opened, o.later_flag)
    story.add(
        "orders", code, o.order_id, o.buyer, o.created, o.deposit_paid, o.paid, o.shipped,
        o.signed, o.completed, o.closed, o.close_reason, o.amount_due, o.deposit,
        o.amount_paid, o.postage, o.quantity, remark, flag, o.insured,
    )  # fmt: skip
    goods = o.amount_due - o.postage
    rest = goods
    for index, (product, sku, quantity, amount) in enumerate(o.lines):
        share = rest if index == len(o.lines) - 1 else amount
        rest -= share
        line = o.order_id if index == 0 else str(int(o.order_id) + index * 1_000_000)
        story.add(
            "order_lines",
            code,
            o.order_id,
            line,
            product.code,
            sku,
            product.title,
            quantity,
            share,
        )
    if o.shipped is not None:
        story.add(
            "shipments",
            code,
            o.order_id,
            o.waybill,
            o.courier,
            o.shipped,
            journey(o, story.shop.seed),
            None,
            o.signed,
            "",
        )
    if o.refund is not None:
        f = o.refund
        story.add(
            "refunds", code, f.refund_id, o.order_id, f.opened, f.finished, f.kind, f.reason,
            f.amount, f.status, f.handler, f.waybill,
        )  # fmt: skip


def remind(story: Story, visit: Visit) -> None:
    r = story.random
    order = visit.order
    assert order is not None
    duty = story.on_duty(visit.at, visit.account)
    if not duty:
        if r.random() < 0.35:
            story.later(awake(visit.at + 7200, r), "pay", visit.buyer, visit.product, order)
        else:
            abandon(story, order)
        return
    talk = story.talk(visit, duty[0])
    talk.agent(common.REMIND, quick=True)
    chance = 0.5 + 0.2 * duty[0].agent.traits.skill
    if r.random() < chance:
        talk.pause(60, 3000)
        if r.random() < 0.6:
            talk.buyer(common.REMIND_YES, first=True)
            story.later(talk.at - 10, "pay", visit.buyer, visit.product, order)
            talk.agent(common.AGENT_BYE)
        else:
            story.later(talk.at, "pay", visit.buyer, visit.product, order)
    else:
        if r.random() < 0.3:
            talk.pause(60, 3000)
            talk.buyer(common.REMIND_NO, first=True)
            talk.agent(presale.KEEP)
        abandon(story, order)
