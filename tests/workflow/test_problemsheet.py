"""The worked cases of cases/workflow/problemsheet.toml."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from jinpai.rules.sections.desk import Desk
from jinpai.workflow import problemsheet as rule

FILE = Path(__file__).resolve().parents[2] / "cases" / "workflow" / "problemsheet.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))
DAY = date(2026, 10, 14)


def cases(name: str) -> list[Any]:
    return [pytest.param(one, id=one["name_en"]) for one in CASES[name]]


def at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", cases("same"))
def test_two_questions_are_so_alike(case: dict[str, Any]) -> None:
    found = rule.likeness(case["one"], case["other"])
    assert round(found, 3) == case["expect"]
    assert rule.likeness(case["other"], case["one"]) == found


@pytest.mark.parametrize("case", cases("root"))
def test_a_problem_repeats_the_likest_of_its_kind(case: dict[str, Any]) -> None:
    before = [rule.Asked(**one) for one in case["before"]]
    found = rule.root_of(case["kind"], case["product"], case["question"], before)
    assert found == case.get("expect")


@pytest.mark.parametrize("case", cases("rise"))
def test_the_same_problem_rises_by_itself(case: dict[str, Any]) -> None:
    seen = [rule.Seen(person, date.fromisoformat(day)) for person, day in case["seen"]]
    desk = Desk(same_problem_times=case.get("times", 3))
    after = date.fromisoformat(case["after"]) if "after" in case else None
    today = date.fromisoformat(case["today"])
    assert rule.times(seen, today, desk, after) == case["expect"]
    assert rule.rises(seen, today, desk, after) == case.get("rises", False)


@pytest.mark.parametrize("case", cases("handed"))
def test_a_sheet_is_in_time_or_late_or_missing(case: dict[str, Any]) -> None:
    duty = rule.Duty(case.get("at_work"), at(case.get("began")))
    now = at(case["now"])
    assert now is not None
    found = rule.standing(DAY, at(case.get("handed")), duty, now, Desk())
    assert found == case["expect"]


def test_only_days_on_which_it_was_due_count() -> None:
    assert rule.share(["in_time", "late", "missing", "off", "unknown", "not_yet"]) == (1, 3)
    assert rule.share([]) == (0, 0)


def test_what_is_known_is_found_the_nearest_first() -> None:
    known = [
        rule.Known("other", ["可以开专票吗"], "专票一周内寄出。"),
        rule.Known("says", ["洗涤说明"], "冷水洗,不会缩水;机洗请用网袋。"),
        rule.Known("asks", ["会缩水吗", "洗了缩水"]),
    ]
    assert rule.near("这款会缩水吗", known) == [("asks", 1.0), ("says", 0.6)]
    assert rule.near("这款会缩水吗", known, most=1) == [("asks", 1.0)]
    assert rule.near("", known) == []
    assert rule.covered("会缩水吗", "不会缩水") == 1.0
