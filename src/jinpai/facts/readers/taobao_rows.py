"""The rows below a Taobao header: blank, repeated, summary and damaged ones told apart.

Shared by the order, item and refund exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jinpai.facts.readers import cells, problems
from jinpai.facts.readers.columns import Aliases, Columns, empty, line_of
from jinpai.facts.readers.grids import Grid, Row
from jinpai.facts.readers.protocol import Context, Problem
from jinpai.facts.readers.taobao_titles import DOCUMENTED

_SUMMARY = re.compile(
    r"^(本页|全部)?(合计|总计|汇总|小计|共计|累计|平均|导出时间|统计时间|制表|共\s*\d+|total\b|sum\b)",
    re.IGNORECASE,
)
_LOST_DIGITS = 6
"""So many zeros behind the fifteenth digits, over all ids of a file, are no chance."""

TIMES = ("created_at", "paid_at", "shipped_at", "completed_at", "opened_at", "finished_at")


@dataclass(frozen=True)
class Body:
    """A grid from its header on."""

    grid: Grid
    columns: Columns
    header: int  # index of the header row
    textual: bool  # separated text, where a stray comma shifts cells

    @classmethod
    def below(cls, grid: Grid, header: int, aliases: Aliases, *, textual: bool) -> Body:
        for index, (_, row) in enumerate(grid.rows()):
            if index == header:
                return cls(grid, Columns(row, aliases), header, textual)
        return cls(grid, Columns([], aliases), header, textual)

    def rows(self) -> Iterator[Row | Problem]:
        """Rows that hold something of their own; a cut or shifted row is a problem."""
        held: Row | None = None
        whole = 0  # rows as wide as the header, as long as none was shorter
        for index, (line, row) in enumerate(self.grid.rows()):
            if index <= self.header or empty(row) or self.columns.repeats_header(row):
                continue
            if held is not None:
                full = len(held[1]) >= self.columns.width
                whole = whole + 1 if full and whole >= 0 else -1
                yield from self._checked(held, cut=False)
            held = (line, row)
        if held is not None:
            yield from self._checked(held, cut=whole > 0)

    def _checked(self, held: Row, *, cut: bool) -> Iterator[Row | Problem]:
        line, row = held
        if is_summary(row):
            return
        if self.textual and cut and len(row) < self.columns.width:
            yield cut_row(line)
        elif self.textual and self.columns.too_wide(row) and self._shifted(row):
            yield problems.ragged_row(line, line_of(row[:1]))
        else:
            yield held

    def _shifted(self, row: Sequence[str]) -> bool:
        """Does a time or amount column hold something else?"""
        for field in TIMES:
            found = self.columns.get(field, row)
            if found and cells.read_moment(found) is None:
                return True
        return any(
            bool(found := self.columns.get(field, row, cells.money)) and cells.number(found) is None
            for field in ("amount_paid", "total", "goods", "postage", "amount", "price")
        )


def shop_of(row: Sequence[str], columns: Columns, context: Context) -> str:
    """The shop chosen at import, or the only one there is; else the one that the row names.

    A file writes the shop's name, which need not be the code under which it is kept here."""
    return context.shop or columns.get("shop", row) or columns.get("shop_id", row, identity)


def unknown_columns(columns: Columns) -> Problem | None:
    """Titles that no known era of these exports has."""
    return problems.unknown_columns(columns.unknown(DOCUMENTED))


def cut_row(line: int) -> Problem:
    """The last line of a file that was still being written."""
    return Problem(
        code="cut_row",
        zh="最后一行不完整，文件可能没有下载完",
        en="the last line is cut off; the file was probably not downloaded to its end",
        cure_zh="请重新导出或重新下载这个文件",
        cure_en="export or download the file again",
        line=line,
    )


def is_summary(row: Sequence[str]) -> bool:
    """合计, 总计, 导出时间 …: a line about the table, not of it."""
    filled = 0
    for cell in row:
        if text := cells.unwrap(cell):
            if not filled and cells.is_order_id(text):
                return False
            if _SUMMARY.match(text):
                return True
            filled += 1
            if filled == 2:
                break
    return False


def identity(text: str) -> str:
    """An id cell without its wrapping and inner blanks, and without an idle `.0`."""
    found = cells.value(text)
    if found.isdigit():
        return found
    found = "".join(found.split())
    whole, dot, rest = found.partition(".")
    if dot and whole.isdigit() and not rest.strip("0") and len(whole) <= cells.EXCEL_DIGITS:
        return whole
    return found


def all_rounded(ids: Iterable[str]) -> bool:
    """Have the ids lost their last digits to a spreadsheet, though they look whole?

    One id may end in zeros by chance; when nearly all do, `3.30438E+18` was written out again.
    """
    long = rounded = lost = 0
    for found in ids:
        if len(found) > cells.EXCEL_DIGITS:
            long += 1
            if cells.rounded_digits(found):
                rounded += 1
                lost += len(found) - cells.EXCEL_DIGITS
    return rounded >= 0.9 * long > 0 and lost >= _LOST_DIGITS


def check_id(found: str, title: str, line: int, raw: str, *, order: bool = True) -> Problem | None:
    """What is wrong with an id: rounded by a spreadsheet, undecodable, or none at all."""
    if cells.is_ruined_id(found):
        return problems.ruined_id(title, line, raw)
    if "\ufffd" in found:
        return problems.bad_encoding(title, line, raw)
    if order and not cells.is_order_id(found):
        return problems.bad_id(title, line, raw)
    if not found:
        return problems.bad_id(title, line, raw)
    return None
