"""What no rulebook may say, whatever the shop wishes, with the law and the lawful way.

Fines, statutory numbers of its own, dismissal by bottom rank, cash for reviews, brushed orders.
"""

from __future__ import annotations

from decimal import Decimal

from jinpai.rules.places import Step
from jinpai.rules.problems import Problem

FINES = {
    "fine", "fines", "penalty", "penalties", "deduction", "deductions", "forfeit", "punishment",
    "late_fine", "fa_kuan", "fakuan", "kou_kuan", "koukuan",
}  # fmt: skip
REVIEW_CASH = {
    "review_cash", "cash_for_reviews", "review_bonus", "review_cashback", "good_review_cash",
    "haoping_fanxian",
}  # fmt: skip
BRUSHING = {"brushing", "brushed_orders", "brush", "fake_orders", "shuadan", "click_farming"}
STATUTORY = {
    "tax_table", "tax_rates", "tax_rate", "basic_deduction", "monthly_deduction", "tax_threshold",
    "overtime_multiple", "overtime_multiples", "multiple", "multiples", "overtime_rate",
    "overtime_rates", "workday_multiple", "rest_day_multiple", "holiday_multiple", "pay_days",
    "days_a_month", "monthly_pay_days", "deduction_cap", "loss_cap", "minimum_wage", "min_wage",
    "hours_a_month", "statutory_holidays", "overtime_limit",
}  # fmt: skip
CITY = {
    "pension", "medical", "unemployment", "insurance_floor", "insurance_cap", "fund_floor",
    "fund_cap", "insurance_rate", "fund_rate",
}  # fmt: skip
FINE_WORDS = ("罚款", "扣罚", "罚金", "罚钱")
REVIEW_WORDS = ("好评返现", "返现换好评", "花钱买好评", "cash for review", "cash for good review")
BRUSH_WORDS = ("刷单", "刷信誉", "补单冲量", "brushing", "brushed order", "fake order")
DISMISSAL = {
    "dismissal", "dismiss", "termination", "terminate", "fire", "fired", "layoff", "eliminate",
    "elimination", "part", "sack", "out",
}  # fmt: skip


def fine(path: str, found: str) -> Problem:
    return Problem(
        "fine", path,
        "工资不能罚款:除税、社保、法院扣款等法定项目外,不得克扣工资。"
        "请改用考核里的扣分(per_event 或 events)影响绩效部分;有凭证的实际损失用 loss_compensation",
        "Wages cannot be fined: only tax, social insurance, court orders and the like may be "
        "taken. Use points in the appraisal (per_event or events), which move the performance "
        "part; a documented loss goes into loss_compensation",
        found, "per_event / events / loss_compensation",
        article="工资支付暂行规定 第十五条、第十六条;劳动合同法 第三十条",
    )  # fmt: skip


def review_cash(path: str, found: str) -> Problem:
    return Problem(
        "review_cash", path,
        "不支持花钱换好评:虚构或诱导评价是虚假宣传。可以考核满意率,做好售后回访",
        "Cash for good reviews is not supported: induced reviews are false advertising. Appraise "
        "satisfaction and follow up after the sale instead",
        found, "satisfaction", article="反不正当竞争法(2019) 第八条;电子商务法 第十七条",
    )  # fmt: skip


def brushing(path: str, found: str) -> Problem:
    return Problem(
        "brushing", path,
        "不支持刷单:虚构交易违法,绿旗订单不进任何数字,也不能计酬",
        "Brushed orders are not supported: made-up trade is unlawful; green-flagged orders enter "
        "no figure and earn no pay",
        found, "", article="反不正当竞争法(2019) 第八条;电子商务法 第十七条",
    )  # fmt: skip


def dismissal(path: str, found: str) -> Problem:
    return Problem(
        "dismissal", path,
        "末位不能直接解除劳动合同:考核居末位不等于不能胜任。只能写 improvement_path:"
        "谈话 → 培训或调岗 → 再考核,仍不胜任才可提前三十日通知",
        "Being last alone never ends employment: last in the ranking is not unfit for the work. "
        "Only improvement_path: talk → training or another post → second appraisal; only then "
        "with thirty days' notice",
        found, "improvement_path",
        article="指导案例18号;劳动合同法 第三十九条、第四十条第二项",
    )  # fmt: skip


def statutory(path: str, found: str) -> Problem:
    return Problem(
        "statutory", path,
        "法定数字不写在规则书里:税率表、加班倍数、21.75 天、扣款上限、节假日由程序按日期带来源保存,"
        "规则书不能改低;请删去这一项",
        "Statutory numbers are not written in a rulebook: tax table, overtime multiples, 21.75 "
        "days, the cap on deductions and holidays are kept by the program with date and source, "
        "and no rulebook may undercut them; take this key out",
        found, "", article="劳动法 第四十四条;工资支付暂行规定 第十三条、第十六条",
    )  # fmt: skip


def city(path: str, found: str) -> Problem:
    return Problem(
        "city_number", path,
        "社保、公积金的费率和基数按城市和日期在“薪资 › 城市”里填写并注明来源,不写在规则书里",
        "Rates and bases of social insurance and housing fund are entered by city and date with "
        "their source under Pay › Cities, not in a rulebook",
        found, "",
    )  # fmt: skip


def kind(tag: str, path: str) -> Problem | None:
    """A component that the law refuses."""
    word = tag.lower()
    if word in FINES:
        return fine(path, tag)
    if word in REVIEW_CASH:
        return review_cash(path, tag)
    if word in BRUSHING:
        return brushing(path, tag)
    return None


def key(name: str, path: str, found: str) -> Problem | None:
    """A key that the law refuses."""
    word = name.lower()
    if word in STATUTORY:
        return statutory(path, found)
    if word in CITY:
        return city(path, found)
    return kind(word, path)


def consequence(path: tuple[Step, ...], value: str, place: str) -> Problem | None:
    """Whatever else than the improvement path was written as the consequence of being last."""
    if path[-1:] == ("consequence",) or (value.lower() in DISMISSAL and "bottom_rank" in path):
        return dismissal(place, value)
    return None


def too_low(path: tuple[Step, ...], value: object, place: str) -> Problem | None:
    """Pay in probation under 80 %."""
    low = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if path[-1:] != ("probation",) or not low or value >= Decimal("0.8"):  # type: ignore[operator]
        return None
    return Problem(
        "probation_pay", place,
        f"试用期工资不得低于约定工资的 80%,现在是 {value}",
        f"pay in probation may not be under 80 % of the agreed wage, found {value}",
        str(value), "≥ 0.8", article="劳动合同法 第二十条",
    )  # fmt: skip


def words(text: str, path: str) -> Problem | None:
    """A name that says what the keys do not."""
    low = text.lower()
    for forbidden, problem in (
        (FINE_WORDS, fine), (REVIEW_WORDS, review_cash), (BRUSH_WORDS, brushing)
    ):  # fmt: skip
        if any(w in low for w in forbidden):
            return problem(path, text)
    return None
