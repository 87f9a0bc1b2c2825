"""What the shop notes of each day: attendance, traffic, advertising, mass messages."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from jinpai.simulate.products import PRODUCTS, words
from jinpai.simulate.talk import common
from jinpai.simulate.talk.grammar import say
from jinpai.simulate.team import Agent, state_rows
from jinpai.simulate.visits import poisson
from jinpai.simulate.wall import DAY, at_clock, moment

if TYPE_CHECKING:
    from jinpai.simulate.story import Story


# What is counted of the office each Friday: figure, mean, spread, evidence.
_OFFICE = {
    "supervisor": (
        ("goal_reached", 0.97, 0.04, "本周团队目标完成情况"),
        ("team_satisfaction", 0.95, 0.01, "本周小组满意率"),
        ("team_response", 19.0, 3.0, "本周小组平均响应(秒)"),
        ("newcomers_passed", 0.9, 0.08, "新人按期上岗名单"),
        ("reviews_done", 0.92, 0.05, "抽检记录"),
    ),
    "assistant": (
        ("newcomers_passed", 0.92, 0.06, "带教记录"),
        ("orders_audited", 0.99, 0.006, "审单抽查"),
        ("refunds_in_time", 0.95, 0.03, "退款登记表"),
        ("reviews_answered", 0.94, 0.04, "差评处理记录"),
    ),
    "warehouse": (
        ("shipped_in_time", 0.985, 0.01, "发货报表"),
        ("stock_accuracy", 0.985, 0.008, "盘点表"),
        ("returns_within_24h", 0.93, 0.05, "退货登记表"),
        ("wrong_shipments", 1.2, 1.0, "错发漏发登记表"),
    ),
}  # fmt: skip


def attendance(story: Story, day: date, leave: list[tuple[Agent, str]]) -> None:
    for duty in story.duties:
        for start, end, state in state_rows(duty):
            story.add("presence", story.code, duty.agent.account, start, end, state)
        if not duty.agent.person:
            continue
        result = (
            "迟到"
            if duty.came > duty.start - 1
            and duty.came % DAY != 0
            and (duty.came > moment(day) + at_clock("08:30" if duty.shift == "白班" else "16:30"))
            else "正常"
        )
        meal = 1.0 if duty.shift == "白班" else 0.5  # hours at table are not worked
        hours = round((duty.left - duty.came) / 3600 - meal, 2)
        story.add(
            "clockings",
            duty.agent.person,
            day,
            duty.shift,
            duty.came,
            duty.left,
            result,
            "",
            hours,
        )
    for agent, why in leave:
        story.add("clockings", agent.person, day, "休假", None, None, "请假", why, 0)
    _office(story, day)


def _office(story: Story, day: date) -> None:
    """Those who serve no buyers: in the office on weekdays, the store hand on Saturdays too."""
    r = Random(f"{story.shop.seed}/office/{day}")
    for change in story.shop.team.changes:
        rest = 6 if change.role == "warehouse" else 5
        if change.role not in ("supervisor", "assistant", "warehouse") or day.weekday() >= rest:
            continue
        came = moment(day) + at_clock("08:30") - int(r.random() * 600)
        left = moment(day) + at_clock("17:30") + int(r.random() * 900)
        hours = round((left - came) / 3600 - 1.0, 2)
        story.add("clockings", change.person, day, "白班", came, left, "正常", "", hours)
        if day.weekday() == 4:
            for metric, mean, spread, evidence in _OFFICE[change.role]:
                value = mean + r.gauss(0, 1) * spread
                value = min(1.0, value) if mean <= 1 else float(round(value))
                entered = "P01" if change.role == "supervisor" else "P02"
                story.add("manual", change.person, day, metric, round(max(0.0, value), 2), evidence,
                          entered)  # fmt: skip


def mass_messages(story: Story, day: date) -> None:
    r = story.random
    coming = [c for c in story.shop.campaigns if (c.first - day).days == 2]
    if not coming or not story.regulars:
        return
    for duty in story.duties:
        count = min(len(story.regulars), int(30 * story.shop.orders_per_day / 250) + 3)
        at = moment(day, at_clock("17:05")) + duty.agent.slot * 61
        if not duty.start <= at < duty.end - 1800:
            continue
        chosen = {int(r.random() * len(story.regulars)) for _ in range(count)}
        for index in sorted(chosen):
            buyer = story.regulars[index]
            variables = {
                **words(PRODUCTS[0]),
                "nick": buyer.nick,
                "campaign": coming[0].name[4:],
            }
            text = say(r, common.MASS, variables)
            at += 1 + int(r.random() * 3)
            story.messages.append((duty.agent.account, buyer.nick, at, "agent", "mass", text, ""))


def shop_window(story: Story, day: date) -> None:
    """Traffic, advertising, campaign rows, and the figures that people enter by hand."""
    r = story.random
    for product in PRODUCTS:
        sold = len(story.sold.get(product.code, ()))
        visitors = sold + poisson(r, (sold + 1) / (0.032 if story.campaign < 5 else 0.08))
        views = visitors + poisson(r, visitors * 1.3)
        story.add("traffic", story.code, day, product.code, visitors, views, min(sold, visitors))
    scale = story.shop.orders_per_day / 250 * min(story.campaign, 4.0)
    for plan, clicks_mean in (
        ("直通车-爆款颈椎枕", 900), ("直通车-捶打披肩", 620), ("直通车-腰靠", 420),
        ("引力魔方-全店", 380),
    ):  # fmt: skip
        clicks = poisson(r, clicks_mean * scale)
        price = (96 + int(r.random() * 14)) * (1.25 if story.campaign >= 5 else 1.0)
        impressions = poisson(r, clicks * 22.0)
        orders = min(clicks, poisson(r, clicks * 0.0128))
        story.add("ads", story.code, day, plan, impressions, clicks, int(clicks * price), orders)
    for c in story.shop.campaigns:
        if c.first == day:
            start = moment(c.first)
            end = moment(c.last + timedelta(days=1))
            names = ";".join(p.code for p in PRODUCTS[:5])
            story.add(
                "campaigns",
                story.code,
                c.name,
                start,
                end,
                names,
                f"{c.name[4:]}全店满300减40,爆款85折",
            )
    if day.weekday() == 6:
        for agent in story.shop.team.agents:
            if agent.first <= day and (agent.last is None or day <= agent.last):
                _seen_by_hand(story, day, agent)


def _seen_by_hand(story: Story, day: date, agent: Agent) -> None:
    """What the supervisor counts each Sunday and no file holds."""
    r = Random(f"{story.shop.seed}/by hand/{agent.person}/{day}")
    care = 0.9 if agent.weak else 0.97

    def write(metric: str, value: float, evidence: str) -> None:
        story.add("manual", agent.person, day, metric, round(value, 2), evidence, "P02")

    looked = 5 + int(r.random() * 6)
    mean = 92 - (14 if agent.weak else 0) + agent.traits.skill * 8
    write("quality_score", max(50.0, min(100.0, r.gauss(mean, 3))), f"抽检{looked}通聊天")
    breaches = int(agent.weak and r.random() < 0.2)
    write("breaches", breaches, "违规登记表" if breaches else "违规登记表,本周没有")
    checked = 10 + int(r.random() * 6)
    right = sum(r.random() < care for _ in range(checked))
    write("remark_accuracy", right / checked, f"抽查{checked}条备注,{right}条合格")
    due = 8 + int(r.random() * 8)
    done = sum(r.random() < care for _ in range(due))
    write("follow_up_done", done / due, f"应跟进{due}单,已跟进{done}单")
    if agent.slot == 0:  # the lead
        write("team_conversion", 0.42 + r.gauss(0, 0.02), "本周小组询单转化率")
        write("coaching_done", min(1.0, 0.9 + r.gauss(0, 0.05)), "带教计划完成情况")
    if agent.group == "售后":
        mean = max(6.0, r.gauss(22, 4))
        write("handling_hours", mean, "本周售后单从登记到办结的平均小时数")
        parcels = 12 + int(r.random() * 10)
        quick = sum(r.random() < 0.94 for _ in range(parcels))
        write("returns_within_24h", quick / parcels, f"退件{parcels}件,24小时内处理{quick}件")
