"""Before the purchase: rings answered and missed, selling, buyers who leave or order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from jinpai.simulate import till
from jinpai.simulate.dialogue import Talk
from jinpai.simulate.ledger import awake
from jinpai.simulate.products import BY_CODE, Product, words
from jinpai.simulate.talk import common, presale
from jinpai.simulate.talk.grammar import say
from jinpai.simulate.talk.topic import Topic
from jinpai.simulate.visits import Visit
from jinpai.simulate.wall import DAY, at_clock

if TYPE_CHECKING:
    from jinpai.simulate.story import Story


def unattended(story: Story, visit: Visit) -> None:
    """Between the night shift and the morning only the robot answers."""
    r = story.random
    variables = {**words(visit.product), "me": "小助手", "courier": "中通快递"}
    account = story.shop.team.robot
    nick = visit.buyer.nick
    bank = presale.TOPICS[int(r.random() * len(presale.TOPICS))].ask
    story.messages.append((account, nick, visit.at, "buyer", "text", say(r, bank, variables), ""))
    story.messages.append(
        (account, nick, visit.at + 1, "robot", "text", say(r, common.ROBOT_AWAY, variables), "")
    )
    if r.random() < 0.3:
        at = visit.at + 20 + int(r.random() * 60)
        text = say(r, presale.LEAVE, variables)
        story.messages.append((account, nick, at, "buyer", "text", text, ""))
    if r.random() < 0.55:
        second = visit.at % DAY
        morning = visit.at - second + (DAY if second > DAY // 2 else 0) + at_clock("08:31")
        story.later(morning + int(r.random() * 2400), "resume", visit.buyer, visit.product)
    elif r.random() < 0.2:
        till.place(story, visit, None, visit.at + 300 + int(r.random() * 1800))


def resume(story: Story, visit: Visit) -> None:
    """An agent writes to a buyer who asked while nobody was there."""
    pool = story.on_duty(visit.at, visit.account) or (
        [] if visit.account else story.on_duty(visit.at)
    )
    if not pool:
        if visit.account and visit.at % DAY < at_clock("16:00"):
            story.later(
                visit.at + 8 * 3600, "resume", visit.buyer, visit.product, account=visit.account
            )
        return
    duty = pool[int(story.random.random() * len(pool))]
    talk = story.talk(visit, duty)
    if not talk.agent(common.MORNING_NOTE) or story.random.random() < 0.55:
        return
    talk.pause(30, 4000)
    sell(story, visit, talk, bonus=-0.3)


def ask(story: Story, visit: Visit) -> None:
    r = story.random
    duty = story.route(visit.buyer, visit.at, "售前")
    if duty is None:
        unattended(story, visit)
        return
    talk = story.talk(visit, duty)
    asked: Topic | None = None
    question = ""
    if r.random() < 0.4:
        talk.buyer_text(f"{visit.product.title} {talk.words['link']}", "card", first=True)
        if r.random() < 0.4:
            asked = topic(story, set())
    elif r.random() < 0.6:
        talk.buyer(common.BUYER_HELLO, first=True)
    else:
        asked = topic(story, set())
        question = talk.buyer(asked.ask, first=True)
    if r.random() < 0.45:
        talk.robot(common.ROBOT_HELLO)
    traits = duty.agent.traits
    night = duty.shift == "晚班"
    chance = traits.misses if night or not duty.agent.weak else traits.misses * 0.35
    if r.random() < chance:
        miss(story, visit, talk)
        return
    if asked is not None and not question:
        talk.pause(2, 15)
        question = talk.buyer(asked.ask, first=True)
    if not talk.agent(common.AGENT_HELLO if not question else common.AGENT_HELLO_SHORT):
        left_waiting(story, visit, talk)
        return
    sell(story, visit, talk, bonus=visit.bonus, asked=asked, question=question)


def miss(story: Story, visit: Visit, talk: Talk) -> None:
    """The ring that nobody answers, or only when the buyer is gone."""
    r = story.random
    for _ in range(int(r.random() * 3)):
        talk.pause(20, 200)
        talk.buyer(common.BUYER_NUDGE, first=True)
    if r.random() < 0.45:
        talk.at += int(200 + r.random() * 1500)
        there = talk.at < talk.duty.end - 60
        if there and talk.agent(common.AGENT_SORRY_LATE, quick=True) and r.random() < 0.3:
            sell(story, visit, talk, bonus=-1.0)
            return
    if r.random() < 0.12:
        till.place(story, visit, None, talk.at + 600 + int(r.random() * 3600))


def left_waiting(story: Story, visit: Visit, talk: Talk) -> None:
    if story.random.random() < 0.7:
        at = (visit.at // DAY + 1) * DAY + at_clock("08:33") + int(story.random.random() * 1800)
        story.later(at, "resume", visit.buyer, visit.product, account=talk.duty.agent.account)


def topic(story: Story, used: set[str]) -> Topic:
    r = story.random
    choices = [t for t in presale.TOPICS if t.code not in used]
    at = r.random() * sum(t.weight for t in choices)
    for topic in choices:
        at -= topic.weight
        if at < 0:
            used.add(topic.code)
            return topic
    return choices[-1]


def sell(
    story: Story, visit: Visit, talk: Talk, bonus: float, asked: Topic | None = None,
    question: str = "",
) -> None:  # fmt: skip
    """Questions, answers, and whether it ends in an order. `asked` waits for its answer."""
    r = story.random
    used: set[str] = set()
    if asked is not None:
        used.add(asked.code)
        if not answer(story, talk, asked, question, quick=True):
            return left_waiting(story, visit, talk)
    eager = 0.35 + 0.5 * talk.duty.agent.traits.skill
    if r.random() < eager:
        if not talk.agent(presale.PROBE, quick=True):
            return left_waiting(story, visit, talk)
        if r.random() < 0.8:
            talk.buyer(presale.PROBE_REPLY)
    for _ in range(1 + min(5, int(r.expovariate(0.75)))):
        topics = [topic(story, used)]
        questions = [talk.buyer(topics[0].ask)]
        if r.random() < 0.18:
            topics.append(topic(story, used))
            talk.pause(2, 20)
            questions.append(talk.buyer(topics[1].ask, first=True))
        for index, (one, said) in enumerate(zip(topics, questions, strict=True)):
            if not answer(story, talk, one, said, quick=index > 0):
                return left_waiting(story, visit, talk)
    if r.random() < 0.008:  # something only a colleague can say
        talk.buyer(topic(story, used).ask)
        if not talk.transfer() and talk.out[-1][5] != "transfer":
            talk.agent(presale.COLD)
    seller = talk.duty.agent.traits
    odds = 0.04 + seller.skill + seller.luck + visit.buyer.luck + bonus
    odds += -0.35 if visit.product.price > 40000 else 0.0
    odds += 0.4 if story.campaign >= 1.8 else 0.0
    odds -= 0.7 if talk.slowest > 150 else 0.0
    if r.random() >= 1 / (1 + math.exp(-odds)):
        gone(story, visit, talk)
    elif r.random() < 0.72:
        buy_now(story, visit, talk)
    else:
        talk.buyer(presale.BUY_LATER)
        talk.agent(presale.KEEP)
        wait = int(3600 * min(30.0, 2.2 * r.lognormvariate(0, 0.9)))
        at = awake(talk.at + wait, r)
        story.later(at, "order", visit.buyer, visit.product, account=talk.duty.agent.account)
        rate(story, visit, talk)


def answer(story: Story, talk: Talk, asked: Topic, question: str, quick: bool) -> bool:
    """What the agent says to a question, and what may follow; False when she is gone."""
    r = story.random
    if talk.duty.agent.weak and r.random() < 0.45:
        return talk.agent(presale.COLD, quick)
    if not talk.agent(asked.answer, quick, to=question):
        return False
    if asked.more and r.random() < 0.35 and not talk.agent(asked.more, quick=True):
        return False
    if asked.react and r.random() < 0.5:
        said = talk.buyer(asked.react)
        return talk.agent(presale.REPLIES.get(asked.code, presale.ACK), to=said)
    return True


def gone(story: Story, visit: Visit, talk: Talk) -> None:
    r = story.random
    if r.random() < 0.75:
        talk.buyer(presale.LEAVE)
        if r.random() < talk.manners:
            talk.agent(presale.KEEP)
    rate(story, visit, talk)
    if r.random() < 0.09:
        at = awake(visit.at + int((0.6 + r.random() * 1.6) * DAY), r)
        story.later(at, "ask", visit.buyer, visit.product, bonus=0.3)


def buy_now(story: Story, visit: Visit, talk: Talk) -> None:
    r = story.random
    if r.random() < 0.6 and not talk.agent(presale.PUSH, quick=True):
        return
    extra: Product | None = None
    if r.random() < talk.duty.agent.traits.cross and talk.agent(presale.CROSS, quick=True):
        if r.random() < 0.28:
            extra = BY_CODE[visit.product.pair]
            talk.buyer(presale.CROSS_YES)
        else:
            talk.buyer(presale.CROSS_NO)
        if not talk.agent(presale.CROSS_OK if extra else presale.CROSS_FINE):
            return
    talk.pause(15, 240)
    order = till.place(story, visit, talk, talk.at, extra)
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
    rate(story, visit, talk)


def order_later(story: Story, visit: Visit) -> None:
    r = story.random
    order = till.place(story, visit, None, visit.at, agent=visit.account)
    if r.random() < 0.4:
        duty = story.on_duty(visit.at + 60, visit.account)
        if duty:
            after = Visit(visit.at + 60, 0, "", visit.buyer, visit.product, order)
            talk = story.talk(after, duty[0])
            talk.buyer(presale.BUY_NOW, first=True)
            talk.agent(presale.CONFIRM)


def rate(story: Story, visit: Visit, talk: Talk) -> None:
    r = story.random
    if not talk.replies:
        return
    if r.random() < 0.2:
        talk.agent(common.RATE_ME, quick=True)
    if r.random() < 0.2:
        warm = talk.duty.agent.traits.warmth - (0.25 if talk.slowest > 300 else 0.0)
        score = (5 if r.random() < 0.86 else 4) if r.random() < warm else 1 + int(r.random() * 3)
        at = talk.at + 20 + int(r.random() * 400)
        story.add("ratings", story.code, talk.duty.agent.account, visit.buyer.nick, at, score)
