"""The platform files: recognised by their readers, and holding what the shop did."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jinpai.facts.lake import Lake
from jinpai.facts.load import Source, load
from jinpai.facts.reports import FileReport
from jinpai.simulate import shop
from jinpai.simulate.taobao import CARD_CODES, CARD_TITLES, ORDER_TITLES, write_taobao

Written = tuple[Path, dict[str, int], list[FileReport]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("taobao")
    made = shop(date(2026, 3, 30), 4, 7, seed=5, orders_per_day=30)
    rows = write_taobao(made, folder / "files", as_of=datetime(2026, 4, 10))
    files = [p for p in sorted((folder / "files").iterdir()) if p.name != "truth.json"]
    files.sort(key=lambda p: p.name not in ("shops.csv", "accounts.csv"))
    report = load(
        Lake(folder / "lake"),
        [Source(p, p.name) for p in files],
        now=datetime(2026, 4, 11, tzinfo=UTC),
    )
    return folder / "files", rows, report.files


def by_reader(reports: list[FileReport], reader: str) -> list[FileReport]:
    return [r for r in reports if r.reader == reader]


def test_every_file_finds_its_reader(written: Written) -> None:
    _, rows, reports = written
    assert {r.name for r in reports} == set(rows)
    readers = {r.reader for r in reports}
    assert readers == {
        "exchange", "taobao_orders", "taobao_order_lines", "taobao_refunds", "qianniu_kpi",
        "qianniu_chat_clipboard", "qianniu_chat_xlsx",
    }  # fmt: skip
    assert {r.status for r in reports} == {"imported"}


def test_orders_stand_in_a_file_for_each_month(written: Written) -> None:
    _, rows, reports = written
    months = by_reader(reports, "taobao_orders")
    assert [m.name for m in months] == [
        "ExportOrderList202604100001.csv", "ExportOrderList202604100002.csv",
    ]  # fmt: skip
    for month in months:
        assert month.tables["orders"].read == rows[month.name] > 0
        assert month.tables["orders"].rejected == 0
        assert month.as_of_from == "name"


def test_lines_and_refunds_are_read_whole(written: Written) -> None:
    _, rows, reports = written
    for report in by_reader(reports, "taobao_order_lines"):
        assert report.tables["order_lines"].read == rows[report.name]
        assert report.tables["order_lines"].rejected == 0
    (refunds,) = by_reader(reports, "taobao_refunds")
    assert refunds.tables["refunds"].new == rows[refunds.name] > 0


def test_the_report_of_a_day_gives_figures_and_no_summary_row(written: Written) -> None:
    _, _, reports = written
    days = by_reader(reports, "qianniu_kpi")
    assert [d.name for d in days][:4] == [
        "客服绩效_20260330.xlsx", "客服绩效_20260331.xlsx", "客服绩效_20260401.xlsx",
        "客服绩效_20260402.xlsx",
    ]  # fmt: skip
    assert all(d.problems == [] for d in days)
    assert all(d.tables["reported"].new > 40 for d in days[:4])


def test_chats_come_in_except_those_that_nobody_answered(written: Written) -> None:
    _, _, reports = written
    chats = by_reader(reports, "qianniu_chat_clipboard")
    read = sum(c.tables["messages"].read for c in chats)
    rejected = sum(c.tables["messages"].rejected for c in chats)
    assert read > 2000
    assert rejected < 0.01 * read
    assert {p.code for c in chats for p in c.problems} <= {"no_account"}


def test_orders_are_in_the_platforms_encoding_and_quirks(written: Written) -> None:
    folder, _, _ = written
    raw = (folder / "ExportOrderList202604100001.csv").read_bytes()
    text = raw.decode("gb18030")
    assert "订单付款时间 ," in text
    assert '"=""' in text
    assert "null" in text
    assert "无退款申请" in text
    assert "0元" in text
    assert text.splitlines()[0].count(",") == len(ORDER_TITLES) - 1


def test_titles_and_codes_of_the_report_go_together() -> None:
    assert len(CARD_TITLES) == len(CARD_CODES) + 2
