"""A remark read back is what was written; several in a field; who, what and when are checked."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinpai.workflow.promises import as_remark
from jinpai.workflow.remarks import (
    DEFAULT,
    FUTURE,
    UNCLEAR,
    Format,
    Remark,
    Unfit,
    shop_format,
    tidy,
)

CASES = tomllib.loads(
    (Path(__file__).parents[2] / "cases/workflow/remarks.toml").read_text("utf-8")
)["case"]
TODAY = date(2026, 9, 9)
SHOP = Format(agents=("蔡蔡", "小北", "Mary Ann"))


@pytest.mark.parametrize("case", CASES, ids=[c["name_en"] for c in CASES])
def test_a_case_of_the_corpus(case: dict) -> None:
    form = Format(case.get("template", DEFAULT), tuple(case["agents"]))
    found = form.read(case["text"], case["today"])
    wanted = [(r[0], r[1], r[2] if len(r) > 2 else None) for r in case["remarks"]]
    assert [(r.agent, r.text, r.day) for r in found.remarks] == wanted
    assert list(found.other) == case["other"]
    assert [[f.code for f in form.faults(r, case["today"])] for r in found.remarks] == case[
        "faults"
    ]


PROMISES = tomllib.loads(
    (Path(__file__).parents[2] / "cases/workflow/promises.toml").read_text("utf-8")
)["case"]


@pytest.mark.parametrize("case", PROMISES, ids=[c["name_en"] for c in PROMISES])
def test_a_promise_becomes_the_beginning_of_a_remark(case: dict) -> None:
    assert as_remark(case["said"]) == case["remark"]
    if case["remark"]:  # it can be signed and read back
        SHOP.render(Remark("蔡蔡", as_remark(case["said"]), TODAY), TODAY)


REMARKS = st.builds(
    Remark,
    st.sampled_from(SHOP.agents),
    st.text(alphabet="送礼申通发 ,.;5/-a蔡蔡小北8{}\\(*\n", min_size=1, max_size=30),
    st.dates(date(2014, 1, 1), TODAY),
)
TEMPLATES = st.sampled_from(
    [DEFAULT, "{date} {agent}:{text}", "[{agent}]{text} ({date})", "{text} {agent} {date}"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(REMARKS, min_size=1, max_size=3), TEMPLATES)
def test_what_is_written_is_read_back_or_refused(given_: list[Remark], template: str) -> None:
    form = Format(template, SHOP.agents)
    whole, written = "", []
    for remark in given_:
        try:
            after = form.added(whole, remark, TODAY)
        except Unfit:
            continue
        if after != whole:
            written.append((remark.agent, tidy(remark.text), remark.day))
        whole = after
    back = form.read(whole, TODAY)
    assert back.other == ()
    assert [(r.agent, r.day) for r in back.remarks] == [(a, d) for a, _, d in written]
    assert [r.text for r in back.remarks] == [t for _, t, _ in written]


@given(st.text(alphabet="送礼物一份发申通顺丰,元", min_size=1, max_size=40))
def test_plain_words_are_never_refused(text: str) -> None:
    assert SHOP.render(Remark("蔡蔡", text, TODAY), TODAY) == f"蔡蔡 {text} 2026.9.9"


def test_a_text_that_looks_like_two_remarks_is_refused() -> None:
    with pytest.raises(Unfit) as refused:
        SHOP.render(Remark("蔡蔡", "送礼 2026.9.1 小北 发顺丰", TODAY), TODAY)
    assert refused.value.fault == UNCLEAR


def test_today_is_written_and_tomorrow_refused() -> None:
    assert SHOP.render(Remark("小北", "发顺丰", TODAY), TODAY) == "小北 发顺丰 2026.9.9"
    with pytest.raises(Unfit) as refused:
        SHOP.render(Remark("小北", "发顺丰", TODAY + timedelta(days=1)), TODAY)
    assert refused.value.fault == FUTURE


def test_one_more_remark_keeps_what_stood_there_and_the_same_twice_is_once() -> None:
    one = Remark("蔡蔡", "送礼", TODAY)
    first = SHOP.added("老客户,勿催", one, TODAY)
    assert first == "老客户,勿催\n蔡蔡 送礼 2026.9.9"
    assert SHOP.added(first, one, TODAY) == first


def test_the_text_has_its_length() -> None:
    assert SHOP.render(Remark("蔡蔡", "送" * 200, TODAY), TODAY)
    with pytest.raises(Unfit):
        SHOP.render(Remark("蔡蔡", "送" * 201, TODAY), TODAY)


@pytest.mark.parametrize("template", ["{agent}", "{agent}{text}", "{text};{date}", "{text} {text}"])
def test_a_format_that_cannot_be_read_back_gives_way_to_the_usual_one(template: str) -> None:
    with pytest.raises(ValueError):
        Format(template)
    assert shop_format(template, ["蔡蔡"]).template == DEFAULT
