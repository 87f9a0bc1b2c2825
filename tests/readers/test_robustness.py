"""No bytes and no cells make a reader raise: bad content comes out as problems."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.readers.golden import csv_text

from jinpai.facts.opening import Opened, open_file
from jinpai.facts.readers import cells, readers, taobao_titles
from jinpai.facts.readers.protocol import Batch, Context, Problem, Sample
from jinpai.facts.readers.qianniu_kpi import ALIASES as KPI
from jinpai.facts.readers.qianniu_kpi import FIGURES
from jinpai.facts.rows import TABLES

OURS = [reader for reader in readers() if reader.code != "exchange"]
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CONTEXT = Context(shop="S1", day="2026-06-01")

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "", "-", "null", '="330437561145218077"', "'330437561145218077", "3.30438E+18",
            "330437561145218077", "1,234.00", "0元", "62.5%", "0.625", "汇总值", "店:小迪",
            "延迟统计",
            "2016/5/23 22:02", "2019-03-12 10:48:33", "99999", "1e999", "NaN", "inf", "٣", "²",
            "交易关闭", "2026-13-45 99:99:99", "=cmd()", "\ufffd", "a\nb", "\u0000", "１２３",
        ]
    ),
)  # fmt: skip
TITLES = sorted(
    {
        title
        for aliases in (taobao_titles.ORDER, taobao_titles.LINE, taobao_titles.REFUND)
        for titles in aliases.values()
        for title in titles
    }
    | {figure.titles[0] for figure in FIGURES}
    | {"旺旺昵称", "日期", "客户名", "发送时间", "发送内容", "发送账号", "账号类型"}
)


def drain(data: bytes, sample: Sample) -> None:
    """Every reader reads the bytes to their end and gives only what the protocol allows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        for reader in OURS:
            assert 0.0 <= reader.recognise(sample) <= 1.0
            reader.as_of(sample)
            for item in reader.read(path, sample, CONTEXT):
                assert isinstance(item, Batch | Problem)
                if isinstance(item, Batch):
                    allowed = {*TABLES[item.table].names, "line"}
                    assert set(item.rows.column_names) <= allowed
                    assert item.rows.column("line").null_count == 0


@QUICK
@given(data=st.binary(max_size=400), container=st.sampled_from(["csv", "text", "xlsx", "xls"]))
def test_no_bytes_make_a_reader_raise(data: bytes, container: str) -> None:
    text = data.decode("gb18030", "replace")
    drain(data, Sample("x", container, "gb18030", text))


@QUICK
@given(data=st.binary(min_size=1, max_size=400))
def test_whatever_opens_can_be_read(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(data)
        for found in open_file(path, "a.csv", Path(folder)):
            if isinstance(found, Opened):
                drain(data, found.sample)


@QUICK
@given(
    titles=st.lists(st.sampled_from(TITLES), min_size=4, max_size=14),
    rows=st.lists(st.lists(CELLS, max_size=16), max_size=8),
)
def test_no_cells_under_the_known_titles_make_a_reader_raise(
    titles: list[str], rows: list[list[str]]
) -> None:
    text = csv_text([titles, *rows])
    data = text.encode("utf-8", "replace")
    drain(data, Sample("x_20260601.csv", "csv", "utf-8", data.decode("utf-8")))


@QUICK
@given(
    lines=st.lists(
        st.one_of(
            st.text(max_size=10),
            st.sampled_from(
                [
                    "tb1", "店:小迪", "2024-01-15 14:30:25", "店:小迪2024-1-5 1:02:03", "20:57:11",
                    "2024-01-15", "店:小迪 --> 店:小美 2024-01-15 14:32:00", "已读", "¥5",
                    "[店:小迪] 2024-01-15 14:30:25", "a (2014-08-20 10:11:12): b",
                    "X 撤回了一条消息",
                ]
            ),
        ),
        max_size=20,
    )
)  # fmt: skip
def test_no_lines_make_a_chat_reader_raise(lines: list[str]) -> None:
    data = "\n".join(lines).encode("utf-8", "replace")
    drain(data, Sample("x.txt", "text", "utf-8", data.decode("utf-8")))


@pytest.mark.parametrize("reader", OURS, ids=lambda reader: reader.code)
def test_a_missing_file_is_a_problem(reader, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for container in ("csv", "xlsx"):
        sample = Sample("gone", container, "utf-8", "")
        (problem,) = reader.read(tmp_path / "gone", sample, CONTEXT)
        assert isinstance(problem, Problem)


@pytest.mark.parametrize("reader", OURS, ids=lambda reader: reader.code)
def test_a_file_without_the_titles_says_so(reader, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.csv"
    path.write_text("姓名,班次\n张三,早班\n", encoding="utf-8")
    sample = Sample("a.csv", "csv", "utf-8", path.read_text(encoding="utf-8"))
    assert reader.recognise(sample) == 0
    assert [item.code for item in reader.read(path, sample, CONTEXT)] == ["no_header"]


@given(text=st.text(max_size=30))
def test_cleaning_a_cell_never_raises_and_settles(text: str) -> None:
    for clean in (
        cells.value,
        cells.text_of,
        cells.money,
        cells.count,
        cells.seconds,
        cells.moment,
    ):
        assert clean(clean(text)) == clean(text)
    cells.header(text)


def test_the_figures_of_the_report_have_one_alias_table() -> None:
    assert {figure.code for figure in FIGURES} <= set(KPI)
