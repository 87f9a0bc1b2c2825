"""Which regime the shop's own months speak for (report 004): commission or performance pay.

Many inquiries and inquiry sales → commission; mostly silent orders → performance pay, because
commission then follows luck and not the agents' work. Commission on gross or net profit is
discouraged whatever the numbers: agents cannot see costs. Plain numbers in, reasons out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Regime = Literal["commission-coefficient", "performance-pay"]
Side = Literal["commission", "performance", "neither"]

MANY_SALES = Decimal("0.5")  # of all sales through inquiries
FEW_SALES = Decimal("0.3")
MANY_INQUIRIES = Decimal(30)  # per agent and day
FEW_INQUIRIES = Decimal(10)
SWING = Decimal("0.3")  # a month's inquiry sales against their mean
THIN = Decimal(300)  # yuan a month and agent at 1 %: less moves nobody
BASE_SHARE = (Decimal("0.5"), Decimal("0.8"))
TRIED_RATE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ShopMonth:
    """What is known of a month; None is not known, never 0. Money in yuan."""

    month: str
    days: int
    agents: Decimal | None = None  # headcount who receive buyers
    inquiries: int | None = None
    inquiry_sales: Decimal | None = None
    agent_sales: Decimal | None = None  # credited to agents
    silent_sales: Decimal | None = None
    orders: int | None = None
    base_pay: Decimal | None = None  # of those agents
    variable_pay: Decimal | None = None
    margin_per_order: Decimal | None = None  # before pay, entered by the shop
    market_wage: Decimal | None = None  # of city and post, entered by the shop


@dataclass(frozen=True, slots=True)
class Reason:
    """A figure and what it speaks for."""

    code: str
    value: Decimal | None
    unit: Literal["percent", "count", "yuan", "ratio"]
    speaks_for: Side
    zh: str
    en: str
    per_month: tuple[tuple[str, Decimal | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """`regime` None: the months say too little. `clear`: no figure speaks for the other side."""

    regime: Regime | None
    clear: bool
    zh: str
    en: str
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]


def advise(months: Sequence[ShopMonth]) -> Advice:
    """What the months speak for, with every number it rests on."""
    reasons = [r for r in (_share(months), _inquiries(months), _swing(months), _thin(months)) if r]
    weights = {"inquiry_share": 3, "inquiries_a_day": 2, "swing": 1, "thin": 1}
    votes = {
        side: sum(weights[r.code] for r in reasons if r.speaks_for == side)
        for side in ("commission", "performance")
    }
    notes = tuple(r for r in (_ratio(months), _left(months), _market(months)) if r)
    warnings = (*notes, _PROFIT)
    known = any(r.value is not None for r in reasons if r.code == "inquiry_share")
    if not known or votes["commission"] == votes["performance"] == 0:
        return Advice(
            None, False,
            "还看不出来:需要至少一个月的询单销售额和静默销售额",
            "too little is known: a month of inquiry sales and silent sales is needed",
            tuple(reasons), warnings,
        )  # fmt: skip
    commission = votes["commission"] > votes["performance"]
    clear = min(votes.values()) == 0
    doubt = (
        ("", "") if clear else (";也有相反的数字,见下", "; some figures speak otherwise, see below")
    )
    if commission:
        return Advice(
            "commission-coefficient", clear,
            f"建议提成制:询单和询单销售额多,卖得多少看客服{doubt[0]}",
            f"Commission: there are many inquiries and inquiry sales, so what is sold depends on "
            f"the agents{doubt[1]}",
            tuple(reasons), warnings,
        )  # fmt: skip
    return Advice(
        "performance-pay", clear,
        f"建议绩效制:静默订单多、询单少,提成看运气;绩效工资更有动力、更稳{doubt[0]}",
        f"Performance pay: orders are mostly silent or inquiries few, so commission follows luck; "
        f"a performance wage moves more and is steadier{doubt[1]}",
        tuple(reasons), warnings,
    )  # fmt: skip


_PROFIT = Reason(
    "profit", None, "yuan", "neither",
    "不建议按毛利或净利提成:客服看不到成本,算不出自己的工资",
    "Commission on gross or net profit is discouraged: agents cannot see the costs and could not "
    "reckon their own pay",
)  # fmt: skip


def _mean(values: Sequence[tuple[str, Decimal | None]]) -> Decimal | None:
    known = [v for _, v in values if v is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def _each(
    months: Sequence[ShopMonth], of: Callable[[ShopMonth], Decimal | None]
) -> tuple[tuple[str, Decimal | None], ...]:
    return tuple((m.month, of(m)) for m in months)


def _share(months: Sequence[ShopMonth]) -> Reason | None:
    """Inquiry sales in all sales; agents' and silent sales make up the whole."""

    def one(m: ShopMonth) -> Decimal | None:
        if m.inquiry_sales is None or m.silent_sales is None:
            return None
        whole = max(m.agent_sales or m.inquiry_sales, m.inquiry_sales) + m.silent_sales
        return m.inquiry_sales / whole if whole > 0 else None

    each = _each(months, one)
    value = _mean(each)
    if value is None:
        return None
    shown = _percent(value)
    if value >= MANY_SALES:
        side: Side = "commission"
        zh, en = f"询单销售额占 {shown}%,过半", f"inquiry sales are {shown} % of all, half or more"
    elif value < FEW_SALES:
        side = "performance"
        zh = f"询单销售额只占 {shown}%,其余是静默订单或没有经过询单"
        en = f"inquiry sales are only {shown} % of all; the rest came without an inquiry"
    else:
        side = "neither"
        zh = f"询单销售额占 {shown}%,在 30% 和 50% 之间"
        en = f"inquiry sales are {shown} % of all, between 30 and 50 %"
    return Reason("inquiry_share", value, "percent", side, zh, en, each)


