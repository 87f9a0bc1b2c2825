"""The demo's lists: filled, worked on by its agents for some days, and filled again this morning.

What is closed is said with the outcomes and reasons of each list, so that the weekly ranking and
the conversions have something to say; some things are put off, one shift is handed over and signed
for, another waits for its signature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from jinpai.apps.desk import filling, mornings
from jinpai.apps.desk.actions import handover, incidents, orders, rising, tasks
from jinpai.apps.desk.models import OPEN_STATES, Incident, Task
from jinpai.apps.desk.queries.changes import What, standing
from jinpai.apps.team.models import User
from jinpai.cli.demo_morning import Morning, beat


@dataclass(frozen=True)
class Said:
    """How one item went: its last word, after `tries` where there were any."""

    outcome: str
    reason: str = ""
    note: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    tries: Sequence[str] = ()
    closes: bool = True


AUDITED = {"address": "1", "gifts": "1", "remarks": "1"}
WORDS: Mapping[str, Sequence[Said]] = {
    "lost_inquiries": (
        Said("not_bought", "price"), Said("no_answer", tries=("contacted",)),
        Said("not_bought", "comparing"), Said("not_bought", "undecided"),
        Said("not_bought", "price", note="等双十二降价"), Said("no_answer"),
        Said("not_bought", "waiting_campaign"), Said("not_bought", "quality_doubt"),
        Said("not_inquiry", note="问快递,不是问商品"), Said("not_bought", "delivery"),
    ),
    "unpaid": (
        Said("not_paid", "price", tries=("reminded",)), Said("not_paid", "changed_mind"),
        Said("reminded", closes=False), Said("not_paid", "payment_trouble", tries=("called",)),
        Said("not_paid", "bought_elsewhere"),
    ),
    "visits": (
        Said("satisfied"), Said("satisfied", tries=("no_answer",)),
        Said("second_need", fields={"need": "想给父母再买一台足疗机"}), Said("no_contact"),
        *[Said("satisfied")] * 7, Said("unsatisfied", "quality"), *[Said("satisfied")] * 9,
        Said("no_contact"), Said("satisfied"), Said("unsatisfied", "logistics"),
        *[Said("satisfied")] * 5,
    ),
    "unconfirmed": (
        *[Said("satisfied", tries=("well",))] * 6, Said("no_contact", tries=("no_answer",)),
        Said("messaged", closes=False), *[Said("satisfied", tries=("well",))] * 8,
        Said("no_contact"), Said("messaged", closes=False), Said("problem", "quality"),
        *[Said("satisfied", tries=("well",))] * 7, Said("problem", "size"),
    ),
    "overnight": (
        Said("replied"), Said("no_need"), Said("replied"), Said("called"), Said("no_need"),
    ),
    "promises": (
        Said("kept"), Said("remarked", fields={"remark": "已备注"}), Said("kept"),
        Said("not_promise", note="只是介绍规则"), Said("withdrawn", "no_stock"),
    ),
    "parcels": (
        *[Said("moving", tries=("asked_carrier",)), Said("moving")] * 5,
        Said("asked_carrier", fields={"carrier_said": "明天派送"}, closes=False),
        Said("claimed", "damaged"), Said("moving"), Said("reshipped", "lost"),
        Said("told_buyer", closes=False),
    ),
    "unshipped": (
        Said("told_warehouse", fields={"told": "仓库老吴"}, closes=False),
        Said("agreed_later", "part_missing"), Said("told_buyer", closes=False),
        Said("agreed_later", "buyer_later"),
    ),
    "reviews": (
        Said("solved", "quality", fields={"reply": "给您添麻烦了,已安排换新", "fix": "换新一台"}),
        Said("replied", "logistics", fields={"reply": "物流慢了,我们已换快递"}),
        Said("contacted", closes=False), Said("no_solution", "price"), Said("replied", "packing"),
        Said("replied", "size"), Said("solved", "service", fields={"fix": "道歉,补发脚套"}),
    ),
    "complaints": (
        Said("settled", fields={"proposal": "退货退款,运费我们出"}, tries=("evidence_sent",)),
        Said("evidence_sent", fields={"facts": "聊天和物流截图已上传"}, closes=False),
        Said("won"), Said("withdrawn"),
    ),
    "audit": (
        Said("passed", fields=AUDITED), Said("passed", fields=AUDITED),
        Said("corrected", fields={"changed": "地址里的门牌号"}),
    ),
}  # fmt: skip
FACTS = {"evidence_sent": {"facts": "聊天和物流截图已上传"}}
LEFT = {"unshipped": 3, "complaints": 2, "reviews": 6, "promises": 3, "unpaid": 3}
"""Of how many one is left for the next day; of the others one of thirty."""
MOST = 400  # items of a list that are worked on in the story
INCIDENTS_LEFT = 1


def tell(morning: Morning) -> None:
    filling.fill(morning.reading, morning.ago(1, 12))
    _work(morning)
    _seen(morning)
    filling.fill(morning.reading, morning.now - timedelta(minutes=25))
    mornings.begin(morning.now - timedelta(minutes=25))
    for part in (_incident, _early, _later, _remarks, _shifts):
        with beat():
            part(morning)
    filling.tick(morning.now)
    rising.rise(now=morning.now)


# -- the days before ---------------------------------------------------------------------


@transaction.atomic
def _work(morning: Morning) -> None:
    """Most of what was open yesterday is worked on, whoever it belongs to."""
    for code, words in WORDS.items():
        open_ = Task.objects.filter(
            list=code, state=Task.State.OPEN, since__lte=morning.ago(1, 16)
        ).exclude(Q(key__endswith=incidents.OWNER) | Q(data__has_key="incident"))
        left = LEFT.get(code, 30)
        for number, task in enumerate(open_.order_by("since", "pk")[:MOST]):
            if number % left < left - 1:
                minute = number * 7 % 540
                at = morning.ago(1, 12 + minute // 60, minute % 60)
                _say(morning, task, words[number % len(words)], at, number)


@transaction.atomic
def _seen(morning: Morning) -> None:
    """The incidents of the week but the newest: answered, and seen by the owner."""
    told = Task.objects.filter(list="reviews", data__has_key="incident", state=Task.State.OPEN)
    mine = told.exclude(key__endswith=incidents.OWNER).order_by("-since", "pk")
    for number, task in enumerate(mine[INCIDENTS_LEFT:]):
        at = morning.ago(1, 13 + number % 6, 7 * number % 60)
        _say(morning, task, WORDS["reviews"][(0, 1, 4, 5)[number % 4]], at, number)
        for alert in told.filter(key=task.key + incidents.OWNER):
            tasks.finish(by=morning.owner, task=alert.pk, version=alert.version, outcome="seen",
                         now=morning.ago(1, 20, 30))  # fmt: skip


def _say(morning: Morning, task: Task, said: Said, at: datetime, number: int) -> None:
    by = _whose(morning, task, number)
    for word in said.tries:
        task = tasks.attempt(by=by, task=task.pk, version=task.version, outcome=word, now=at,
                             fields=FACTS.get(word))  # fmt: skip
        at += timedelta(minutes=12)
    record: Any = tasks.finish if said.closes else tasks.attempt
    record(by=by, task=task.pk, version=task.version, outcome=said.outcome, reason=said.reason,
           note=said.note, fields=said.fields, now=min(at, morning.now))  # fmt: skip


def _whose(morning: Morning, task: Task, number: int) -> User:
    """Who has it; of what nobody has, one of those whose it is."""
    if task.role == "assistant":
        return morning.assistant or morning.supervisor
    if task.role != "agent":
        return morning.supervisor
    own = [u for u in morning.agents if u.person == task.person]
    if task.person and not own:
        return morning.supervisor
    return own[0] if own else morning.agent(number)


# -- this morning ------------------------------------------------------------------------


@transaction.atomic
def _early(morning: Morning) -> None:
    """The first half hour: last night's messages, some orders looked at, a few in hand."""
    done = {
        "overnight": 9, "promises": 18, "complaints": 3, "audit": 2, "unpaid": 2, "visits": 4,
        "lost_inquiries": 4,
    }  # fmt: skip
    for code, count in done.items():
        rows = Task.objects.filter(list=code, state=Task.State.OPEN).order_by("since", "pk")
        for number, task in enumerate(rows[:count]):
            at = morning.now - timedelta(minutes=20 - number)
            _say(morning, task, WORDS[code][number % len(WORDS[code])], at, number)
    for number, agent in enumerate(morning.agents[1:4]):
        own = Task.objects.filter(
            person=agent.person, state=Task.State.OPEN, list__in=("visits", "overnight")
        ).first()
        if own is not None:
            tasks.claim(by=agent, task=own.pk, version=own.version,
                        now=morning.now - timedelta(minutes=5 + number))  # fmt: skip


