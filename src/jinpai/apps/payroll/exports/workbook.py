"""A workbook written the same way every time: texts that stay texts, no clock in the file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from jinpai.apps.board.exports import DANGEROUS

YUAN = "#,##0.00"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a zip file
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def words(zh: str, en: str) -> str:
    """In the reader's language."""
    return zh if (get_language() or "zh").startswith("zh") else en


class Book:
    """Sheets filled row by row."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._sheet: Any = None

    def sheet(self, title: str, widths: Iterable[int] = ()) -> None:
        """Begin a sheet; what follows goes there."""
        self._sheet = self._book.create_sheet(
            "".join(c for c in title if c not in "[]:*?/\\'")[:31]
        )
        for number, width in enumerate(widths):
            self._sheet.column_dimensions[chr(ord("A") + number)].width = width

    def freeze(self, cell: str) -> None:
        """Keep the rows above and the columns left of a cell in sight; before the first row."""
        self._sheet.freeze_panes = cell

    def row(self, *values: Any, bold: bool = False) -> None:
        self._sheet.append([self._cell(value, bold) for value in values])

    def _cell(self, value: Any, bold: bool) -> Any:
        if isinstance(value, str):
            value = "".join(c for c in value if c >= " " or c in "\t\n")
        cell = WriteOnlyCell(self._sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"  # openpyxl would make a formula of "=…"
            cell.quotePrefix = value.startswith(DANGEROUS)
        elif isinstance(value, Decimal):
            cell.number_format = YUAN
        if bold:
            cell.font = Font(bold=True)
        return cell

    def bytes(self, at: datetime | None) -> bytes:
        """The file; `at` is the moment that it says it was made."""
        out = io.BytesIO()
        self._book.save(out)
        stamp = f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else "1980-01-01T00:00:00Z"
        return _without_clock(out.getvalue(), stamp.encode())


def _without_clock(data: bytes, stamp: bytes) -> bytes:
    """The same parts in the same order, none of them telling when it was written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            body = source.read(name)
            if name == "docProps/core.xml":
                body = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<2>", body)
            part = zipfile.ZipInfo(name, _EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, body)
    return out.getvalue()
