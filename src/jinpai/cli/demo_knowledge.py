"""What the demo's people know and ask: phrases, problem sheets and the pages made of them,
tickets, calls, questions to find out, what went up and came back, the daily routines."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from jinpai.apps.desk.actions import raising, tasks
from jinpai.apps.desk.models import Task
from jinpai.apps.knowledge.actions import (
    improving,
    pages,
    problems,
    refunds_sheet,
    routines,
)
from jinpai.apps.knowledge.models import Page, Problem, Run
from jinpai.apps.knowledge.queries import refunds_table
from jinpai.apps.team.models import User
from jinpai.cli import demo_phrases
from jinpai.cli.demo_morning import Morning, beat

CREAM = "按摩膏和主机能一起用吗"
SHEETS = (
    # days ago, which agent, kind, question, own answer
    (3, 1, "presale", "孕妇能用颈椎按摩器吗", "建议先问医生,孕期不建议使用"),
    (3, 2, "aftersale", "用了十天开不了机怎么退", "先问充电和开机步骤,还不行就给换"),
    (3, 3, "quality", "按摩器揉捏的时候有咔咔声", "请买家发视频,登记售后单"),
    (2, 1, "quality", "揉捏的时候有咔咔声正常吗", "不正常,请买家录视频"),
    (2, 4, "presale", "筋膜枪能带上飞机吗", "锂电池随身带,不能托运"),
    (2, 5, "aftersale", "运费险没到账怎么办", "确认收货地和退货单号一致,72 小时内到账"),
    (1, 2, "quality", "揉捏的时候有咔咔声,要换货", "录视频后按质量问题换货"),
    (1, 1, "presale", "足疗机套子能拆下来洗吗", "能拆,手洗晾干"),
    (1, 3, "presale", "筋膜枪可以带上飞机吗", "可以随身带"),
    (0, 1, "aftersale", "礼盒压坏了能只补礼盒吗", "问仓库有没有多的礼盒"),
    (0, 2, "presale", CREAM, "可以,先涂薄薄一层"),
    (0, 4, "presale", "眼部按摩仪戴隐形眼镜能用吗", "不能,先取下来"),
)
IMPROVED = {
    "孕妇能用颈椎按摩器吗":
        "孕期、经期和装有心脏起搏器的不建议使用。\n\n可以这样说:「亲,孕期我们不建议用,"
        "等宝宝出生后再用更放心;如果是送家人,我帮您看合适的款。」\n\n不说「没事」「都能用」。",
    "筋膜枪能带上飞机吗":
        "可以随身带,不能托运:电池 24 Wh,低于 100 Wh。\n\n安检可能要求拿出来单独过机;"
        "最后以机场当天的规定为准。",
}  # fmt: skip
PAGES = (
    ("颈椎按摩器:三款怎么选", "product", "舒摩颈椎按摩器",
     "| 款 | 适合 | 力度 |\n|---|---|---|\n| 基础款 | 第一次用 | 3 档 |\n| 热敷款 | 久坐 | 4 档 |\n"
     "| 护颈款 | 睡前放松 | 3 档,静音 |\n\n问清楚谁用、哪里酸,再推荐;不说「治病」。"),
    ("七天无理由:从哪天算", "platform", "",
     "从签收的第二天起算七天。\n\n- 拆开查看、正常试用,不影响退货。\n- 质量问题不受七天限制,"
     "运费我们出。\n- 超过七天先听原因,再申请多给几天。"),
)  # fmt: skip


def tell(morning: Morning) -> None:
    demo_phrases.tell(by=morning.supervisor, now=morning.ago(9))
    writer = morning.operations or morning.supervisor
    for number in range(len(PAGES)):
        with beat():
            _page(morning, writer, number)
    for number in range(len(SHEETS)):
        with beat():
            _problem(morning, writer, number)
    for days in (3, 2, 1, 0):
        _nothing(morning, days)
    _raised(morning)
    _routines(morning)
    with beat():
        _refunds(morning)


def _page(morning: Morning, writer: User, number: int) -> None:
    title, kind, product, text = PAGES[number]
    page = pages.save(
        by=writer, written=pages.Written(title, text, kind, product), key=f"demo:page:{number}",
        now=morning.ago(8, 15, 10),
    )  # fmt: skip
    if kind == Page.Kind.PLATFORM:
        more = text + "\n- 大促期间的订单,按平台当时公布的时间算,先查再答。"
        pages.save(
            by=writer, page=page.pk, version=page.version, why="大促后问得多,补一条",
            written=pages.Written(title, more, kind, product), now=morning.ago(2, 16, 30),
        )  # fmt: skip
    reader = morning.agent(1)
    pages.word(by=reader, page=page.pk, right=number == 1, key=f"demo:word:{number}",
               text="" if number == 1 else "护颈款现在有 4 档了",
               now=morning.ago(1, 11, 20))  # fmt: skip


def _nothing(morning: Morning, days: int) -> None:
    """Whoever had no problem says so; only the first agent has handed in nothing lately."""
    asked = {agent for ago, agent, *_ in SHEETS if ago == days}
    for number, agent in enumerate(morning.agents):
        if number not in asked and (number or days > 1):
            with beat():
                problems.nothing(by=agent, now=morning.ago(days, 8, 20 + number))


def _problem(morning: Morning, writer: User, number: int) -> None:
    days, agent, kind, question, answer = SHEETS[number]
    if agent >= len(morning.agents):
        return
    one = problems.hand_in(
        by=morning.agents[agent], kind=kind, question=question, own_answer=answer,
        key=f"demo:problem:{number}", now=morning.ago(days, 8, 10 + number % 20),
    )  # fmt: skip
    now = morning.ago(days, 17, 10)
    if question in IMPROVED:
        improving.improve(by=writer, problem=one.pk, version=one.version, outcome="improved",
                          answer=IMPROVED[question], now=now)  # fmt: skip
    elif days == 3 and kind == "aftersale":
        problems.end(by=writer, problem=one.pk, version=one.version, outcome="asked_back",
                     word="买家充过电吗?请写清楚步骤", now=now)  # fmt: skip
    elif "可以带上飞机" in question:
        first = Problem.objects.filter(question="筋膜枪能带上飞机吗").first()
        if first is not None:
            problems.known(by=morning.agents[agent], problem=one.pk, version=one.version,
                           other=first.pk, now=now)  # fmt: skip


# -- raised by hand ----------------------------------------------------------------------


def _raised(morning: Morning) -> None:
    def put(number: int, by: User, now: datetime, list_: str, to: str = "",
            due: datetime | None = None, ordered: bool = True, **answers: str) -> Task:  # fmt: skip
        order = morning.signed(1, 8) if ordered else None
        return raising.raise_by_hand(
            by=by, now=now,
            form=raising.Raised(
                list_, f"demo:{number}", answers, shop=order["shop"] if order else "",
                order_id=order["order_id"] if order else "",
                buyer=order["buyer"] if order else "", to=to, due=due,
            ),
        )  # fmt: skip

    soon = morning.now + timedelta(hours=3)
    agents, boss = morning.agents, morning.supervisor
    ops = morning.operations or boss
    with beat():
        one = put(1, morning.agent(1), morning.ago(3, 10), "tickets", ordered=False, kind="page",
                  what="详情页写「防水」,其实只是生活防溅", page="小腿按摩器详情页",
                  wish="改成「生活防溅,不能水洗」")  # fmt: skip
        tasks.finish(by=ops, task=one.pk, version=one.version, outcome="fixed",
                     fields={"answer": "详情页和主图都改了"}, now=morning.ago(1, 15))  # fmt: skip
    with beat():
        put(2, morning.agent(0), morning.ago(1, 14), "tickets", ordered=False, kind="fault",
            what="热敷款充电口松,一周三位买家说", product="舒摩颈椎按摩器 热敷款")  # fmt: skip
    with beat():
        put(3, morning.agent(2), morning.ago(1, 11), "tickets", ordered=False, kind="idea",
            what="付款后自动发一张使用图解,少一半「怎么开机」")  # fmt: skip
    with beat():
        put(4, morning.agent(0), morning.ago(0, 8, 15), "calls", due=soon, caller="买家 李女士",
            what="问换货什么时候寄出", result="仓库说上午发,发了回电")  # fmt: skip
    with beat():
        put(5, morning.agent(1), morning.ago(1, 16), "calls", ordered=False,
            caller="快递网点", what="核对地址", result="已核对")  # fmt: skip
    with beat():
        put(6, morning.agent(0), morning.ago(0, 8, 20), "parked", to="role:operations", due=soon,
            what="腰靠的套子有没有单卖的")  # fmt: skip
    with beat():
        one = put(7, morning.agent(0), morning.ago(1, 17), "parked", to="role:supervisor",
                  due=soon, what="公司采购 30 台能不能开专票")  # fmt: skip
        tasks.attempt(by=boss, task=one.pk, version=one.version, outcome="found",
                      fields={"answer": "能开专票,满 20 台走对公,我来报价"},
                      now=morning.ago(1, 17, 40))  # fmt: skip
    with beat():
        one = put(8, morning.agent(1), morning.ago(2, 10), "escalations", ordered=False,
                  what="快递站连续三天不送货上门,买家投诉",
                  tried="问过网点,说人手不够")  # fmt: skip
        one = tasks.finish(by=boss, task=one.pk, version=one.version, outcome="answered",
                           fields={"answer": "已和区域经理谈好,明天起恢复;老客改发顺丰"},
                           now=morning.ago(1, 11))  # fmt: skip
        tasks.acknowledge(by=morning.agent(1), task=one.pk, now=morning.ago(1, 13))
    with beat():
        one = put(9, morning.agent(0), morning.ago(1, 15), "escalations", ordered=False,
                  what="买家要求上门安装按摩床垫,我们没有这项服务",
                  tried="解释过,买家不同意")  # fmt: skip
        tasks.finish(by=boss, task=one.pk, version=one.version, outcome="answered",
                     fields={"answer": "视频指导安装,不行就给退货,运费我们出"},
                     now=morning.now - timedelta(minutes=12))  # fmt: skip
    if len(agents) > 2:
        with beat():
            put(10, morning.agent(2), morning.ago(0, 8, 30), "escalations", due=soon,
                what="买家说客服答应了送筋膜枪,聊天里查不到", tried="翻了三天的聊天")  # fmt: skip


# -- routines ----------------------------------------------------------------------------


def _routines(morning: Morning) -> None:
    """Yesterday's and today's checklists: most ticked, one not done with its reason, some left."""
    first = max(morning.first, morning.today - timedelta(days=1))
    routines.begin(morning.ago((morning.today - first).days, 8))
    for days in range((morning.today - first).days, -1, -1):
        routines.morning(morning.ago(days, 8, 5))
        _tick(morning, days, morning.today - timedelta(days=days))


def _tick(morning: Morning, days: int, day: date) -> None:
    users = {u.person: u for u in morning.agents}
    others = (morning.owner, morning.supervisor, morning.assistant, morning.warehouse)
    users |= {u.person: u for u in others if u is not None}
    roles = {u.role: u for u in (*others, morning.agent(1)) if u is not None}
    for number, run in enumerate(
        Run.objects.filter(day=day, dropped_at__isnull=True).order_by("pk")
    ):
        by = users.get(run.person) if run.person else roles.get(run.role)
        if by is None or (days == 0 and number % 3 == 2):
            continue
        items = [i["code"] for i in run.template.terms["items"] if not i.get("by_page")]
        if days == 0:  # it is early
            items = items[: 2 + number % 3]
        for place, item in enumerate(items):
            late = (days + number) % 5 == 0 and place == len(items) - 1 and days > 0
            with beat():
                routines.tick(
                    by=by, run=run.pk, item=item, state="not_done" if late else "done",
                    reason="no_time" if late else "",
                    note="下午排队太长" if late else "",
                    now=morning.ago(days, 8 if days == 0 else 9 + place, 12 + 2 * place),
                )  # fmt: skip


def _refunds(morning: Morning) -> None:
    """The table of yesterday, signed by the night shift."""
    day = morning.today - timedelta(days=1)
    for shop in morning.reading.shops():
        found = refunds_table.sheet(morning.reading, shop.code, day)
        refunds_sheet.sign(
            by=morning.agents[-1], key=f"demo:refunds:{shop.code}", shop=shop.code, day=day,
            seen=found.seen, now=morning.ago(1, 23, 40), note="和平台后台核对过",
        )  # fmt: skip
