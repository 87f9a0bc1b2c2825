"""The plan of working time: what the law allows, and what the rest costs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from jinpai.rules.problems import Problem
from jinpai.rules.sections.pay import WorkingTime

DAYS_A_MONTH = 30
STANDARD_DAY = Decimal(8)
STANDARD_WEEK = Decimal(40)
MOST_OVERTIME = Decimal(36)  # 劳动法 41, hours a month
OFFERED = (6, 7, 8)
"""Rest days a month that are offered instead of report 000's four."""


def hours(of: WorkingTime) -> Decimal:
    """Planned hours of a month of thirty days: (30 − 4) × 8 = 208."""
    return (DAYS_A_MONTH - of.rest_days) * of.hours_a_day


def a_week(of: WorkingTime) -> Decimal:
    return (hours(of) * 7 / DAYS_A_MONTH).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def standard() -> Decimal:
    """40 hours a week over thirty days."""
    return (STANDARD_WEEK * DAYS_A_MONTH / 7).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def check(of: WorkingTime) -> Iterator[Problem]:
    path = "pay.working_time"
    if of.hours_a_day > STANDARD_DAY:
        more = of.hours_a_day - STANDARD_DAY
        yield Problem(
            "long_day", f"{path}.hours_a_day",
            f"每天 {of.hours_a_day} 小时超过 8 小时,超出的 {more} 小时按 150% 付;每天最多加 3 小时",
            f"{of.hours_a_day} h a day are over 8 h; the {more} h more are paid at 150 %, and at "
            "most 3 h a day are allowed",
            str(of.hours_a_day), "≤ 8", severity="warning" if more <= 3 else "error",
            article="劳动法 第三十六条、第四十一条、第四十四条",
        )  # fmt: skip
    weekly = a_week(of)
    if weekly <= STANDARD_WEEK + 2:  # 8 rest days of 30 are 41 h a week: the usual month
        return
    beyond = hours(of) - standard()
    limit_zh, limit_en = "", ""
    if beyond > MOST_OVERTIME:
        limit_zh = ",超过每月 36 小时的上限"
        limit_en = ", over the limit of 36 h a month"
    offer_zh, offer_en = "休 8 天就不用付加班费", "with 8 rest days none is due"
    if of.rest_days < min(OFFERED):
        offer_zh, offer_en = "可以改成休 6、7 或 8 天", "6, 7 or 8 rest days are offered"
    yield Problem(
        "long_week", f"{path}.rest_days",
        f"每月休 {of.rest_days} 天约 {hours(of)} 小时,每周 {weekly} 小时,超过 40 小时;"
        f"约 {beyond} 小时加班{limit_zh}(平日 150%、休息日 200%、法定节假日 300%);{offer_zh}",
        f"{of.rest_days} rest days a month make about {hours(of)} h, {weekly} h a week, over 40 h; "
        f"about {beyond} h of overtime{limit_en} (150 % on workdays, 200 % on rest days, 300 % on "
        f"public holidays); {offer_en}",
        str(of.rest_days), "6–8", severity="warning",
        article="劳动法 第三十六条、第四十一条、第四十四条;国务院令第174号 第三条",
    )  # fmt: skip