def _inquiries(months: Sequence[ShopMonth]) -> Reason | None:
    each = _each(
        months,
        lambda m: (
            Decimal(m.inquiries) / m.days / m.agents
            if m.inquiries is not None and m.agents and m.days > 0
            else None
        ),
    )
    value = _mean(each)
    if value is None:
        return None
    shown = _round(value)
    if value >= MANY_INQUIRIES:
        return Reason(
            "inquiries_a_day", value, "count", "commission",
            f"每人每天 {shown} 个询单,够多", f"{shown} inquiries per agent and day: many",
            each,
        )  # fmt: skip
    few = value < FEW_INQUIRIES
    return Reason(
        "inquiries_a_day", value, "count", "performance" if few else "neither",
        f"每人每天 {shown} 个询单" + (",太少,提成起不到激励" if few else ""),
        f"{shown} inquiries per agent and day" + (": too few for commission" if few else ""),
        each,
    )  # fmt: skip


def _swing(months: Sequence[ShopMonth]) -> Reason | None:
    """How far the months' inquiry sales lie from their mean."""
    each = _each(months, lambda m: m.inquiry_sales)
    known = [v for _, v in each if v is not None]
    mean = _mean(each)
    if len(known) < 2 or not mean:
        return None
    value = max(abs(v - mean) for v in known) / mean
    if value <= SWING:
        return None
    return Reason(
        "swing", value, "percent", "performance",
        f"各月询单销售额相差大(偏离平均 {_percent(value)}%),提成会让收入大起大落",
        f"inquiry sales swing by {_percent(value)} % between months, and so would commission",
        each,
    )  # fmt: skip


def _thin(months: Sequence[ShopMonth]) -> Reason | None:
    """What 1 % of inquiry sales would come to for one agent (004: too little moves nobody)."""
    each = _each(
        months,
        lambda m: (
            m.inquiry_sales * TRIED_RATE / m.agents
            if m.inquiry_sales is not None and m.agents
            else None
        ),
    )
    value = _mean(each)
    if value is None or value >= THIN:
        return None
    return Reason(
        "thin", value, "yuan", "performance",
        f"按 1% 提成每人每月只有 {_round(value)} 元,起不到激励",
        f"at 1 % an agent would earn {_round(value)} yuan a month, too little to move anybody",
        each,
    )  # fmt: skip


def _ratio(months: Sequence[ShopMonth]) -> Reason | None:
    each = _each(
        months,
        lambda m: (
            m.base_pay / (m.base_pay + m.variable_pay)
            if m.base_pay is not None
            and m.variable_pay is not None
            and m.base_pay + m.variable_pay > 0
            else None
        ),
    )
    value = _mean(each)
    if value is None:
        return None
    low, high = BASE_SHARE
    zh, en = "比较合适", "a fair ratio"
    if value < low:
        zh, en = "底薪偏低,收入不稳", "little base; income is unsteady"
    elif value > high:
        zh, en = "浮动太少,做好做坏差不多", "little depends on the work"
    return Reason(
        "base_share", value, "percent", "neither",
        f"底薪占收入 {_percent(value)}%:{zh}", f"base is {_percent(value)} % of pay: {en}", each,
    )  # fmt: skip


def _left(months: Sequence[ShopMonth]) -> Reason | None:
    """What is left of an order's margin after pay."""
    each = _each(
        months,
        lambda m: (
            m.margin_per_order - (m.base_pay + m.variable_pay) / m.orders
            if m.margin_per_order is not None
            and m.base_pay is not None
            and m.variable_pay is not None
            and m.orders
            else None
        ),
    )
    value = _mean(each)
    if value is None:
        return None
    loss = value < 0
    return Reason(
        "margin_left", value, "yuan", "neither",
        f"发完工资每单还剩毛利 {_fen(value)} 元" + (",是亏的" if loss else ""),
        f"after pay an order leaves {_fen(value)} yuan" + (": a loss" if loss else ""), each,
    )  # fmt: skip


def _market(months: Sequence[ShopMonth]) -> Reason | None:
    each = _each(
        months,
        lambda m: (
            (m.base_pay + m.variable_pay) / m.agents - m.market_wage
            if m.market_wage is not None
            and m.base_pay is not None
            and m.variable_pay is not None
            and m.agents
            else None
        ),
    )
    value = _mean(each)
    if value is None:
        return None
    zh, en = ("高", "above") if value >= 0 else ("低", "below")
    shown = _round(abs(value))
    return Reason(
        "market_distance", value, "yuan", "neither",
        f"人均比当地同岗位{zh} {shown} 元", f"pay is {shown} yuan {en} the city's for the post",
        each,
    )  # fmt: skip


def _percent(value: Decimal) -> str:
    return _round(value * 100)


def _round(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP).normalize():f}"


def _fen(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):f}"
