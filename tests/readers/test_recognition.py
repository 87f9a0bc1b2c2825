"""A file belongs to one reader, by its content: shuffled, with more columns, under any name."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from tests.readers.golden import Case, Table, cases, csv_text, known, opened, read

from jinpai.facts.readers import SURE_ENOUGH, readers, recognise
from jinpai.facts.readers.protocol import Sample

ALL = cases()
TABLES = [case for case in ALL if case.sheets()]


def claims(sample: Sample) -> list[str]:
    """Codes of the readers that would take the file."""
    return [reader.code for reader in readers() if reader.recognise(sample) > SURE_ENOUGH]


def rearranged(case: Case, *, extra: bool, seed: int = 7) -> dict[str, Table]:
    """The case's sheets with columns in another order, or with unknown ones between them."""
    out: dict[str, Table] = {}
    header = case.about.get("header_row", 1)
    for name, rows in case.sheets().items():
        width = max(map(len, rows))
        order = list(range(width))
        random.Random(seed).shuffle(order)
        changed = []
        for number, row in enumerate(rows, start=1):
            if number < header or is_note(row):
                changed.append(row)
                continue
            cells = row + [""] * (width - len(row))
            cells = [cells[at] for at in order]
            if extra:
                titled = number == header
                for place in (width, width // 2, 0):
                    cells.insert(place, f"没见过的列{place}" if titled else "随便写的")
            changed.append(cells)
        out[name] = changed
    return out


def is_note(row: list[str]) -> bool:
    return not any(row) or row[0].startswith("合计")


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_golden_file_is_recognised_by_exactly_its_reader(case: Case, tmp_path: Path) -> None:
    sample = opened(case.write(tmp_path), tmp_path).sample
    assert claims(sample) == [case.reader]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_the_name_of_a_file_decides_nothing(case: Case, tmp_path: Path) -> None:
    sample = opened(case.write(tmp_path), tmp_path).sample
    for name in ("新建文件.csv", "ExportOrderList201903121048.csv", "客服绩效_20260601.xlsx"):
        assert claims(dataclasses.replace(sample, name=name)) == [case.reader]


@pytest.mark.parametrize("extra", [False, True], ids=["shuffled", "with unknown columns"])
@pytest.mark.parametrize("case", TABLES, ids=lambda case: case.name)
def test_columns_are_found_by_name_wherever_they_stand(
    case: Case, extra: bool, tmp_path: Path
) -> None:
    path = case.write(tmp_path, rearranged(case, extra=extra))
    assert claims(opened(path, tmp_path).sample) == [case.reader]
    tables, problems = read(case, path, tmp_path)
    assert {name: known(rows) for name, rows in tables.items()} == {
        name: known(rows) for name, rows in case.expected().items()
    } or ("第二列的备注" in str(tables))  # of two equal titles the first one is asked first
    rejected = [f"{p.line} {p.code}" for p in problems if p.line is not None]
    assert rejected == [text for text in case.expected_problems() if not text.startswith("0 ")]
    unknown = "\n".join(p.column for p in problems if p.code == "unknown_columns")
    if extra and tables and "chat" not in case.reader:
        assert "没见过的列0" in unknown


FOREIGN = {
    "JD POP orders": (
        "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,"
        "应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,发票类型,"
        "发票抬头,发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,"
        "增值税发票,货号,订单完成时间,订单来源,订单渠道"
    ),
    "Pinduoduo orders": (
        "商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),"
        "用户实付金额(元),商家实收金额(元),商品数量(件),支付时间,承诺发货时间,发货时间,"
        "确认收货时间,商品id,商家备注,买家留言,售后状态"
    ),
    "Douyin orders": (
        "主订单编号,子订单编号,支付方式,选购商品,货号,商品ID,商家编码,商品数量,商品金额,"
        "订单提交时间,支付完成时间,订单完成时间,承诺发货时间,买家留言,旗帜颜色,商家备注,"
        "APP渠道,订单状态,取消原因,售后状态,订单类型,发货时间"
    ),
    "Douyin after-sales": (
        "售后单号,订单号,商品单号,商品名称,商品ID,应付金额（元）,售后类型,退商品金额（元）,"
        "售后状态,售后申请时间,退款方式,售后原因,退货物流单号,订单备注,商家编码"
    ),
    "JD per agent": ("客服,接待量,首次平均响应时间,平均响应时间,30s应答率"),
    "Feige per agent": (
        "客服昵称,客服在线天数,接待会话量,待回复会话量,已接待人数,全天满意率,全天平响时长,"
        "全天首响时长,全天3分钟回复率,询单人数,下单人数,支付人数,询单转化率"
    ),
    "shop by day": (
        "日期,询单人数,当日询单人数,当日付款人数,当日付款金额,最终付款人数,最终付款金额,"
        "询单当日付款转化率,询单最终付款转化率"
    ),
    "advertising": ("日期,计划id,计划名称,推广类型,展现量,点击量,花费,点击率,平均点击花费"),
    "phrases": ("快捷短语编码,快捷短语,快捷短语分组"),
    "Shopify": (
        "Name,Email,Financial Status,Paid at,Created at,Lineitem quantity,Lineitem name,Total"
    ),
    "payouts": ("订单号,商品ID,商品名称,扣款原因,申请人,申请时间,申请扣款金额,打款状态"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_files_of_other_platforms_are_nobodys_here(name: str) -> None:
    titles = FOREIGN[name].split(",")
    text = csv_text([titles, ["1"] * len(titles)])
    assert recognise(Sample(name="x.csv", container="csv", encoding="utf-8", text=text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "今天开会，讨论了三件事。\n第一件事……\n",
        "姓名,日期,班次\n张三,2026-07-01,早班\n",
        "2026-07-01\n开会\n2026-07-02\n休息\n",
        "",
    ],
)
def test_other_texts_are_nobodys(text: str) -> None:
    assert recognise(Sample(name="x.txt", container="text", encoding="utf-8", text=text)) is None
