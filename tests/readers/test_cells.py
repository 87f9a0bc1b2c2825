"""Cells, units, names and words, one by one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from jinpai.facts.readers import cells, file_name, rate_units, taobao_words
from jinpai.facts.readers.qianniu_kpi import FIGURES, is_summary
from jinpai.metrics.catalogue import CATALOGUE


@pytest.mark.parametrize(
    ("wrapped", "content"),
    [
        ('="308123456789012345"', "308123456789012345"),
        ('"=""308123456789012345"""', '"=""308123456789012345"""'),
        ("'18618486065", "18618486065"),
        ("\t9001\t", "9001"),
        ("\ufeff订单编号", "订单编号"),
        ("　全角空格　", "全角空格"),
        ("it's", "it's"),
    ],
)
def test_the_wrapping_of_a_cell_comes_off(wrapped: str, content: str) -> None:
    assert cells.unwrap(wrapped) == content


@pytest.mark.parametrize(
    "cell", ["", " ", "-", "--", "null", "NULL", "暂无数据", "延迟统计", "无退款申请", "'-", "N/A"]
)
def test_what_says_nothing_is_unknown_and_not_zero(cell: str) -> None:
    assert cells.value(cell) == ""
    assert cells.money(cell) == ""
    assert cells.count(cell) == ""


@pytest.mark.parametrize(
    "title",
    [
        "首次响应时长（秒)",
        "首次响应时长(秒）",
        " 首次响应时长（秒）\t",
        "首次响应时长 (秒)",
        "\ufeff首次响应时长(秒)",
    ],
)
def test_both_kinds_of_parentheses_are_one_title(title: str) -> None:
    assert cells.header(title) == "首次响应时长"


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        ("0元", "0"), ("199.00元", "199.00"), ("1,234.00", "1234.00"), ("￥1，234.50", "1234.50"),
        ("¥ 12", "12"), ("-5.00", "-5.00"), ("十元", "十元"), ("1e3", "1e3"),
    ],
)  # fmt: skip
def test_money_is_read_without_its_dress(cell: str, yuan: str) -> None:
    assert cells.money(cell) == yuan


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2019-03-12 10:48:33", "2019-03-12 10:48:33"),
        ("2016/5/23 22:02", "2016-05-23 22:02:00"),
        ("2016/5/23 9:02:07", "2016-05-23 09:02:07"),
        ("2026-06-01T10:00:00", "2026-06-01 10:00:00"),
        ("42513.9180555556", "2016-05-23 22:02:00"),
        ("2016年5月23日", "2016-05-23 00:00:00"),
        ("2026-06-01 10:00:00.0", "2026-06-01 10:00:00"),
        ("2026-02-30 10:00:00", "2026-02-30 10:00:00"),
        ("0000-00-00 00:00:00", "0000-00-00 00:00:00"),
        ("", ""),
    ],
)
def test_times_are_read_as_excel_and_the_platform_write_them(cell: str, time: str) -> None:
    assert cells.moment(cell) == time


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("35.2", "35.2"), ("11秒", "11"), ("2分30秒", "150"), ("7小时41分52秒", "27712"),
        ("00:01:05", "65"), ("1分", "60"), ("35.20s", "35.2"), ("半天", "半天"),
    ],
)  # fmt: skip
def test_durations_are_seconds(cell: str, seconds: str) -> None:
    assert cells.seconds(cell) == seconds


@pytest.mark.parametrize(
    ("found", "ruined"),
    [
        ("3.30438E+18", True), ("3E+18", True), ("3304375611452180000.0", True),
        ("330437561145218", False), ("3304375611452180770", False), ("330437561145218.0", False),
    ],
)  # fmt: skip
def test_a_rounded_number_is_ruined(found: str, ruined: bool) -> None:
    assert cells.is_ruined_id(found) is ruined


@pytest.mark.parametrize(("digits", "good"), [(14, False), (15, True), (19, True), (20, False)])
def test_an_order_id_has_15_to_19_digits(digits: int, good: bool) -> None:
    assert cells.is_order_id("1" * digits) is good


def test_a_number_beyond_exact_floats_is_shown_rounded() -> None:
    assert cells.typed(float(2**53 - 1)) == "9007199254740991"
    assert cells.typed(float(2**53)) == "9.00720E+15"
    assert cells.typed(dt.datetime(2016, 5, 23, 22, 1, 59, 999999)) == "2016-05-23 22:02:00"


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("ExportOrderList201903121048.csv", "2019-03-12 10:48:00"),
        ("ExportOrderList201903121048(1).csv", "2019-03-12 10:48:00"),
        ("ExportOrderDetailList2016092310161.xlsx", "2016-09-23 10:16:00"),
        ("ExportItemlList202608111558.csv", "2026-08-11 15:58:00"),
        ("千牛聊天记录_原始逐条_2026-07-01_10-22.xlsx", "2026-07-01 10:22:00"),
        ("退款单20190515165030.csv", "2019-05-15 16:50:30"),
        ("客服绩效_20260601.xlsx", None),
        ("客服绩效_20260601-20260630.xlsx", None),
        ("订单3304375611452180770.csv", None),
        ("ExportOrderList201913121048.csv", None),
    ],
)
def test_a_name_says_when_it_was_exported(name: str, moment: str | None) -> None:
    found = file_name.exported_at(name)
    assert (str(found) if found else None) == moment


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("客服绩效_20260601.xlsx", ("2026-06-01", "2026-06-01")),
        ("客服绩效_20260601-20260630.xlsx", ("2026-06-01", "2026-06-30")),
        ("客服绩效20260601_20260630_20260701.xlsx", ("2026-06-01", "2026-06-30")),
        ("2026-06-01_2026-06-30", ("2026-06-01", "2026-06-30")),
        ("2026-06-01..2026-06-30", ("2026-06-01", "2026-06-30")),
        ("统计时间：2026年6月1日至2026年6月7日", ("2026-06-01", "2026-06-07")),
        ("客服绩效2026年2月.xlsx", ("2026-02-01", "2026-02-28")),
        ("客服绩效_202602.xlsx", ("2026-02-01", "2026-02-28")),
        ("客服绩效.xlsx", None),
        ("客服绩效_20261301.xlsx", None),
    ],
)
def test_a_name_says_which_days_it_covers(text: str, days: tuple[str, str] | None) -> None:
    found = file_name.days(text)
    assert (tuple(day.isoformat() for day in found) if found else None) == days


