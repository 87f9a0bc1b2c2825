"""The demo's warehouse: a parcel nobody expected, yesterday reconciled, today's packings, two
wrong shipments; and what was said about money: asks, approvals, authority."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from jinpai.apps.aftersales.actions import asking, authority, reconciling, register, shipping
from jinpai.apps.aftersales.queries import authority as authority_query
from jinpai.apps.aftersales.queries import shipping as packed
from jinpai.apps.desk.actions import approvals, tasks
from jinpai.apps.desk.models import RefundRequest, Task
from jinpai.apps.team.models import User
from jinpai.cli.demo_morning import Morning, beat
from jinpai.workflow.authority import Terms
from jinpai.workflow.shipping import POINTS


def tell(morning: Morning) -> None:
    keeper = morning.warehouse
    if keeper is not None:
        _parcels(morning, keeper)
        _shipping(morning, keeper)
        with beat():
            _reconciled(morning, keeper)
    _authority(morning)
    for number in range(3):
        with beat():
            _ask(morning, number)
    for number in range(len(MONEY)):
        with beat():
            _approval(morning, number)


# -- goods -------------------------------------------------------------------------------


def _parcels(morning: Morning, keeper: User) -> None:
    with beat():
        register.arrive(
            by=keeper, text=f"ZT{morning.today:%m%d}90417", key="demo:parcel:unknown",
            carrier="中通快递", note="没有退货单,寄件人写「林先生」,里面是眼部按摩仪一台",
            now=morning.ago(1, 15, 40),
        )  # fmt: skip


def _reconciled(morning: Morning, keeper: User) -> None:
    """Every day on which parcels came, signed by both until yesterday."""
    asked = Task.objects.filter(list="reconciliation", day__lt=morning.today)
    for day in sorted({d for d in asked.values_list("day", flat=True) if d}):
        ago = (morning.today - day).days
        note = "一个包裹没找到售后单,放在 C3 架" if ago == 1 else ""
        reconciling.sign(by=keeper, day=day, side="warehouse", now=morning.ago(ago, 17, 5),
                         note=note)  # fmt: skip
        reconciling.sign(by=morning.agent(0), day=day, side="service",
                         now=morning.ago(ago, 17, 20))  # fmt: skip


def _shipping(morning: Morning, keeper: User) -> None:
    waiting = packed.waiting(morning.now)
    for number, one in enumerate(waiting[:6]):
        morning.spoken_of.add(one.order_id)
        with beat():
            read = packed.order(one.shop, one.order_id)
            if read is None or read.stop:
                continue
            shipping.pack(
                by=keeper, shop=one.shop, order_id=one.order_id, points=list(POINTS),
                read=read.read, key=f"demo:pack:{number}", now=morning.ago(0, 8, 10 + 4 * number),
                low=[read.lines[0]["code"]] if number == 2 and read.lines else [],
            )  # fmt: skip
    told = (
        ("sort", "买家拍黑色,发成了灰色", "buyer", "exchanged", "18.00", 1),
        ("quantity", "拍两件只装了一件,称重时发现", "warehouse", "caught", "", 2),
    )
    since = morning.today - timedelta(days=4)
    for number, (kind, what, found_by, mended, cost, days) in enumerate(told):
        order = morning.order(lambda o: o["shipped"] is not None and o["shipped"].date() >= since)
        if order is None:
            continue
        with beat():
            shipping.wrong(
                by=keeper, key=f"demo:wrong:{number}", shop=order["shop"],
                order_id=order["order_id"], kind=kind, what=what, found_by=found_by,
                mended=mended, cost=cost, now=morning.ago(days, 14, 30),
            )  # fmt: skip
    with beat():
        shipping.report(by=keeper, what="problem", key="demo:report", now=morning.ago(1, 10, 15),
                        text="颈椎按摩器的彩盒到货有一批压坏,约 40 个,先用备用硬盒发")  # fmt: skip
    with beat():
        shipping.report(by=keeper, what="idea", key="demo:idea", now=morning.ago(2, 16, 0),
                        text="足疗机的脚套和主机放同一个货位,少漏发")  # fmt: skip


# -- what may be given -------------------------------------------------------------------


def _authority(morning: Morning) -> None:
    authority.begin(morning.ago(9))
    with beat():
        last = authority_query.newest("agent")
        if last is not None:
            terms = Terms.read(last.terms)
            authority.save(
                by=morning.owner, key="demo:authority", role="agent", base=last.number,
                terms=replace(terms, limits={**terms.limits, "compensation_order": Decimal(8)}),
                effective=morning.ago(1).date(), note="客服每单可补偿 8 元,小事当场解决",
                now=morning.ago(1, 10),
            )  # fmt: skip
    authority.morning(morning.ago(1, 11))
    # everyone has read the own page but one agent, whom Today reminds
    others = (morning.owner, morning.supervisor, morning.assistant, morning.warehouse)
    readers = [*morning.agents[1:], *(u for u in others if u is not None)]
    for number, user in enumerate(readers):
        newest = authority_query.newest(user.role)
        if newest is not None:
            with beat():
                authority.read(by=user, version=newest.pk, now=morning.ago(1, 14, number))


def _ask(morning: Morning, number: int) -> None:
    """Within the own authority, granted by the supervisor, and one that waits."""
    amount, reason, days = (
        ("5.00", "快递晚到两天,给买家一点补偿", 1),
        ("30.00", "外壳有划痕,买家愿意留下,补偿 30 元", 1),
        ("60.00", "送父母的生日礼物晚到,买家要求补偿", 0),
    )[number]
    order = morning.signed(days)
    if order is None:
        return
    one = asking.ask(
        by=morning.agent(number), key=f"demo:ask:{number}", what="compensation", amount=amount,
        reason=reason, shop=order["shop"], order_id=order["order_id"],
        now=morning.ago(days, 8, 20 + number),
    )  # fmt: skip
    if number == 1:
        task = Task.objects.get(list=asking.LIST, key=f"ask:{one.pk}")
        tasks.finish(by=morning.supervisor, task=task.pk, version=task.version,
                     outcome="granted", note="照片看过,同意",
                     now=morning.ago(days, 10, 5))  # fmt: skip


MONEY = (
    # kind, yuan, reason, evidence, days ago, what became of it
    ("price_difference", "20.00", "买后第二天降价,答应补差价", "", 0, ""),
    ("repair", "35.00", "揉捏头异响,买家在当地修了", "聊天里有维修单照片", 0, "approved"),
    ("price_difference", "15.00", "活动券没用上,补差价", "", 3, "paid"),
    ("cash_back", "50.00", "买家要求活动返现,活动里没有这一条", "", 2, "refused"),
)


def _approval(morning: Morning, number: int) -> None:
    kind, amount, reason, evidence, days, end = MONEY[number]
    order = morning.signed(days)
    if order is None:
        return
    form = approvals.Asked(f"demo:{number}", order["shop"], order["order_id"], kind, amount, reason,
                           evidence)  # fmt: skip
    by = morning.agent(number)
    asked, decided = (8, 8) if days == 0 else (10, 11)
    one = approvals.ask(by=by, form=form, now=morning.ago(days, asked, 10))
    if end == "refused":
        approvals.refuse(by=morning.supervisor, pk=one.pk, version=one.version, reason="no_ground",
                         note="活动规则里没有返现", now=morning.ago(days, decided))  # fmt: skip
    if end in ("approved", "paid"):
        approvals.approve(by=morning.supervisor, pk=one.pk, version=one.version,
                          now=morning.ago(days, decided, 40), note="同意")  # fmt: skip
    if end == "paid":
        one = RefundRequest.objects.get(pk=one.pk)
        approvals.pay(by=by, pk=one.pk, version=one.version, now=morning.ago(days, 14),
                      reference=f"DEMO{morning.today:%m%d}77")  # fmt: skip