def _later(morning: Morning) -> None:
    """Put off until the buyer has time."""
    told = (("visits", "买家说下午两点后方便"), ("unconfirmed", "买家出差,周末到家再看"),
            ("lost_inquiries", "买家发工资那天再联系"))  # fmt: skip
    for number, (code, why) in enumerate(told):
        task = Task.objects.filter(list=code, state=Task.State.OPEN).exclude(person="").first()
        if task is not None:
            tasks.snooze(
                by=_whose(morning, task, number), task=task.pk, version=task.version, why=why,
                until=morning.now + timedelta(hours=5 + 30 * number), now=morning.now,
            )  # fmt: skip


def _remarks(morning: Morning) -> None:
    """Remarks and flags that wait to be carried to the platform."""
    told = (("送充电线一根", "red"), ("周六送到,家里周末才有人", ""), ("换货,先发灰色", "blue"))
    for number, (text, flag) in enumerate(told):
        order = morning.order(lambda o: o["shipped"] is None and o["refund"] is None)
        if order is None:
            return
        by, now = morning.agent(number), morning.now - timedelta(minutes=15 - number)
        shop, order_id = order["shop"], order["order_id"]
        orders.write_remark(by=by, shop=shop, order_id=order_id, text=text, day=None,
                            key=f"demo:remark:{number}", now=now)  # fmt: skip
        stands = standing(shop, order_id)
        if flag and stands is not None and stands.flag_to_be != flag:
            orders.set_flag(by=by, shop=shop, order_id=order_id, flag=flag,
                            no=stands.no(What.FLAG), key=f"demo:flag:{number}",
                            now=now)  # fmt: skip


