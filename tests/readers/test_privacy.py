"""What the readers may never touch: the cells of these columns appear nowhere in what they give."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.readers.golden import Case, Table, cases, read

from jinpai.facts.readers import cells, taobao_titles
from jinpai.facts.readers.protocol import Problem

PRIVATE = [
    "买家支付宝账号", "支付宝交易号", "支付单号", "支付详情", "收货人姓名", "收货地址",
    "修改后的收货地址",
    "联系电话", "联系手机", "联系方式备注", "虚拟号过期时间", "发票抬头", "买家留言",
    "主订单买家留言",
    "买家退款说明", "卖家真实姓名", "卖家真实姓名(新)", "卖家退货地址", "卖家邮编", "卖家电话",
    "卖家手机",
    "发货物流信息", "退货物流信息", "买家邮箱", "手机号",
]  # fmt: skip

TAOBAO = [case for case in cases() if case.reader.startswith("taobao") and case.sheets()]


def marked(case: Case, spoil_ids: bool) -> dict[str, Table]:
    """The case with a mark in every private cell, and all private columns it lacks."""
    out: dict[str, Table] = {}
    header = case.about.get("header_row", 1)
    for name, rows in case.sheets().items():
        titles = [cells.unwrap(title) for title in rows[header - 1]]
        lacking = [title for title in PRIVATE if title not in titles]
        changed = []
        for number, row in enumerate(rows, start=1):
            if number < header or not any(row) or row[0].startswith("合计"):
                changed.append(row)
                continue
            if number == header:
                changed.append(row + lacking)
                continue
            full = row + [""] * (len(titles) - len(row))
            full = [
                f"SECRET{at}" if title in PRIVATE else cell
                for at, (title, cell) in enumerate(zip(titles, full, strict=True))
            ]
            if spoil_ids:
                full = [
                    "坏" if "编号" in title else c for title, c in zip(titles, full, strict=True)
                ]
            changed.append(full + ["SECRET"] * len(lacking))
        out[name] = changed
    return out


@pytest.mark.parametrize("spoil_ids", [False, True], ids=["as rows", "as rejected rows"])
@pytest.mark.parametrize("case", TAOBAO, ids=lambda case: case.name)
def test_private_cells_appear_nowhere(case: Case, spoil_ids: bool, tmp_path: Path) -> None:
    path = case.write(tmp_path, marked(case, spoil_ids))
    tables, problems = read(case, path, tmp_path)
    assert "SECRET" not in str(tables)
    assert "SECRET" not in str(problems)
    if spoil_ids:
        assert any(isinstance(p, Problem) and p.line for p in problems)
    else:
        assert tables or case.expected_problems()


def test_no_reader_names_a_private_column() -> None:
    read_titles = {
        title
        for aliases in (taobao_titles.ORDER, taobao_titles.LINE, taobao_titles.REFUND)
        for titles in aliases.values()
        for title in titles
    }
    assert not read_titles & {cells.header(title) for title in PRIVATE}
    assert not read_titles & set(taobao_titles.NEVER_READ)
    assert {cells.header(title) for title in PRIVATE} <= set(taobao_titles.NEVER_READ)
