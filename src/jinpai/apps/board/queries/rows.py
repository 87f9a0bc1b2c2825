"""Rows behind a figure as a table: every row links on, buyers stay masked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jinpai.metrics.receptions import REASONS

from .. import buyers
from ..scope import Scope, said, speaks_english
from ..tables import Cell, Column, Row, Table
from . import names

PAGE = 50
UNITS = {"count": "count", "yuan": "fen", "seconds": "seconds", "time": "time", "day": "day"}
ACCOUNT_COLUMNS = ("account", "owner", "created_owner", "paid_owner", "order_first_owner")


def excluded_words(code: str | None) -> str | None:
    """Why a reception is left out, in words."""
    if not code:
        return None
    words = REASONS.get(code)
    return code if words is None else words[1 if speaks_english() else 0]


def reason_words(code: str | None) -> str | None:
    """Why an order's credit is where it is, in a few words."""
    if not code:
        return None
    return {
        "at_creation": _("下单前最后说话"),
        "at_payment": _("付款前最后说话"),
        "silent": _("静默"),
        "flagged": _("疑似刷单"),
        "unpaid": _("还没付款"),
        "no_buyer": _("对不上买家"),
    }.get(code, code)


def outcome_words(code: str | None) -> str | None:
    """What became of a round."""
    if not code:
        return None
    return {
        "replied": _("已回复"),
        "cross_day": _("跨天才回复"),
        "unreplied": _("没有回复"),
    }.get(code, code)


def flag_words(code: str | None) -> str | None:
    if not code:
        return None
    return {
        "grey": _("灰旗"), "red": _("红旗"), "yellow": _("黄旗"), "green": _("绿旗"),
        "blue": _("蓝旗"), "purple": _("紫旗"),
    }.get(code, code)  # fmt: skip


def refund_words(code: str | None) -> str | None:
    if not code:
        return None
    return {
        "refund": _("仅退款"), "return": _("退货退款"), "exchange": _("换货"),
        "reship": _("补寄"), "open": _("处理中"), "succeeded": _("成功"),
        "closed": _("关闭"), "refused": _("拒绝"),
    }.get(code, code)  # fmt: skip


def reception_href(scope: Scope, row: dict[str, Any], anchor: str = "") -> str:
    """The chat of a row that carries account, buyer and day."""
    day = row.get("day")
    if not scope.sees_chats or not (row.get("account") and row.get("buyer") and day):
        return ""
    if isinstance(day, datetime):
        day = day.date()
    href = scope.link(
        "reception",
        account=row["account"],
        buyer=buyers.token(scope.code, row["buyer"]),
        day=day.isoformat(),
    )
    return href + anchor


def order_href(scope: Scope, order_id: Any) -> str:
    return scope.link("order", str(order_id)) if order_id and scope.sees_chats else ""


def row_href(scope: Scope, row: dict[str, Any]) -> str:
    """Where a row leads: its order, else its reception."""
    if row.get("order_id"):
        return order_href(scope, row["order_id"])
    opened = row.get("opened_local")
    return reception_href(scope, row, f"#m{opened:%H%M%S}" if opened else "")


def cell_of(scope: Scope, code: str, row: dict[str, Any]) -> Cell:
    value = row.get(code)
    if code == "buyer":
        return Cell(scope.name_of_buyer(value), reception_href(scope, row))
    if code == "order_id":
        return Cell(value, order_href(scope, value))
    if code == "excluded":
        return Cell(excluded_words(value) or "", tone="muted")
    if code == "outcome":
        return Cell(outcome_words(value), tone="" if value == "replied" else "loss")
    if code == "flag":
        return Cell(flag_words(value) or "")
    if code == "kind":
        return Cell(refund_words(value))
    if code == "reason" and "refund_id" not in row:
        return Cell(reason_words(value), row_href(scope, row), tone="muted")
    if code in ACCOUNT_COLUMNS and not value and row.get("order_id"):
        return Cell(_("静默"), tone="muted")
    if isinstance(value, bool):
        return Cell(_("是") if value else "", tone="loss" if code in ("slow", "missed") else "")
    if code in ACCOUNT_COLUMNS and value and scope.sees_team:
        return Cell(names.short(value), scope.link("agent", account=value))
    if code in ACCOUNT_COLUMNS and value:
        return Cell(names.short(value))
    if code in ("day", "first_local", "opened_local") and value is not None:
        return Cell(value, row_href(scope, row))
    if isinstance(value, (list, tuple)):
        value = "、".join(str(v) for v in value)
    if isinstance(value, str) and row.get("buyer") and row["buyer"] in value:
        value = value.replace(row["buyer"], scope.name_of_buyer(row["buyer"]))
    return Cell(value)


def rows_table(
    scope: Scope,
    page: Any,
    *,
    name: str,
    caption: str,
    offset: int = 0,
    hidden: Sequence[str] = (),
) -> Table:
    """A RowsPage as a table. Its order is the reading's; only whole tables can be sorted."""
    columns = []
    for col in page.columns:
        if col.code in ("shop", *hidden):
            continue
        columns.append(Column(col.code, said(col), UNITS.get(col.type, "text"), sortable=False))
    rows = [Row({c.code: cell_of(scope, c.code, row) for c in columns}) for row in page.rows]
    # a row without a link of its own gets one on its first cell: every row leads somewhere
    for i, (row, line) in enumerate(zip(page.rows, rows, strict=True)):
        if columns and not any(cell.href for cell in line.cells.values()):
            first = columns[0].code
            cell = line.cells[first]
            rows[i] = Row({**line.cells, first: Cell(cell.value, row_href(scope, row))})
    return Table(columns, rows, name=name, caption=caption, total_rows=page.total, offset=offset)
