"""The plan of working time: what exceeds the law's hours is shown with its cost, never silently.

Four rest days a month (report 000) come to 208 hours: allowed only with the overtime paid, so it
is a warning with the price and what is offered instead. The hours are `rules/working_time.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from jinpai.rules.law import BY_CODE
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import shipped
from jinpai.rules.working_time import offers, plan

USUAL_REST = 8
USUAL_WEEK = Decimal(42)  # 8 rest days of 30 are 41 h a week: a month of full weekends


def check(book: Rulebook) -> Iterator[Problem]:
    of = book.pay.working_time
    day = date.fromisoformat(f"{book.effective_from}-01")
    base, hourly = lowest_base(book), hourly_base(book)
    planned = plan(of.hours_a_day, of.rest_days, hourly=hourly, day=day)
    law = shipped().at("working_time", day)
    path, article = "pay.working_time", BY_CODE["working_time"].article
    cost_zh = cost_en = ""
    if planned.cost is not None:
        cost_zh = f",按底薪 {base} 每人每月要付加班费约 {planned.cost} 元"
        cost_en = f", about {planned.cost} yuan a person and month on a base of {base}"
    extra = of.hours_a_day - law["hours_a_day"]
    if extra > 0:
        beyond = extra > law["overtime_a_day"]
        most = law["overtime_a_day"]
        yield Problem(
            "long_day", f"{path}.hours_a_day",
            f"每天 {of.hours_a_day} 小时,超过 8 小时的 {extra} 小时按 150% 付{cost_zh};"
            f"每天最多加班 {most} 小时",
            f"{of.hours_a_day} h a day: the {extra} h over 8 h are paid at 150 %{cost_en}; at most "
            f"{most} h of overtime a day are lawful",
            str(of.hours_a_day), "≤ 8", "error" if beyond else "warning", article=article,
        )  # fmt: skip
    if planned.a_week <= USUAL_WEEK or of.rest_days >= USUAL_REST:
        return
    week, over = _tenth(planned.a_week), _tenth(planned.over)
    limit_zh = limit_en = ""
    if planned.over > law["overtime_a_month"]:
        limit_zh = f",超过每月 {law['overtime_a_month']} 小时的上限"
        limit_en = f", over the limit of {law['overtime_a_month']} h a month"
    offered = [p for p in offers(of.hours_a_day, hourly=hourly, day=day)
               if p.rest_days > of.rest_days]  # fmt: skip
    listed_zh = "、".join(f"休 {p.rest_days} 天 {p.hours:f} 小时" for p in offered)
    listed_en = ", ".join(f"{p.rest_days} days {p.hours:f} h" for p in offered)
    yield Problem(
        "long_week", f"{path}.rest_days",
        f"每月休 {of.rest_days} 天约 {planned.hours:f} 小时,每周 {week} 小时,超过 40 小时;"
        f"约 {over} 小时加班{limit_zh}(平日 150%、休息日 200%、法定节假日 300%){cost_zh};"
        f"可以改成:{listed_zh}",
        f"{of.rest_days} rest days a month make about {planned.hours:f} h, {week} h a week, over "
        f"40 h; about {over} h of overtime{limit_en} (150 % on workdays, 200 % on rest days, 300 % "
        f"on public holidays){cost_en}; offered instead: {listed_en}",
        str(of.rest_days), "6–8", severity="warning", article=article,
    )  # fmt: skip


def hourly_base(book: Rulebook) -> Decimal | None:
    """What an hour costs at least by this rulebook."""
    base = lowest_base(book)
    if base is None:
        return None
    by = shipped().at("pay_days", date.fromisoformat(f"{book.effective_from}-01"))
    return base / Decimal(by["days"]) / Decimal(by["hours_a_day"])


def lowest_base(book: Rulebook) -> Decimal | None:
    """The lowest base pay that the rulebook names: what the overtime costs at least."""
    found: list[Decimal] = []
    for scheme in book.pay.schemes.values():
        for component in scheme.components:
            if getattr(component, "kind", "") == "base":
                amount = getattr(component, "amount", None)
                found += [*getattr(component, "amounts", {}).values()]
                found += [] if amount is None else [amount]
    return min((b for b in found if b > 0), default=None)


def _tenth(hours: Decimal) -> str:
    return f"{hours.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP):f}"
