"""A table as CSV or XLSX: the rows, columns and order of the screen, nothing more.

Numbers are written as numbers with the places that the screen shows; n, where a column shows
it, follows in a column of its own. A text that a spreadsheet would run as a formula is made
harmless by an apostrophe before it (CSV) or by a text cell (XLSX).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from . import showing
from .tables import Cell, Column, Table

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width too

UNITS_IN_HEAD = {"yuan": "元", "fen": "元", "seconds": "秒"}


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where it could be read as a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def head(table: Table) -> list[str]:
    titles = []
    for column in table.shown:
        unit = UNITS_IN_HEAD.get(column.unit)
        titles.append(f"{column.title} ({_(unit)})" if unit else column.title)
        if column.with_n:
            titles.append(f"{column.title} n")
    return titles


def _number(cell: Cell, column: Column) -> Decimal | None:
    value = cell.value
    if value is None or isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    unit = cell.unit or column.unit
    places = showing.places(value, unit) + (2 if unit == "percent" else 0)
    return showing._round(value, places)


def csv_of(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of harmless texts: UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def csv_bytes(table: Table) -> bytes:
    """The table as it is shown; a percentage reads 46.2%."""
    lines = [[harmless(title) for title in head(table)]]
    for _row, cells in table.lines():
        line: list[str] = []
        for column, cell in cells:
            number = _number(cell, column)
            if number is not None:
                percent = (cell.unit or column.unit) == "percent"
                line.append(f"{number * 100:.1f}%" if percent else str(number))
            else:
                line.append(harmless("" if cell.value is None else cell.text(column)))
            if column.with_n:
                line.append("" if cell.n is None else str(cell.n))
        lines.append(line)
    return csv_of(lines)


FORMATS = {"percent": "0.0%", "count": "#,##0", "items": "#,##0", "ratio": "0.00", "seconds": "0.0"}


def _format(value: Decimal, unit: str) -> str:
    if unit in ("yuan", "fen"):
        return "#,##0.00" if showing.places(value, unit) else "#,##0"
    return FORMATS.get(unit, "General")


def xlsx_bytes(table: Table) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(table.caption or table.name))
    sheet.freeze_panes = "B2"

    def written(value: Any, number_format: str = "General", bold: bool = False) -> Any:
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"  # openpyxl would make a formula of "=…"
            cell.quotePrefix = value.startswith(DANGEROUS)
        cell.number_format = number_format
        if bold:
            cell.font = Font(bold=True)
        return cell

    sheet.append([written(title, bold=True) for title in head(table)])
    for _row, cells in table.lines():
        line = []
        for column, cell in cells:
            number = _number(cell, column)
            if number is not None:
                line.append(written(number, _format(number, cell.unit or column.unit)))
            elif isinstance(cell.value, datetime):
                line.append(written(cell.value, "yyyy-mm-dd hh:mm:ss"))
            elif isinstance(cell.value, date):
                line.append(written(cell.value, "yyyy-mm-dd"))
            else:
                line.append(written("" if cell.value is None else _legal(cell.text(column))))
            if column.with_n:
                line.append(written(cell.n, "#,##0"))
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _legal(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")


def _sheet_name(text: str) -> str:
    return "".join(c for c in text if c not in "[]:*?/\\'")[:31] or "Jinpai"


def answer(table: Table, form: str, filename: str) -> HttpResponse:
    """The file as a download; `form` is "csv" or "xlsx"."""
    if form == "xlsx":
        response = HttpResponse(
            xlsx_bytes(table),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    else:
        response = HttpResponse(csv_bytes(table), content_type="text/csv; charset=utf-8")
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in filename)
    response["Content-Disposition"] = f'attachment; filename="{safe}.{form}"'
    return response
