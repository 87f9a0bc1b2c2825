"""Tables: order, columns, and files that are the screen."""

from __future__ import annotations

import io
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from jinpai.apps.board.exports import csv_bytes, harmless, xlsx_bytes
from jinpai.apps.board.tables import Cell, Column, Row, Table, arranged

TABLE = Table(
    [
        Column("name", "姓名"),
        Column("rate", "转化", "percent", with_n=True),
        Column("sales", "销售额", "yuan"),
        Column("more", "另外", "count", shown=False),
    ],
    [
        Row({"name": Cell("=甲"), "rate": Cell(D("0.4622"), n=612), "sales": Cell(D("1234.50"))}),
        Row({"name": Cell("乙"), "rate": Cell(None), "sales": Cell(D("99.5")), "more": Cell(3)}),
        Row({"name": Cell("丙"), "rate": Cell(D("0.5"), n=10), "sales": Cell(D("-20"))}),
        Row({"name": Cell("全店"), "rate": Cell(D("0.6"), n=622)}, total=True),
    ],
    name="t",
    fixed=("name",),
)


def names(query: str) -> list[str]:
    return [row.cells["name"].value for row in arranged(TABLE, QueryDict(query)).rows]


def test_a_table_sorts_by_the_address_and_keeps_the_unknown_and_the_total_last():
    assert names("sort=rate") == ["=甲", "丙", "乙", "全店"]
    assert names("sort=-rate") == ["丙", "=甲", "乙", "全店"]


def test_an_unknown_order_is_as_if_there_were_none():
    assert names("sort=nothing") == ["=甲", "乙", "丙", "全店"]


def test_the_address_chooses_the_columns_and_the_name_stays():
    shown = arranged(TABLE, QueryDict("cols=more&cols=nonsense")).shown
    assert [c.code for c in shown] == ["name", "more"]


def test_a_csv_has_the_rows_columns_and_order_of_the_screen():
    table = arranged(TABLE, QueryDict("sort=-rate"))
    assert csv_bytes(table).decode("utf-8-sig").splitlines() == [
        "姓名,转化,转化 n,销售额 (元)",
        "丙,50.0%,10,-20",
        "'=甲,46.2%,612,1235",
        "乙,,,99.50",
        "全店,60.0%,622,",
    ]


def test_an_xlsx_holds_numbers_and_no_formula():
    sheet = load_workbook(io.BytesIO(xlsx_bytes(arranged(TABLE, QueryDict("sort=-rate"))))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["姓名", "转化", "转化 n", "销售额 (元)"]
    assert rows[1] == ["丙", 0.5, 10, -20]
    assert rows[2] == ["=甲", 0.462, 612, 1235]
    assert sheet["A3"].data_type == "s"
    assert sheet["B3"].number_format == "0.0%"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text: str):
    assert harmless(text) == "'" + text


def test_an_ordinary_text_is_left_alone():
    assert harmless("小美=好") == "小美=好"
