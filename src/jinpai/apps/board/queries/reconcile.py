"""Computed beside reported: where they differ and what usually makes them differ."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jinpai.metrics.catalogue import CATALOGUE

from .. import showing
from ..period import Period
from ..scope import Scope, said
from ..tables import Cell, Column, Row, Table
from . import names

CLOSE = Decimal("0.005")
"""Below half a per cent two sources say the same: they round."""


def likely_reason(metric: str) -> str:
    """Why a platform's own figure usually differs from ours, by kind of metric."""
    if metric in ("average_response", "first_response"):
        return _("口径:平台常把超过 10 分钟的按 10 分钟算、0 秒和跨天的不算")
    if metric in ("within_3min", "first_30s"):
        return _("口径:服务时段、会话还是回合、没回复的算不算")
    if metric == "reply_rate":
        return _("平台可能把自动回复算作回复")
    if metric in ("receptions", "consulted", "valid_receptions", "unanswered", "direct"):
        return _("平台可能不排除内部账号、群发和单口相声,或按自然日而不是业务日")
    if metric.startswith("inquiry") or metric == "inquiries":
        return _("询单的有效期和排除规则不同,或平台报表导出时最后几天还没定稿")
    if metric in ("sales", "paid_orders", "paid_buyers", "aov", "net_sales", "sales_items",
                  "created_orders", "created_buyers"):  # fmt: skip
        return _("归属规则不同(最后还是最先说话、下单还是付款),或退款、邮费、刷单旗是否扣除")
    if metric.startswith("refund"):
        return _("平台可能按申请日而不是完结日算退款")
    if metric == "satisfaction":
        return _("平台可能按接待日而不是评价日算")
    return _("口径或导出时间不同")


def reconcile_table(scope: Scope, *, only_different: bool) -> Table:
    rows = []
    for r in scope.reading.reconcile(
        shop=scope.code, start=scope.period.start, end=scope.period.end
    ):
        metric = CATALOGUE.get(r.metric)
        if metric is None or (metric.unit == "yuan" and not scope.sees_money):
            continue
        share = None
        if r.computed is not None and r.reported is not None:
            base = max(abs(r.computed), abs(r.reported))
            share = abs(r.computed - r.reported) / base if base else Decimal(0)
        same = share is not None and share < CLOSE
        if only_different and (same or r.computed is None):  # nothing to compare is no difference
            continue
        href = scope.link("metric", r.metric, account=r.account, period=Period(r.from_, r.to))
        rows.append(
            Row(
                {
                    "account": Cell(
                        names.short(r.account), scope.link("agent", account=r.account)
                    ),
                    "metric": Cell(said(metric), scope.link("metric", r.metric)),
                    "days": Cell(days_text(r.from_, r.to)),
                    "computed": Cell(r.computed, href, unit=metric.unit),
                    "reported": Cell(r.reported, unit=metric.unit),
                    "difference": Cell(difference(r, metric.unit)),
                    "share": Cell(share, tone="loss" if share and share >= Decimal("0.05") else ""),
                    "reason": Cell("" if same else likely(r), tone="muted"),
                }
            )
        )  # fmt: skip
    return Table(
        [
            Column("account", _("账号")),
            Column("metric", _("指标")),
            Column("days", _("期间")),
            Column("computed", _("算出来的"), "number", sortable=False),
            Column("reported", _("平台报的"), "number", sortable=False),
            Column("difference", _("差"), "right", sortable=False),
            Column("share", _("差多少"), "percent"),
            Column("reason", _("可能的原因"), sortable=False),
        ],
        rows,
        name="reconcile",
        caption=_("算出来的与平台报的"),
        sort="-share",
    )


def likely(r: Any) -> str:
    if r.computed is None:
        return _("没有聊天或订单可算")
    if r.reported is None:
        return _("平台报表里没有")
    return likely_reason(r.metric)


def difference(r: Any, unit: str) -> str:
    if r.difference is None:
        return ""
    sign = "+" if r.difference > 0 else ""
    return sign + showing.text(r.difference, unit) if r.difference else "0"


def days_text(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first} – {last:%m-%d}"
