"""Two rulebooks compared in words, in the document's order, parts matched by their codes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jinpai.rules import document, edit
from jinpai.rules.diff import differences

TEXT = document.shipped()["kpi-bands"]
AGENT = "pay.schemes.agent.components"


def book(text):
    read, problems = document.read(text)
    assert read is not None, problems
    return read


def told(before, after):
    return [(d.kind, d.path, d.zh, d.en) for d in differences(book(before), book(after))]


@pytest.mark.parametrize("code", document.SHIPPED)
def test_nothing_differs_from_itself(code):
    rules = book(document.shipped()[code])
    assert differences(rules, rules) == []


def test_comments_and_spelling_are_no_difference():
    after = TEXT.replace("otherwise = 0.6 ", "otherwise = 0.60").replace("# 主管", "# 主管们")
    assert after != TEXT
    assert told(TEXT, after) == []


def test_writing_a_default_out_is_no_difference():
    after = edit.write(TEXT, {"appraisal.schemes.presale.items[0].missing": "reweight"})
    assert told(TEXT, after) == []


def test_a_share_is_told_in_percent_and_a_weight_plainly():
    after = edit.write(
        TEXT,
        {
            "appraisal.schemes.presale.items[0].curve.worst": Decimal("0.255"),
            "appraisal.schemes.presale.items[0].weight": 25,
            "appraisal.schemes.presale.items[3].weight": 20,
        },
    )
    assert told(TEXT, after) == [
        (
            "changed", "appraisal.schemes.presale.items[0].weight",
            "考核 › 售前客服 › 询单转化率 › 权重:由 30 改为 25",
            "appraisal › Pre-sale › Inquiry conversion › weight: from 30 to 25",
        ),
        (
            "changed", "appraisal.schemes.presale.items[0].curve.worst",
            "考核 › 售前客服 › 询单转化率 › 曲线 › 0 分处:由 30% 改为 25.5%",
            "appraisal › Pre-sale › Inquiry conversion › curve › worst: from 30 % to 25.5 %",
        ),
        (
            "changed", "appraisal.schemes.presale.items[3].weight",
            "考核 › 售前客服 › 平均响应 › 权重:由 15 改为 20",
            "appraisal › Pre-sale › Average response › weight: from 15 to 20",
        ),
    ]  # fmt: skip


def test_one_more_component_leaves_the_others_as_they_were():
    meal = {
        "kind": "allowance",
        "code": "meal",
        "name": {"zh": "餐补", "en": "Meals"},
        "amount": 300,
    }
    (one,) = differences(book(TEXT), book(edit.add(TEXT, AGENT, meal, at=1)))
    assert (one.kind, one.path) == ("added", f"{AGENT}[1]")
    assert one.zh == "薪资 › 客服 › 餐补:新增 (种类 津贴,金额 300)"
    assert (one.before, one.after) == ("", "(种类 津贴,金额 300) · (kind Allowance, amount 300)")


def test_what_was_taken_out_is_told_at_its_old_place():
    (one,) = differences(book(TEXT), book(edit.remove(TEXT, f"{AGENT}[1]")))
    assert (one.kind, one.path) == ("removed", f"{AGENT}[1]")
    assert one.en == (
        "pay › Agents › KPI bonus: taken out, (kind Score bonus, bands (from 0, amount 1000), "
        "(from 80, amount 2000), (from 90, amount 3000))"
    )


def test_another_order_is_told_once():
    (one,) = differences(book(TEXT), book(edit.move(TEXT, f"{AGENT}[2]", 1)))
    assert one.kind == "moved"
    assert one.path == AGENT
    assert one.zh.startswith("薪资 › 客服:顺序由 底薪 → KPI 奖金 → 加班费 → 调整 →")


def test_another_curve_is_told_whole():
    after = edit.write(
        TEXT, {"appraisal.schemes.presale.items[7].curve": {"kind": "target", "target": 90}}
    )
    (one,) = differences(book(TEXT), book(after))
    assert one.zh == (
        "考核 › 售前客服 › 聊天质检 › 曲线:"
        "由 (种类 直线,0 分处 60,100 分处 95) 改为 (种类 按目标,目标 90)"
    )


def test_bands_are_matched_by_where_they_begin():
    after = edit.write(TEXT, {f"{AGENT}[1].bands[2].from": 92})
    assert [(d.kind, d.zh) for d in differences(book(TEXT), book(after))] == [
        ("added", "薪资 › 客服 › KPI 奖金 › 分段 › 92 起:新增 (从 92,金额 3000)"),
        ("removed", "薪资 › 客服 › KPI 奖金 › 分段 › 90 起:去掉 (从 90,金额 3000)"),
    ]


def test_a_section_that_is_new_is_told():
    (one,) = differences(book(TEXT), book(edit.write(TEXT, {"measure.judgment": "paid"})))
    assert (one.kind, one.path) == ("added", "measure")
    assert one.zh == "口径:新增 (归属规则 按付款)"


def test_shipped_rulebooks_compare_in_the_document_s_order():
    sections = ["measure", "appraisal", "pay", "career", "quality", "training", "desk"]
    books = [book(document.shipped()[code]) for code in document.SHIPPED]
    for a, b in zip(books, [*books[1:], books[0]], strict=True):
        found = differences(a, b)
        tops = [d.path.split(".")[0].split("[")[0] for d in found]
        seen = [sections.index(t) for t in tops if t in sections]
        assert seen == sorted(seen)
        assert found
        assert all(d.zh and d.en for d in found)