@pytest.mark.parametrize(
    ("title", "column", "cell", "share"),
    [
        ("回复率", ["0.625", "0.9"], "0.625", "0.625"),
        ("回复率", ["62.5%", "90%"], "62.5%", "0.625"),
        ("回复率", ["62.5", "90"], "62.5", "0.625"),
        ("回复率", ["62.5％"], "62.5％", "0.625"),
        ("回复率", ["1", "0.5"], "1", "1"),
        ("回复率", ["1", "0.5", "1.01"], "1", "0.01"),
        ("回复率", ["100"], "100", "1"),
        ("回复率(%)", ["1", "0"], "1", "0.01"),
        ("回复率(%)", ["0.96", "0.5"], "0.96", "0.96"),
        ("回复率", ["62.5%", "0.9"], "0.9", "0.9"),
        ("回复率", ["延迟统计", "-", "62.5"], "62.5", "0.625"),
    ],
)
def test_a_share_means_the_same_in_every_dress(
    title: str, column: list[str], cell: str, share: str
) -> None:
    unit = rate_units.decide(title, column)
    assert unit.read(cell) == Decimal(share)
    assert unit.zh and unit.en


def test_a_ratio_may_pass_one_without_being_per_cent() -> None:
    assert rate_units.decide("答问比", ["1.19", "2.5"], may_pass_one=True).read("1.19") == Decimal(
        "1.19"
    )
    assert rate_units.decide("答问比", ["119", "105"], may_pass_one=True).read("119") == Decimal(
        "1.19"
    )


@pytest.mark.parametrize(
    "name",
    [
        "汇总值",
        "平均值",
        "全店汇总值",
        "全店平均值",
        "同行同层优秀",
        "同行同层均值",
        "店铺汇总值",
        "店铺平均值",
        "合计",
        " 汇总 值 ",
    ],
)
def test_a_summary_row_is_no_person(name: str) -> None:
    assert is_summary(name)


@pytest.mark.parametrize("name", ["示例旗舰店:小迪", "小美", "优秀小美", "汇总小组长", "店铺:平均"])
def test_a_person_is_no_summary_row(name: str) -> None:
    assert not is_summary(name)


def test_every_reported_figure_is_in_the_catalogue() -> None:
    assert {figure.code for figure in FIGURES} <= set(CATALOGUE)


@pytest.mark.parametrize(
    ("status", "reason", "paid", "knows", "why"),
    [
        ("交易关闭", "买家未付款", False, True, "unpaid"),
        ("交易关闭", "", False, True, "unpaid"),
        ("交易关闭", "退款", True, True, "refunded"),
        ("交易关闭", "", True, True, "refunded"),
        ("交易关闭", "退款", False, True, "refunded"),
        ("交易关闭", "买家未付款", False, False, "unpaid"),
        ("交易关闭", "卖家缺货", False, False, "卖家缺货"),
        ("交易关闭", "", False, False, "交易关闭"),
        ("交易成功", "订单未关闭", True, True, ""),
        ("", "买家未付款", False, True, "unpaid"),
        ("", "订单未关闭", True, True, ""),
        ("等待买家付款", "", False, True, ""),
    ],
)
def test_the_two_kinds_of_closing_are_told_apart(
    status: str, reason: str, paid: bool, knows: bool, why: str
) -> None:
    assert taobao_words.closing(status, reason, paid=paid, knows_payment=knows) == why


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("退款成功", "succeeded"), ("同意退款，退款成功", "succeeded"), ("退款关闭", "closed"),
        ("等待买家退货", "open"), ("等待卖家同意", "open"), ("卖家拒绝退款", "refused"),
        ("买家已申请", "open"),
        ("卖家已同意", "open"),
        ("退款处理中", "open"), ("客服火星介入", "客服火星介入"), ("", ""),
    ],
)  # fmt: skip
def test_refund_states_are_four(word: str, ours: str) -> None:
    assert taobao_words.refund_status(word) == ours


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("仅退款", "refund"), ("退货退款", "return"), ("是", "return"), ("否", "refund"),
        ("需要退货", "return"), ("不需要退货", "refund"), ("无需退货", "refund"),
        ("换货", "exchange"),
        ("补寄", "reship"), ("未发货仅退款", "refund"), ("维修", "维修"),
    ],
)  # fmt: skip
def test_refund_kinds_are_four(word: str, ours: str) -> None:
    assert taobao_words.refund_kind(word) == ours
