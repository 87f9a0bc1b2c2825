"""Reader of the Taobao/Tmall order export (ExportOrderList), 2012 to today: a row per order.

A workbook that also has the item sheet (订单报表 / 销售明细) is read whole. A file in these titles
that holds one row per item belongs to taobao_order_lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from jinpai.facts.readers import file_name, taobao_order_rows
from jinpai.facts.readers.columns import Columns
from jinpai.facts.readers.grids import grids, head, header_at
from jinpai.facts.readers.protocol import Batch, Context, Problem, Sample
from jinpai.facts.readers.taobao_titles import ORDER, line_score, order_score


class TaobaoOrders:
    """Orders, one row each."""

    code = "taobao_orders"
    zh = "淘宝/天猫订单（订单报表）"
    en = "Taobao/Tmall orders"
    tables: tuple[str, ...] = ("orders", "order_lines")
    needs_shop = False

    def recognise(self, sample: Sample) -> float:
        """By the titles of the order export over rows that are orders."""
        return max((score for score, lines in order_sheets(sample) if not lines), default=0.0)

    def as_of(self, sample: Sample) -> datetime | None:
        """`ExportOrderList201903121048.csv`: 2019-03-12 10:48."""
        return file_name.exported_at(sample.name)

    def read(self, path: Path, sample: Sample, context: Context) -> Iterator[Batch | Problem]:
        """Orders; also the items of an item sheet in the same workbook."""
        sheets = grids(path, sample)
        if isinstance(sheets, Problem):
            yield sheets
        else:
            yield from taobao_order_rows.read(sheets, sample, context)


def order_sheets(sample: Sample) -> Iterator[tuple[float, bool]]:
    """(score, is it one row per item) of each sheet in the titles of orders or items."""
    for _, rows in head(sample):
        index, score = header_at(rows, order_score)
        item_score = header_at(rows, line_score)[1]
        if item_score > score:
            yield item_score, True
        elif score > 0:
            columns = Columns(rows[index], ORDER)
            body = rows[index + 1 :]
            yield score, taobao_order_rows.is_line_level(body, columns)
