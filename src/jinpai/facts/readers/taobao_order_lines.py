"""Reader of the Taobao/Tmall item exports: a row per item of an order.

The old ExportOrderDetailList, the one of 2021–22, 销售明细 / ExportItemlList of 2025–26, and
files in the titles of the order export whose ids show one row per item: their orders are
folded to one row each, and money that repeats is taken once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from jinpai.facts.readers import file_name, taobao_order_rows
from jinpai.facts.readers.grids import grids
from jinpai.facts.readers.protocol import Batch, Context, Problem, Sample
from jinpai.facts.readers.taobao_orders import order_sheets


class TaobaoOrderLines:
    """Items of orders, and what they say about their orders."""

    code = "taobao_order_lines"
    zh = "淘宝/天猫宝贝明细（销售明细）"
    en = "Taobao/Tmall order items"
    tables: tuple[str, ...] = ("order_lines", "orders")
    needs_shop = True

    def recognise(self, sample: Sample) -> float:
        """By the titles of an item export, or ids that repeat over different items; a
        workbook that also has an order sheet belongs to taobao_orders."""
        sheets = list(order_sheets(sample))
        if any(not lines for _, lines in sheets):
            return 0.0
        return max((score for score, _ in sheets), default=0.0)

    def as_of(self, sample: Sample) -> datetime | None:
        """`ExportItemlList202608111558.csv`: 2026-08-11 15:58."""
        return file_name.exported_at(sample.name)

    def read(self, path: Path, sample: Sample, context: Context) -> Iterator[Batch | Problem]:
        """Items, and their orders folded."""
        sheets = grids(path, sample)
        if isinstance(sheets, Problem):
            yield sheets
        else:
            yield from taobao_order_rows.read(sheets, sample, context)
