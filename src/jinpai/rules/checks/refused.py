"""What no rulebook may say, whatever the shop wishes, with the law and the lawful way.

Fines, statutory numbers of its own, dismissal by bottom rank, cash for reviews, brushed orders.
"""

from __future__ import annotations

from decimal import Decimal

from jinpai.rules.law import BY_CODE, PRACTICES
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


def _law(code: str, rule: str, path: str, found: str, wanted: str) -> Problem:
    """A refusal in the law's own sentence and with its article (law.toml)."""
    said = BY_CODE[rule]
    return Problem(code, path, said.zh, said.en, found, wanted, article=said.article)


def fine(path: str, found: str) -> Problem:
    return _law("fine", "no_fines", path, found, "per_event / events / loss_compensation")


def review_cash(path: str, found: str) -> Problem:
    return _law("review_cash", "cash_for_reviews", path, found, "satisfaction / follow_up_done")


def brushing(path: str, found: str) -> Problem:
    return _law("brushing", "brushing", path, found, "")


def dismissal(path: str, found: str) -> Problem:
    return _law("dismissal", "bottom_rank", path, found, "improvement_path")


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
    if word in PRACTICES:
        return _law(word, word, path, tag, "")
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
    return _law("probation_pay", "probation_pay", place, str(value), "≥ 0.8")


def words(text: str, path: str) -> Problem | None:
    """A name that says what the keys do not."""
    low = text.lower()
    for forbidden, problem in (
        (FINE_WORDS, fine), (REVIEW_WORDS, review_cash), (BRUSH_WORDS, brushing)
    ):  # fmt: skip
        if any(w in low for w in forbidden):
            return problem(path, text)
    return None
