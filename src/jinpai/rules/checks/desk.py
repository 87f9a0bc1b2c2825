"""The desk section: demands point at items that exist, and their time is work time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from jinpai.rules.checks import figures, refused
from jinpai.rules.checks.working_time import hourly_base
from jinpai.rules.known import near
from jinpai.rules.law import BY_CODE
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.working_time import extra_time

WORKDAYS = 22  # of a month, for the estimate of what a daily demand costs
_BRACES = re.compile(r"\{([^{}]*)\}")
_FIELDS = ("agent", "text", "date")


def check(book: Rulebook) -> Iterator[Problem]:
    section = book.desk
    items = sorted({i.code for s in book.appraisal.schemes.values() for i in s.items})
    yield from figures.doubled([d.code for d in section.demands], "desk.demands[{}]")
    total = 0
    for index, demand in enumerate(section.demands):
        path = f"desk.demands[{index}]"
        for language, text in (("zh", demand.name.zh), ("en", demand.name.en)):
            wrong = refused.words(text, f"{path}.name.{language}")
            if wrong:
                yield wrong
                break
        for at, item in enumerate(demand.items):
            if item not in items:
                guess = near(item, items)
                yield Problem(
                    "unknown_item", f"{path}.items[{at}]",
                    f"考核里没有「{item}」这一项" + (f",是不是 {guess}?" if guess else ""),
                    f"no scheme has an item {item!r}"
                    + (f"; did you mean {guess}?" if guess else ""),
                    item, guess or ", ".join(items),
                )  # fmt: skip
        if demand.when != "in_shift":
            yield _outside_shift(book, demand.minutes, demand.when, path)
        total += demand.minutes
    if total > book.pay.working_time.hours_a_day * 60:
        yield Problem(
            "too_much_asked", "desk.demands",
            f"每天要做的事加起来 {total} 分钟,超过一天的工时(不同岗位分担时可以不管)",
            f"the demands of a day add up to {total} minutes, more than the working day (ignore "
            "this where several posts share them)",
            str(total), f"≤ {book.pay.working_time.hours_a_day * 60}", severity="warning",
        )  # fmt: skip
    yield from _reminders(book)


def _outside_shift(book: Rulebook, minutes: int, when: str, path: str) -> Problem:
    exact, cost = extra_time(minutes, WORKDAYS, hourly_base(book))
    hours = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    cost_zh = "" if cost is None else f"(约 {cost} 元)"
    cost_en = "" if cost is None else f" (about {cost} yuan)"
    zh = "上班前" if when == "before_shift" else "下班后"
    en = "before" if when == "before_shift" else "after"
    return Problem(
        "unpaid_time", f"{path}.when",
        f"{zh}要求做的事也是工作时间:每天 {minutes} 分钟,一个月({WORKDAYS} 天)约 {hours} 小时,"
        f"超出标准工时的按 150% 付加班费{cost_zh};改成 in_shift 就不用",
        f"Time asked for {en} the shift is work: {minutes} minutes a day are about {hours} h a "
        f"month ({WORKDAYS} days), paid at 150 %{cost_en} where it exceeds the standard hours; "
        "in_shift costs nothing more",
        when, "in_shift", severity="warning",
        article=BY_CODE["extra_time"].article,
    )  # fmt: skip


def _reminders(book: Rulebook) -> Iterator[Problem]:
    section = book.desk
    for index, minutes in enumerate(section.reminders_min):
        path = f"desk.reminders_min[{index}]"
        if minutes <= 0:
            yield Problem(
                "out_of_range", path, "提醒要在拍下之后", "a reminder comes after the order",
                str(minutes), "> 0",
            )  # fmt: skip
        elif index and minutes <= section.reminders_min[index - 1]:
            yield Problem(
                "unordered", path, "提醒时间要一次比一次晚",
                "each reminder comes later than the last",
                str(minutes), f"> {section.reminders_min[index - 1]}",
            )  # fmt: skip
    for field in _BRACES.findall(section.remark_format):
        if field not in _FIELDS:
            guess = near(field, _FIELDS)
            yield Problem(
                "unknown_field", "desk.remark_format",
                f"备注格式里没有「{{{field}}}」;可用:{{agent}} {{text}} {{date}}",
                f"a remark has no {{{field}}}; there are {{agent}} {{text}} {{date}}",
                field, guess or "agent, text, date",
            )  # fmt: skip
    for name, hours in section.overdue_hours.items():
        if hours <= 0:
            yield Problem(
                "out_of_range", f"desk.overdue_hours.{name}", "时限必须大于 0 小时",
                "a deadline is more than 0 hours", str(hours), "> 0",
            )  # fmt: skip
    for name, most in section.most_a_day.items():
        if most < 0:
            yield Problem(
                "out_of_range", f"desk.most_a_day.{name}", "每天最多几件,不能小于 0",
                "how many a day at most is 0 or more", str(most), "≥ 0",
            )  # fmt: skip
