"""Are the figures that a rulebook names known, and are its thresholds in their unit?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jinpai.rules.known import KNOWN_METRICS, near
from jinpai.rules.problems import Problem

PROFIT = {
    "profit", "gross_profit", "net_profit", "margin", "gross_margin", "net_margin", "profit_rate",
}  # fmt: skip


def unknown(code: str, path: str) -> Problem | None:
    """The problem of a figure that nobody computes or enters; None: it is known."""
    if code in KNOWN_METRICS:
        return None
    if code.lower() in PROFIT:
        return Problem(
            "profit", path,
            "不建议按毛利、净利考核或提成:客服看不到成本,没法自己算工资,也没法自己改进;"
            "请用 net_sales 或 inquiry_sales",
            "Commission or points on profit are not offered: agents cannot see the costs, so "
            "they can neither reckon nor improve their pay; use net_sales or inquiry_sales",
            code, "net_sales, inquiry_sales",
        )  # fmt: skip
    guess = near(code, KNOWN_METRICS)
    return Problem(
        "unknown_metric", path,
        f"没有「{code}」这个指标" + (f",是不是 {guess}?" if guess else ";可用的见 docs/rulebooks"),
        f"there is no metric {code!r}"
        + (f"; did you mean {guess}?" if guess else "; docs/rulebooks lists them"),
        code, guess or "docs/rulebooks",
    )  # fmt: skip


def of_nobody(code: str, path: str) -> Problem | None:
    """A figure of the whole shop where one of a person is needed."""
    known = KNOWN_METRICS.get(code)
    if known is None or not known.shop:
        return None
    return Problem(
        "shop_only", path,
        f"「{known.zh}」只有全店的数,没有个人的;考核和个人提成不能用",
        f"{known.en} is known of the shop and of no person; it cannot be appraised or paid by",
        code, "sales, inquiry_sales",
    )  # fmt: skip


def beyond_whole(code: str, value: Decimal, path: str) -> Problem | None:
    """A threshold of a percentage outside 0–1: 30 for 30 %, or 150 %."""
    known = KNOWN_METRICS.get(code)
    if known is None or known.unit != "percent" or 0 <= value <= 1:
        return None
    meant = f"{value / 100:f}" if 1 < value <= 100 else "0–1"
    return Problem(
        "not_a_fraction", path,
        f"「{known.zh}」是比例,写 0 到 1 之间的小数:{value} 即 {value * 100:f}%"
        + (f";如果是 {value}%,写 {meant}" if 1 < value <= 100 else ""),
        f"{known.en} is a share and written 0 to 1: {value} is {value * 100:f} %"
        + (f"; if you mean {value} %, write {meant}" if 1 < value <= 100 else ""),
        f"{value}", meant,
    )  # fmt: skip


def doubled(codes: list[str], path: str, key: str = "code") -> Iterator[Problem]:
    """A code that stands twice in one list; `path` has {} for the index."""
    seen: dict[str, int] = {}
    for index, code in enumerate(codes):
        if code in seen:
            yield Problem(
                "duplicate_code", f"{path.format(index)}.{key}",
                f"编号「{code}」已经用在第 {seen[code] + 1} 个,换一个",
                f"the code {code!r} is already that of number {seen[code] + 1}; take another",
                code, f"{code}-2",
            )  # fmt: skip
        else:
            seen[code] = index


def rising(starts: list[Decimal], path: str) -> Iterator[Problem]:
    """Half-open bands [from, next) must rise; `path` has {} for the index."""
    for index in range(1, len(starts)):
        before, here = starts[index - 1], starts[index]
        if here == before:
            yield Problem(
                "overlapping", path.format(index),
                f"两段都从 {here} 开始,重叠了", f"two bands begin at {here} and overlap",
                str(here), f"> {before}",
            )  # fmt: skip
        elif here < before:
            yield Problem(
                "unordered", path.format(index),
                f"各段要从小到大:{before} 后面不能是 {here}",
                f"bands must rise: {here} cannot follow {before}",
                str(here), f"> {before}",
            )  # fmt: skip
