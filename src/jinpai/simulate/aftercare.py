"""After the purchase: parcels, returns, faults, care, and the one review that hurts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinpai.simulate import presales, till
from jinpai.simulate.ledger import Order
from jinpai.simulate.talk import aftersale, common
from jinpai.simulate.talk.grammar import say
from jinpai.simulate.visits import Visit
from jinpai.simulate.wall import DAY, at_clock, moment

if TYPE_CHECKING:
    from jinpai.simulate.story import Story


def after(story: Story, visit: Visit, code: str = "") -> None:
    """A buyer comes back with something; `code` names the script when the visit does."""
    r = story.random
    order = visit.order
    duty = story.route(visit.buyer, visit.at, "售后" if r.random() < 0.6 else "")
    if duty is None:
        return
    if code or order is None:
        script = script_of(code or "repair")
    elif order.case and order.case_at is not None and visit.at >= order.case_at - 1:
        script = aftersale.CASES[order.case]
    else:
        script = small_case(story, visit, order)
    talk = story.talk(visit, duty)
    if r.random() < 0.35:
        talk.buyer(common.BUYER_HELLO, first=True)
        if not talk.agent(common.AGENT_HELLO):
            return
        first = False
    else:
        first = True
    if order is not None and r.random() < 0.3:
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
                expert = story.on_duty(talk.at, group="售后")
                if expert and expert[0] is not talk.duty and not talk.transfer(expert[0]):
                    return
            if not talk.agent(bank):
                presales.left_waiting(story, visit, talk)
                return
        first = False
    if r.random() < 0.4:
        talk.buyer(common.BUYER_THANKS)
        if r.random() < talk.manners:
            talk.agent(common.AGENT_BYE)
    elif script.turns[-1][0] == "b" and r.random() < talk.manners:
        talk.agent(common.AGENT_BYE)
    presales.rate(story, visit, talk)


def small_case(story: Story, visit: Visit, order: Order) -> aftersale.Script:
    at = visit.at
    shipped = order.shipped or at + 1
    signed = order.signed or at + 1
    if at < shipped:
        codes: tuple[str, ...] = ("ship", "ship", "ship", "address", "invoice")
    elif at < signed:
        codes = ("where", "where", "where", "where", "price")
    else:
        codes = (
            "use", "use", "use", "cashback", "invoice", "price", "signed", "wrong",
        )  # fmt: skip
    return script_of(codes[int(story.random.random() * len(codes))])


def script_of(code: str) -> aftersale.Script:
    return next(s for s in aftersale.SCRIPTS if s.code == code)


def care(story: Story, visit: Visit) -> None:
    """The agent writes first; most buyers never answer."""
    r = story.random
    duty = story.on_duty(visit.at, visit.buyer.account)
    if not duty:
        return
    talk = story.talk(visit, duty[0])
    talk.agent(common.CARE_NOTE, quick=True)
    if r.random() < 0.3:
        talk.pause(60, 3600)
        talk.buyer(common.CARE_REPLY, first=True)
        if r.random() < 0.7:
            talk.agent(common.AGENT_BYE)


def bad_review(story: Story, visit: Visit) -> None:
    """The planted conversation of report 000: rude help, one bad review, a fallen best seller."""
    weak = [d for d in story.duties if d.agent.weak and d.start <= visit.at < d.end - 3600]
    duty = weak[0] if weak else story.route(visit.buyer, visit.at, "")
    if duty is None:
        return
    old = visit.at - 4 * DAY - 5 * 3600
    order = past_order(story, visit, old)
    visit.order = order
    talk = story.talk(visit, duty)
    for index, (who, line) in enumerate(aftersale.BAD_REVIEW_TALK):
        text = line.format(**talk.words)
        if who == "b":
            talk.buyer_text(text, first=index == 0)
        elif not talk.agent_text(text):
            break
    event = story.shop.bad_review
    assert event is not None
    at = moment(event.day, at_clock("09:12"))
    story.add("reviews", story.code, order.order_id, at, "bad", aftersale.BAD_REVIEW)
    story.add("ratings", story.code, duty.agent.account, visit.buyer.nick, talk.at + 60, 1)


def past_order(story: Story, visit: Visit, at: int) -> Order:
    story.order_number += 1
    stamp = (
        3_300_000_000_000
        + (at // DAY - 738_000) * 1_000_000_000
        + 900_000
        + story.order_number % 1000
    )
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
    till.write_order(story, order)
    return order
