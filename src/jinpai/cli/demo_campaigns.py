"""The demo's campaigns: one that is over and can be compared, one in two weeks that is being
prepared, and the buyers who agreed to be told of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from jinpai.apps.desk.actions import campaigns, consent, recalls, tasks
from jinpai.apps.desk.actions.campaign_plan import Plan
from jinpai.apps.desk.models import Campaign, Task
from jinpai.apps.desk.queries.campaigns import of_facts
from jinpai.apps.desk.queries.recalls import Wanted
from jinpai.apps.knowledge.actions import autoreplies
from jinpai.cli.demo_morning import Morning, beat

GOODS = """
SELECT l.product, max(l.title) AS title, max(l.amount / greatest(l.quantity, 1)) AS price
FROM {lines} AS l WHERE l.product IS NOT NULL GROUP BY l.product ORDER BY count(*) DESC, l.product
LIMIT 4
"""


def tell(morning: Morning) -> None:
    with beat():
        _over(morning)
    with beat():
        _coming(morning)
    with beat():
        _agreed(morning)
    with beat():
        _list(morning)


def _shops(morning: Morning) -> list[str]:
    return [s.code for s in morning.reading.shops()]


def _over(morning: Morning) -> None:
    """The last one that the files name; where they name none lately, the shop's own."""
    lately = morning.today - timedelta(days=40)
    named = [
        u for shop in _shops(morning) for u in of_facts(morning.reading, shop)
        if lately <= u.first and u.last < morning.today - timedelta(days=7)
    ]  # fmt: skip
    last = morning.today - timedelta(days=9)
    name, first = "会员专场", last - timedelta(days=3)
    if named:
        name, first, last = named[0].name, named[0].first, named[0].last
    one = campaigns.make(
        by=morning.supervisor, key="demo:over", now=morning.ago(22, 10),
        plan=Plan(name, _shops(morning), first, last,
                            teaser_from=first - timedelta(days=4),
                            teaser="活动价已公布,先加购;不想收到活动消息请回复 T",
                            big=True, percent=80),
    )  # fmt: skip
    for task in Task.objects.filter(list="preparations", key__startswith=f"{one.pk}/"):
        if task.key.endswith("/goods"):
            continue
        word = "下次:热敷款备货加三成,前一晚多排一个人。" if task.key.endswith("look_back") else ""
        tasks.finish(by=morning.supervisor, task=task.pk, version=task.version, outcome="ready",
                     note=word, now=morning.ago(6 if word else 14, 16))  # fmt: skip
    left = Task.objects.get(list="preparations", key=f"{one.pk}/goods")
    tasks.finish(by=morning.supervisor, task=left.pk, version=left.version, outcome="not_needed",
                 note="全店都参加,不另外备货", now=morning.ago(17, 11))  # fmt: skip


def _coming(morning: Morning) -> None:
    since = morning.today - timedelta(days=20)
    rows = morning.reading.fetch(GOODS.format(lines=morning.reading.fact("order_lines", since)))
    goods = [
        {"product": r["product"], "title": r["title"] or r["product"],
         "usual": f"{r['price']:.2f}", "price": f"{int(r['price'] * 85) // 100}.00",
         "stock": str(300 - 40 * n)}
        for n, r in enumerate(rows)
    ]  # fmt: skip
    first = morning.today + timedelta(days=14)
    days = [first + timedelta(days=n) for n in range(3)]
    by = morning.operations or morning.supervisor
    one = campaigns.make(
        by=by, key="demo:coming", now=morning.ago(4, 11),
        plan=Plan("年终暖身节", _shops(morning), first, days[-1],
                            teaser_from=first - timedelta(days=5),
                            teaser="暖身节下周开始,热敷系列 85 折;不想收到活动消息请回复 T",
                            percent=85, goods=goods,
                            staff={d.isoformat(): 6 + n for n, d in enumerate(days)}),
    )  # fmt: skip
    if goods:
        campaigns.decide(by=by, campaign=one.pk, version=one.version, now=morning.ago(2, 15))
    staff = Task.objects.get(list="preparations", key=f"{one.pk}/staff")
    tasks.finish(by=morning.supervisor, task=staff.pk, version=staff.version, outcome="ready",
                 note="三天都排好了,第三天加一个人", now=morning.ago(1, 16))  # fmt: skip
    if morning.warehouse is not None and morning.warehouse.person:
        campaigns.prepare(
            by=by, campaign=one.pk, title="礼盒和贺卡各 500 份到货", key="demo:boxes",
            person=morning.warehouse.person, now=morning.ago(2, 15, 30),
            due=timezone.make_aware(datetime(first.year, first.month, first.day, 12))
            - timedelta(days=4),
        )  # fmt: skip
    begins = timezone.make_aware(datetime(first.year, first.month, first.day))
    autoreplies.save(
        by=by, kind="welcome", key="demo:campaign-reply", campaign=one.name, begins=begins,
        ends=begins + timedelta(days=3), now=morning.ago(1, 10),
        text="暖身节进行中:热敷系列 85 折,页面价就是到手价;想看哪一款直接发给我。",
    )  # fmt: skip


def _agreed(morning: Morning) -> None:
    """Some buyers said yes, two said no; each with the words they said."""
    bought = [o for o in morning.orders if o["signed"] is not None and o["refund"] is None]
    known: dict[str, str] = {}
    for one in bought:
        known.setdefault(one["buyer"], one["shop"])
    for number, (buyer, shop) in enumerate(sorted(known.items())[:26]):
        given = number % 9 != 8
        consent.record(
            by=morning.agent(number), shop=shop, buyer=buyer, given=given,
            where="chat" if number % 4 else "call",
            evidence="「有活动告诉我一声」" if given else "「别再发活动了」",
            said_at=morning.ago(3, 9 + number % 8, number), key=f"demo:consent:{number}",
            now=morning.ago(3, 18),
        )  # fmt: skip


def _list(morning: Morning) -> None:
    one = Campaign.objects.filter(key="demo:coming").first()
    if one is None:
        return
    recalls.build(
        by=morning.supervisor, campaign=one.pk, wanted=Wanted(sources=("past",), days=60),
        people=[u.person for u in morning.agents], served=True, key="demo:list",
        reading=morning.reading, now=morning.now - timedelta(minutes=10),
    )  # fmt: skip
