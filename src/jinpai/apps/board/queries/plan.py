"""The calculators' forms: funnel planner, fulfilment, daily discipline. Pure sums on what the
address says, with the shop's own figures as first suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jinpai.metrics.economics import (
    FREE_STORAGE_FROM,
    Fulfilment,
    Plan,
    Staffing,
    discipline,
    fulfilment,
    plan,
    staffing,
)

from .. import showing
from .ring import asked_number


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    value: str
    unit: str = ""


@dataclass(frozen=True)
class Planner:
    fields: list[Field]
    staff_fields: list[Field]
    plan: Plan | None
    staff: Staffing | None
    problem: str


def planner(asked: Any, *, suggested_cost: Decimal | None) -> Planner:
    """Any of orders, visitors and conversion left empty is solved from the other two."""
    touched = any(k in asked for k in ("orders", "visitors", "rate"))
    orders_text = asked.get("orders", "" if touched else "200")
    rate_text = asked.get("rate", "" if touched else "2")
    visitors_text = asked.get("visitors", "")
    cost_text = asked.get("cost", "" if suggested_cost is None else str(suggested_cost))
    days_text, consult_text = asked.get("days", "1"), asked.get("consult", "8")
    rings_text = asked.get("rings", "100")
    orders, visitors = asked_number(orders_text), asked_number(visitors_text)
    rate = asked_number(rate_text, percent=True)
    found, staff, problem = None, None, ""
    try:
        found = plan(
            orders=None if orders is None else int(orders),
            visitors=None if visitors is None else int(visitors),
            conversion=rate,
        )
        days, rings = asked_number(days_text), asked_number(rings_text)
        consult = asked_number(consult_text, percent=True)
        if days and rings and consult:
            staff = staffing(
                found.visitors, days=max(1, int(days)), consult_rate=consult,
                rings_per_agent=max(1, int(rings)), cost=asked_number(cost_text),
            )  # fmt: skip
    except ValueError:
        problem = _("三个里填两个,空着的那个会算出来;都要大于 0,订单不多于访客,转化不超过 100%。")
    return Planner(
        [
            Field("orders", _("目标订单"), orders_text),
            Field("rate", _("转化率"), rate_text, "%"),
            Field("visitors", _("访客"), visitors_text),
        ],
        [
            Field("days", _("几天内"), days_text, _("天")),
            Field("consult", _("来问的访客"), consult_text, "%"),
            Field("rings", _("一人一天接几声"), rings_text),
            Field("cost", _("每声推广费"), cost_text, _("元")),
        ],
        found,
        staff,
        problem,
    )


WAYS = ("own", "other")
PARTS = ("area", "storage", "handling", "parcel", "after", "multi", "free")
DEFAULTS = {
    # report 000: own warehouse with a parcel at 5 yuan; the third party's at 3.8 and 0.4 a piece
    "own": {"area": "120", "storage": "1", "handling": "0.8", "parcel": "5.0", "after": "6000",
            "multi": "10", "free": ""},
    "other": {"area": "120", "storage": "1", "handling": "0.4", "parcel": "3.8", "after": "15000",
              "multi": "10", "free": str(FREE_STORAGE_FROM)},
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    code: str
    title: str
    fields: list[Field]
    cost: Fulfilment | None


@dataclass(frozen=True)
class Comparison:
    orders: Field
    ways: list[Way]
    cheaper: str
    saved: Decimal | None
    saved_month: Decimal | None
    problem: str


def comparison(asked: Any) -> Comparison:
    """Own warehouse beside a third party's, each by its parts."""
    labels = {
        "area": (_("面积"), _("平方米")), "storage": (_("仓租"), _("元/平方米·天")),
        "handling": (_("打包作业"), _("元/单")), "parcel": (_("快递"), _("元/单")),
        "after": (_("售后配件"), _("元/月")), "multi": (_("一单多件"), "%"),
        "free": (_("每平方米每天几单起免仓租"), _("单")),
    }  # fmt: skip
    orders_text = asked.get("per_day", "250")
    orders = asked_number(orders_text)
    problem = "" if orders else _("每天的订单要大于 0。")
    ways = []
    for code in WAYS:
        texts = {p: asked.get(f"{code}_{p}", DEFAULTS[code][p]) for p in PARTS}
        numbers = {p: asked_number(texts[p], percent=p == "multi") for p in PARTS}
        cost = None
        if orders:
            cost = fulfilment(
                orders_per_day=orders,
                area=numbers["area"] or Decimal(0),
                storage_per_m2_day=numbers["storage"] or Decimal(0),
                handling=numbers["handling"] or Decimal(0),
                parcel=numbers["parcel"] or Decimal(0),
                after_sale_per_month=numbers["after"] or Decimal(0),
                multi_item_share=numbers["multi"] or Decimal(0),
                free_storage_from=numbers["free"] or None,
            )
        fields = [Field(f"{code}_{p}", labels[p][0], texts[p], labels[p][1]) for p in PARTS]
        ways.append(Way(code, _("自己的仓") if code == "own" else _("第三方仓"), fields, cost))
    own, other = (w.cost for w in ways)
    saved = None if own is None or other is None else own.total - other.total
    return Comparison(
        Field("per_day", _("每天订单"), orders_text),
        ways,
        "" if saved is None or saved == 0 else "other" if saved > 0 else "own",
        None if saved is None else abs(saved),
        None if saved is None or orders is None else abs(saved) * orders * 30,
        problem,
    )


@dataclass(frozen=True)
class DisciplineRow:
    daily: str
    left: str
    width: int


def discipline_rows(asked: Any) -> tuple[list[DisciplineRow], Field, Field]:
    """Three students of report 001, and the reader's own rate."""
    days_text, own_text = asked.get("over", "100"), asked.get("daily", "")
    days = asked_number(days_text)
    over = min(3650, int(days)) if days is not None else 100
    rates = [Decimal("1"), Decimal("0.9999"), Decimal("0.99")]
    own = asked_number(own_text, percent=True)
    if own is not None and own <= 2:
        rates.append(own)
    rows = []
    for rate in rates:
        left = discipline(rate, over)
        shown = showing.text(left, "percent") if left < 1000 else "∞"
        rows.append(
            DisciplineRow(
                f"{(rate * 100).normalize():f}%", shown, int(min(Decimal(100), left * 100))
            )
        )
    return (
        rows,
        Field("over", _("多少天"), days_text, _("天")),
        Field("daily", _("我的每天"), own_text, "%"),
    )
