"""What a ring costs and what missed rings lose, by account and by day.

Where the shop has no advertising figures the reader may put in a click's price and the
clicks' conversion; they stay in the address and are kept nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from jinpai.metrics.economics import Loss, missed_ring_loss, ring_cost

from .. import showing
from ..period import one_day
from ..scope import Scope
from ..tables import Cell, Column, Row, Table
from . import names
from .figures import sheet
from .recall import ask


@dataclass(frozen=True)
class Ring:
    ppc: Decimal | None
    click_conversion: Decimal | None
    inquiry_conversion: Decimal | None
    aov: Decimal | None
    cost: Decimal | None
    missed: int | None  # None: no chats to count them in
    href: str  # to those receptions; to the metric for who may not open chats
    loss: Loss
    what_if: bool
    formula: list[dict[str, str]]
    accounts: Table
    days: Table
    missing: list[str]
    value: Any


def asked_number(text: str | None, *, percent: bool = False) -> Decimal | None:
    """A number of the address; a percentage may be written 1.28 or 1.28%."""
    if not text:
        return None
    try:
        value = Decimal(text.strip().rstrip("%").replace(",", ""))
    except InvalidOperation:
        return None
    if not value.is_finite() or value < 0 or value > 10**9:
        return None
    return value / 100 if percent else value


def missing_words(code: str) -> str:
    return {
        "ads": _("没有推广数据(每次点击花费、点击转化率)"),
        "ppc": _("不知道每次点击花多少"),
        "click_conversion": _("不知道点击转化率"),
        "inquiry_conversion": _("不知道询单转化率"),
        "aov": _("不知道客单价"),
    }.get(code, code)


def ring(scope: Scope) -> Ring:
    value = ask(
        scope.reading, "ring_value", shop=scope.code, start=scope.period.start, end=scope.period.end
    )
    asked = scope.asked
    ppc = asked_number(asked.get("ppc"))
    click = asked_number(asked.get("click"), percent=True)
    conversion = asked_number(asked.get("conversion"), percent=True)
    aov = asked_number(asked.get("aov"))
    what_if = any(v is not None for v in (ppc, click, conversion, aov))
    ppc = value.ppc if ppc is None else ppc
    click = value.click_conversion if click is None else click
    conversion = value.inquiry_conversion if conversion is None else conversion
    aov = value.aov if aov is None else aov
    cost = ring_cost(ppc, conversion, click)
    loss = missed_ring_loss(value.missed, cost=cost, inquiry_conversion=conversion, aov=aov)

    def cells(missed: int, href: str) -> dict[str, Cell]:
        part = missed_ring_loss(missed, cost=cost, inquiry_conversion=conversion, aov=aov)
        return {
            "missed": Cell(missed, href),
            "wasted": Cell(part.wasted, href, tone="loss" if part.wasted else ""),
            "lost_sales": Cell(part.lost_sales, href),
        }

    def columns(first: Column) -> list[Column]:
        return [
            first,
            Column("missed", _("漏掉的响声"), "count"),
            Column("wasted", _("白花的推广费"), "fen"),
            Column("lost_sales", _("没做成的生意"), "fen"),
        ]

    account_rows = []
    for row in value.accounts:
        if not row.missed:
            continue
        href = scope.link("receptions", account=row.account, missed=1)
        account_rows.append(
            Row(
                {
                    "name": Cell(
                        names.short(row.account), scope.link("agent", account=row.account)
                    ),
                    **cells(row.missed, href),
                }
            )
        )
    by_day = sheet(scope, by=("day",), metrics=["missed_rings"])
    known = bool(by_day.found)
    day_rows = []
    for (day,) in sorted(by_day.keys, key=lambda k: k[0]):
        missed = int(by_day.value("missed_rings", day) or 0)
        if missed:
            href = scope.link("receptions", period=one_day(day), missed=1)
            day_rows.append(Row({"day": Cell(day, href), **cells(missed, href)}))
    rate = showing.text
    formula = [
        {"text": rate(ppc, "fen"), "op": "", "href": "",
         "label": _("每次点击花费")},
        {"text": rate(conversion, "percent"), "op": "×", "label": _("询单转化率"),
         "href": scope.link("metric", "inquiry_conversion")},
        {"text": percent_exact(click), "op": "÷", "href": "", "label": _("点击转化率")},
    ]  # fmt: skip
    return Ring(
        ppc=ppc,
        click_conversion=click,
        inquiry_conversion=conversion,
        aov=aov,
        cost=cost,
        missed=value.missed if known else None,
        href=scope.link("receptions", missed=1) or scope.link("metric", "missed_rings"),
        loss=loss if known else Loss(None, None),
        what_if=what_if,
        formula=formula,
        accounts=Table(columns(Column("name", _("客服"))), account_rows, name="ring-accounts",
                       caption=_("按客服"), sort="-missed"),
        days=Table(columns(Column("day", _("日期"), "day")), day_rows, name="ring-days",
                   caption=_("按天"), sort="day"),
        missing=[missing_words(code) for code in value.missing],
        value=value,
    )  # fmt: skip


def percent_exact(value: Decimal | None) -> str:
    """A conversion with two places: 1.28 % would be 1.3 % with one."""
    if value is None:
        return showing.UNKNOWN
    return f"{showing._round(value * 100, 2)}%"
