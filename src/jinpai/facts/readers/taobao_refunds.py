"""Reader of the Taobao/Tmall refund export (退款单…), both eras.

The newer one names no buyer: refunds join their order by 订单编号 alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from jinpai.facts.readers import cells, file_name, problems, taobao_words
from jinpai.facts.readers.columns import Rows
from jinpai.facts.readers.grids import HEADER_WITHIN, TEXT, grids, head, header_at
from jinpai.facts.readers.protocol import Batch, Context, Problem, Sample
from jinpai.facts.readers.staff_nicks import staff_shop
from jinpai.facts.readers.taobao_rows import (
    Body,
    all_rounded,
    check_id,
    identity,
    shop_of,
    unknown_columns,
)
from jinpai.facts.readers.taobao_titles import REFUND, refund_score

_COLUMNS = (
    "order_id", "opened_at", "finished_at", "kind", "reason", "amount", "status", "handler",
    "return_waybill",
)  # fmt: skip


class TaobaoRefunds:
    """Refunds."""

    code = "taobao_refunds"
    zh = "淘宝/天猫退款"
    en = "Taobao/Tmall refunds"
    tables: tuple[str, ...] = ("refunds",)
    needs_shop = True

    def recognise(self, sample: Sample) -> float:
        """By 退款编号 and the titles of the refund export."""
        return max((header_at(rows, refund_score)[1] for _, rows in head(sample)), default=0.0)

    def as_of(self, sample: Sample) -> datetime | None:
        """The minute in the name, if it has one."""
        return file_name.exported_at(sample.name)

    def read(self, path: Path, sample: Sample, context: Context) -> Iterator[Batch | Problem]:
        """Refunds of every sheet that has them."""
        sheets = grids(path, sample)
        if isinstance(sheets, Problem):
            yield sheets
            return
        found_any = False
        for grid in sheets:
            first = [row for (_, row), _ in zip(grid.rows(), range(HEADER_WITHIN), strict=False)]
            index, score = header_at(first, refund_score)
            if score <= 0:
                continue
            found_any = True
            textual = sample.container in TEXT
            yield from _refunds(Body.below(grid, index, REFUND, textual=textual), context)
        if not found_any:
            yield problems.no_header()


def _refunds(body: Body, context: Context) -> Iterator[Batch | Problem]:
    columns = body.columns
    ids: list[str] = []
    orders: list[str] = []
    shop_of_staff = ""
    for found in body.rows():
        if not isinstance(found, Problem):
            ids.append(columns.get("refund_id", found[1], identity))
            orders.append(columns.get("order_id", found[1], identity))
            if not shop_of_staff:
                shop_of_staff = staff_shop(columns.get("handler", found[1]))
    rounded = {"refund_id": all_rounded(ids), "order_id": all_rounded(orders)}
    shop_known = context.shop or shop_of_staff or "shop" in columns or "shop_id" in columns
    if not shop_known:
        yield problems.needs_shop()
        return
    if unknown := unknown_columns(columns):
        yield unknown
    rows = Rows("refunds", ["shop", "refund_id", *(name for name in _COLUMNS if name in columns)])
    for found in body.rows():
        if isinstance(found, Problem):
            yield found
            continue
        line, row = found
        raw = columns.raw(row)
        values = {
            "refund_id": columns.get("refund_id", row, identity),
            "order_id": columns.get("order_id", row, identity),
        }
        problem = None
        for name, value in values.items():
            if name == "order_id" and not value:
                continue  # a refund whose order is not told still is one
            title = columns.title(name)
            problem = problem or check_id(value, title, line, raw, order=name == "order_id")
            if problem is None and rounded[name] and cells.rounded_digits(value):
                problem = problems.ruined_id(title, line, raw)
        if problem is None and not any(sign.isdigit() for sign in values["refund_id"]):
            problem = problems.bad_id(columns.title("refund_id"), line, raw)
        if problem is not None:
            yield problem
            continue
        values["shop"] = (
            shop_of(row, columns, context)
            or staff_shop(columns.get("handler", row))
            or shop_of_staff
        )
        for name in ("opened_at", "finished_at"):
            values[name] = columns.get(name, row, cells.moment)
        if kind := columns.get("kind", row):
            values["kind"] = taobao_words.refund_kind(kind)
        values["reason"] = columns.get("reason", row, cells.text_of)
        values["amount"] = columns.get("amount", row, cells.money)
        values["status"] = columns.get("status", row, _status)
        values["handler"] = columns.get("handler", row).replace("：", ":")
        values["return_waybill"] = columns.get("return_waybill", row)
        rows.add(line, values)
        if rows.full:
            yield from rows.take()
    yield from rows.take()


def _status(text: str) -> str:
    return taobao_words.refund_status(cells.value(text))
