"""A rulebook's text changed key by key: comments, order and spelling of the rest stay."""

from __future__ import annotations

import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinpai.rules import document, edit

TEXT = document.shipped()["kpi-bands"]
AGENT = "pay.schemes.agent.components"
SMALL = (Path(__file__).parent / "every_section.toml").read_text("utf-8")
NUMBERS = [
    "appraisal.otherwise",
    "appraisal.coefficients[1].factor",
    "appraisal.schemes.agent.items[0].curve.best",
    "appraisal.schemes.agent.items[2].curve.bands[1].from",
    f"{AGENT}[0].amounts.P2",
    f"{AGENT}[4].tiers[1].rate",
    "career.tracks[0].levels[1].conditions.mean_score",
    "desk.overdue_hours.returns",
]


def comments(text):
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]


def changed_lines(before, after):
    gone = [x for x in before.splitlines() if x not in after.splitlines()]
    come = [x for x in after.splitlines() if x not in before.splitlines()]
    return gone, come


def test_one_number_changes_one_line_and_keeps_its_comment():
    after = edit.write(TEXT, {"appraisal.dispute_days": 5})
    gone, come = changed_lines(TEXT, after)
    assert (len(gone), len(come)) == (1, 1)
    assert come[0].startswith("dispute_days = 5")
    assert come[0].endswith("# 公示后几天内可以申诉 · days to dispute")


def test_a_decimal_keeps_its_digits():
    after = edit.write(TEXT, {"appraisal.otherwise": Decimal("0.70")})
    assert "\notherwise = 0.70 " in after
    assert document.read(after)[0].appraisal.otherwise == Decimal("0.7")


def test_writing_what_is_there_changes_nothing():
    same = {
        "appraisal.otherwise": Decimal("0.60"),
        "reason": "003 号报告的薪酬办法 · the regime of report 003",
        "appraisal.schemes.presale.items[0].curve.worst": Decimal("0.3"),
        "pay.working_time.rest_days": 8,
    }  # fmt: skip
    assert edit.write(TEXT, same) == TEXT
    assert edit.write(TEXT, {}) == TEXT


def test_none_takes_a_key_out_and_one_that_is_not_there_is_no_matter():
    after = edit.write(TEXT, {"about": None, "measure.judgment": None})
    assert "\nabout = " not in after
    assert document.read(after)[0].about is None


def test_a_missing_section_is_made():
    after = edit.write(TEXT, {"measure.judgment": "paid", "measure.tie": "first"})
    assert after.startswith(TEXT.rstrip("\n"))
    assert document.read(after)[0].measure.judgment == "paid"


def test_a_whole_scheme_can_be_added():
    scheme = {
        "name": {"zh": "运营", "en": "Operations"}, "roles": ["operations"],
        "components": [{"kind": "base", "code": "base", "amount": Decimal("4000.00")}],
    }  # fmt: skip
    after = edit.write(TEXT, {"pay.schemes.operations": scheme})
    rules = document.read(after)[0]
    assert rules.pay.schemes["operations"].components[0].amount == 4000
    assert comments(after) == comments(TEXT)


@pytest.mark.parametrize("at", [0, 1, 14, None])
def test_a_component_is_added_before_another_or_at_the_end(at):
    meal = {"kind": "allowance", "code": "lunch", "amount": Decimal("300.50")}
    after = edit.add(SMALL, AGENT, meal, at)
    codes = [c["code"] for c in tomllib.loads(after)["pay"]["schemes"]["agent"]["components"]]
    assert codes.index("lunch") == (15 if at is None else at)
    assert len(codes) == 16
    assert comments(after) == comments(SMALL)
    assert "amount = 300.50\n" in after


def test_a_component_is_taken_out_with_the_comment_above_it_and_no_other():
    after = edit.remove(TEXT, f"{AGENT}[1]")
    lost = Counter(comments(TEXT)) - Counter(comments(after))
    assert lost.total() == 2  # Chinese and English, directly above it
    assert all("2700" in c for c in lost)
    codes = [c["code"] for c in tomllib.loads(after)["pay"]["schemes"]["agent"]["components"]]
    assert codes[:2] == ["base", "overtime"]


def test_a_component_moves_with_its_comment_and_back_again():
    there = edit.move(TEXT, f"{AGENT}[1]", 3)
    codes = [c["code"] for c in tomllib.loads(there)["pay"]["schemes"]["agent"]["components"]]
    assert codes[:4] == ["base", "overtime", "adjustment", "bonus"]
    assert sorted(comments(there)) == sorted(comments(TEXT))
    assert tomllib.loads(edit.move(there, f"{AGENT}[3]", 1)) == tomllib.loads(TEXT)


def test_parts_of_a_list_in_brackets_are_added_and_taken_out():
    finding = {"code": "late-reply", "name": {"zh": "晚回", "en": "Late"}, "points": 3}
    after = edit.add(TEXT, "quality.findings", finding)
    assert document.read(after)[0].quality.findings[-1].code == "late-reply"
    assert document.read(edit.remove(after, "quality.findings[13]"))[0] == document.read(TEXT)[0]


def test_a_track_goes_with_all_its_levels():
    after = edit.remove(TEXT, "career.tracks[0]")
    tracks = document.read(after)[0].career.tracks
    assert [t.code for t in tracks] == ["management"]
    assert len(tracks[0].levels) == 4


@pytest.mark.parametrize(
    "path",
    ["", "a[", "pay.schemes.nobody.components[0].amount", f"{AGENT}[99].amount",
     f"{AGENT}[0].name.zh[3]", "reason.zh", "pay[0]"],
)  # fmt: skip
def test_a_place_that_is_not_there_is_said(path):
    with pytest.raises(edit.NoSuchPlace) as told:
        edit.write(SMALL, {path: 1})
    assert path in str(told.value)
    assert "没有这个位置" in str(told.value)


@pytest.mark.parametrize(
    "path", [f"{AGENT}[99]", "quality.findings[99]", "nothing", "desk.demands[77]"]
)
def test_what_is_not_there_cannot_be_taken_out(path):
    with pytest.raises(edit.NoSuchPlace):
        edit.remove(SMALL, path)


@pytest.mark.parametrize("to", [-1, 15])
def test_nothing_moves_beyond_its_list(to):
    with pytest.raises(edit.NoSuchPlace):
        edit.move(SMALL, f"{AGENT}[0]", to)


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(NUMBERS),
        st.decimals(min_value=0, max_value=9999, places=2) | st.integers(0, 9999),
    )
)
def test_any_numbers_are_written_exactly_and_every_comment_stays(changes):
    after = edit.write(SMALL, changes)
    assert comments(after) == comments(SMALL)
    read = tomllib.loads(after, parse_float=Decimal)
    for path, value in changes.items():
        here = read
        for step in edit.steps(path):
            here = here[step]
        assert here == value
    assert len(after.splitlines()) == len(SMALL.splitlines())
