"""Which figures a rulebook may name: the catalogue's, and those that no platform file holds.

The others are *manual* facts: entered by hand, with evidence, by someone other than the person
(design 4-rules §1), until the desk and the quality pages deliver them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from jinpai.metrics.catalogue import CATALOGUE

Unit = Literal["count", "yuan", "seconds", "percent", "ratio", "items", "hours", "points"]
Direction = Literal["up", "down", "none"]


@dataclass(frozen=True, slots=True)
class KnownMetric:
    """What a rulebook must know of a figure. `rate`: it has a numerator and a denominator, so it
    has a sample and a mean of the shop; a percent is a fraction in a rulebook (0.30 is 30 %)."""

    code: str
    zh: str
    en: str
    unit: Unit
    direction: Direction
    manual: bool = False
    rate: bool = False
    money: bool = False
    shop: bool = False  # known of the whole shop only, of no person


def _manual(code: str, zh: str, en: str, unit: Unit, direction: Direction = "up") -> KnownMetric:
    return KnownMetric(code, zh, en, unit, direction, manual=True, rate=unit == "percent")


OUTSIDE: Mapping[str, KnownMetric] = {
    m.code: m
    for m in (
        _manual("quality_score", "质检分", "quality score", "points"),
        _manual("exam_score", "考试分", "exam score", "points"),
        _manual("remark_accuracy", "备注准确率", "remarks right", "percent"),
        _manual("follow_up_done", "跟进完成率", "follow-ups done", "percent"),
        _manual("handling_hours", "售后处理时长", "hours to settle a case", "hours", "down"),
        _manual(
            "returns_within_24h", "退货24小时内处理率", "returns settled within 24 h", "percent"
        ),
        _manual("dispute_rate", "纠纷率", "dispute rate", "percent", "down"),
        _manual("complaints", "投诉属实次数", "confirmed complaints", "count", "down"),
        _manual("breaches", "违规次数", "rule breaches", "count", "down"),
        _manual("late", "迟到次数", "times late", "count", "down"),
        _manual("absent", "缺勤天数", "days absent", "count", "down"),
        _manual("problem_sheets", "问题表交齐率", "problem sheets handed in", "percent"),
        _manual("reports_done", "工作计划报表完成率", "plans and reports handed in", "percent"),
        _manual("learning_done", "学习任务完成率", "learning tasks done", "percent"),
        _manual("customers_developed", "开发客户数", "customers developed", "count"),
        _manual("visits", "客户拜访量", "customer visits", "count"),
        _manual("keyword_rankings", "关键词上首页数", "keywords on the first page", "count"),
        _manual("praise", "表扬次数", "times praised", "count"),
        _manual("ideas", "建议采纳数", "ideas adopted", "count"),
        _manual("team_conversion", "小组询单转化率", "the group's inquiry conversion", "percent"),
        _manual("team_satisfaction", "小组满意率", "the group's satisfaction", "percent"),
        _manual("team_response", "小组平均响应时长", "the group's response", "seconds", "down"),
        _manual("goal_reached", "团队目标完成率", "team goal reached", "percent"),
        _manual("coaching_done", "带教完成率", "coaching done", "percent"),
        _manual("reviews_done", "聊天抽检完成率", "chat reviews done", "percent"),
        _manual("newcomers_passed", "新人按期上岗率", "newcomers ready in time", "percent"),
        _manual("orders_audited", "订单审核准确率", "orders audited right", "percent"),
        _manual("refunds_in_time", "退款按时处理率", "refunds handled in time", "percent"),
        _manual("reviews_answered", "差评24小时内处理率", "bad reviews handled in 24 h", "percent"),
        _manual("shipped_in_time", "按时发货率", "shipped in time", "percent"),
        _manual("wrong_shipments", "错发漏发件数", "wrong or missing parcels", "count", "down"),
        _manual("stock_accuracy", "库存准确率", "stock records right", "percent"),
    )
}

KNOWN_METRICS: Mapping[str, KnownMetric] = {
    **{
        m.code: KnownMetric(
            m.code,
            m.zh,
            m.en,
            m.unit,
            m.direction,
            rate=m.den is not None,
            money=m.money,
            shop=m.grain == "shop",
        )
        for m in CATALOGUE.values()
    },
    **OUTSIDE,
}


def metric(code: str) -> KnownMetric:
    """What is known of a figure; KeyError: there is no such figure."""
    return KNOWN_METRICS[code]


def near(word: str, words: Iterable[str]) -> str:
    """The word that was probably meant, or nothing."""
    found = get_close_matches(word.lower()[:64], [w for w in words], n=1, cutoff=0.6)
    return found[0] if found else ""
