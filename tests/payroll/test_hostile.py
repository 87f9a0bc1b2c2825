"""Formulas as names, control characters, numbers below 0: what leaves the house is harmless."""

from __future__ import annotations

import csv
import io

import openpyxl

from jinpai.apps.payroll.exports.bank import written
from jinpai.apps.payroll.exports.workbook import Book


def test_no_text_of_a_csv_is_a_formula_and_an_amount_below_0_stays_a_number() -> None:
    rows = [("=cmd|'/c calc'!A1", "-1500.00"), ("@SUM(A1)", "-1500.00-2"), ("＝1+1", "12.00")]
    data = written(("姓名", "金额"), rows).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data)))[1:] == [
        ["'=cmd|'/c calc'!A1", "-1500.00"], ["'@SUM(A1)", "'-1500.00-2"], ["'＝1+1", "12.00"],
    ]  # fmt: skip


def test_no_text_of_a_workbook_is_a_formula_or_breaks_the_file() -> None:
    book = Book()
    book.sheet("a/b:*?[c]\\'d")
    book.row("=1+1", "\x00\x07name\x1f", "+49", "x" * 40_000)
    sheet = openpyxl.load_workbook(io.BytesIO(book.bytes(None))).worksheets[0]
    cells = next(sheet.iter_rows())
    assert [c.data_type for c in cells] == ["s"] * 4
    assert [c.value for c in cells[:3]] == ["=1+1", "name", "+49"]