def _incident(morning: Morning) -> None:
    """A bad review on a best seller: answered, and who does what by when."""
    rows = Task.objects.filter(list="reviews", data__has_key="incident", state__in=OPEN_STATES)
    task = rows.exclude(key__endswith=incidents.OWNER).order_by("-since", "pk").first()
    if task is None:
        return
    by, now = _whose(morning, task, 0), morning.now - timedelta(minutes=22)
    version = getattr(Incident.objects.filter(task=task).first(), "version", 0)
    incidents.reply(
        by=by, pk=task.pk, version=version, now=now,
        text="非常抱歉让您失望了。已经联系您安排换新,来回运费我们承担;这一批我们也在逐台检查。",
    )  # fmt: skip
    keeper = morning.warehouse or morning.supervisor
    for number, (what, who, hours) in enumerate(
        (("抽检同一批库存 20 台", keeper, 8), ("查近 30 天同款的质量退货", morning.supervisor, 26))
    ):
        incidents.step(
            by=morning.supervisor, pk=task.pk, key=f"demo:{number}", what=what, to=who.person,
            due=morning.now + timedelta(hours=hours), now=now + timedelta(minutes=5),
        )  # fmt: skip


def _shifts(morning: Morning) -> None:
    """The night handed over to the day and signed for; one that waits for its signature."""
    if len(morning.agents) < 3:
        return
    giver, taker, third = morning.agents[-1], morning.agents[-2], morning.agents[0]
    night = morning.now - timedelta(minutes=24)
    signed = handover.offer(by=giver, to_person=taker.person, key="demo:night", shift="晚班",
                            note="两位买家等换货单号,仓库说上午给。", now=night)  # fmt: skip
    handover.take(by=taker, handover=signed.pk, now=night + timedelta(minutes=9),
                  answer="收到,换货单号我来盯。")  # fmt: skip
    other = morning.agents[-3]
    if other != third:
        handover.offer(by=other, to_person=third.person, key="demo:day", shift="白班",
                       note="下午请假,没办完的都在这里。",
                       now=morning.now - timedelta(minutes=3))  # fmt: skip
