"""A table of a page: columns, cells, order. The screen and its export are the same object.

A view builds a `Table` with every column it could show and all rows; `arranged` then picks the
columns and the order that the address asks for (`cols`, `sort`). Templates print the result,
`exports` writes it, so both always agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from . import showing

TEXT_UNITS = ("text", "day", "time", "bool", "flag", "chip")


@dataclass(frozen=True)
class Column:
    code: str
    title: str
    unit: str = "text"
    href: str = ""  # the definition, for a metric's column
    shown: bool = True  # unless the address chooses columns
    with_n: bool = False  # the cell's n is printed beside the value
    sortable: bool = True
    group: str = ""

    @property
    def numeric(self) -> bool:
        return self.unit not in TEXT_UNITS


@dataclass(frozen=True)
class Cell:
    value: Any = None
    href: str = ""
    n: int | None = None
    n_href: str = ""
    note: str = ""
    tone: str = ""  # "best", "loss", "muted"
    unit: str = ""  # when it differs from the column's
    approximate: bool = False

    def text(self, column: Column) -> str:
        return showing.text(self.value, self.unit or column.unit)


EMPTY = Cell()


@dataclass(frozen=True)
class Row:
    cells: Mapping[str, Cell]
    tone: str = ""
    total: bool = False  # stays at the foot, whatever the order


@dataclass(frozen=True)
class Table:
    columns: Sequence[Column]
    rows: Sequence[Row]
    name: str = "table"
    caption: str = ""
    sort: str = ""  # a column's code, with "-" before it for descending
    chosen: tuple[str, ...] = ()
    choosable: bool = False
    total_rows: int | None = None  # when only a part of the rows is here
    offset: int = 0
    fixed: tuple[str, ...] = field(default=())  # columns that cannot be put away

    @property
    def shown(self) -> list[Column]:
        if self.chosen:
            return [c for c in self.columns if c.code in self.chosen or c.code in self.fixed]
        return [c for c in self.columns if c.shown or c.code in self.fixed]

    @property
    def sorted_by(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    def lines(self) -> list[tuple[Row, list[tuple[Column, Cell]]]]:
        shown = self.shown
        return [(row, [(c, row.cells.get(c.code, EMPTY)) for c in shown]) for row in self.rows]


def arranged(table: Table, asked: Any) -> Table:
    """The table in the order and with the columns of the address (a QueryDict)."""
    codes = {c.code for c in table.columns}
    chosen = tuple(c for c in asked.getlist("cols") if c in codes)
    sort = asked.get("sort", "")
    sortable = {c.code for c in table.columns if c.sortable}
    if sort.removeprefix("-") not in sortable:
        sort = table.sort
    return replace(table, chosen=chosen, sort=sort, rows=ordered(table.rows, sort))


def ordered(rows: Sequence[Row], sort: str) -> list[Row]:
    """Rows by one column; unknown values last in both directions; totals at the foot."""
    code = sort.removeprefix("-")
    body = [r for r in rows if not r.total]
    foot = [r for r in rows if r.total]
    if code:
        known = [r for r in body if r.cells.get(code, EMPTY).value is not None]
        unknown = [r for r in body if r.cells.get(code, EMPTY).value is None]
        known.sort(key=lambda r: r.cells[code].value, reverse=sort.startswith("-"))
        body = known + unknown
    return body + foot
