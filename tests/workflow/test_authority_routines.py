"""The worked cases of authority and of routine checklists, and what is shipped of both."""

from __future__ import annotations

import dataclasses
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jinpai.apps.team.roles import Role
from jinpai.workflow import authority, routines
from jinpai.workflow.authority import Allowed, Spent, Terms, TooMuch
from jinpai.workflow.authority.shipped import sources
from jinpai.workflow.authority.terms import Line, number
from jinpai.workflow.authority.words import for_a_review, found
from jinpai.workflow.lists.routines import KIND
from jinpai.workflow.routines.outcome import Answer
from jinpai.workflow.routines.template import Item, Template

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "workflow"
AUTHORITY = tomllib.loads((FOLDER / "authority.toml").read_text("utf-8"))
ROUTINES = tomllib.loads((FOLDER / "routines.toml").read_text("utf-8"))


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(one, id=one["name_en"]) for one in cases]


@pytest.mark.parametrize("case", named(AUTHORITY["case"]))
def test_a_promise_is_within_authority_or_someone_may_grant_it(case: dict[str, Any]) -> None:
    given, expect = case["given"], case["expect"]
    answer = authority.allowed(
        authority.shipped(), given["role"], given["what"], Decimal(given["amount"]),
        spent=Spent(Decimal(given.get("order", "0")), Decimal(given.get("day", "0"))),
        campaign=given.get("campaign", False),
    )  # fmt: skip
    if "left" in expect:
        left = None if expect["left"] == "none" else Decimal(expect["left"])
        assert answer == Allowed(left)
    else:
        assert answer == TooMuch(
            Decimal(expect["by"]), expect["limit"], Decimal(expect["most"]), tuple(expect["who"])
        )


@pytest.mark.parametrize("case", AUTHORITY["word"], ids=lambda c: c["text"])
def test_words_not_to_use_are_found_behind_blanks_and_signs(case: dict[str, Any]) -> None:
    assert [
        f"{one.group} {one.word}" for one in found(case["text"], authority.shipped()["agent"])
    ] == case["found"]


def test_money_for_a_review_is_seen_however_it_is_put() -> None:
    assert for_a_review("买家给五星,奖励 3 元") and for_a_review("返 现 换 好 评")
    assert not for_a_review("破损,补偿 3 元")


def test_what_is_shipped_stands_and_names_its_sources() -> None:
    pages = authority.shipped()
    assert set(pages) == set(Role.values)
    known = set(sources())
    for terms in pages.values():
        assert terms.faults() == []
        assert Terms.read(terms.kept()).kept() == terms.kept()
        lines = [x for group in (*terms.texts.values(), *terms.words.values()) for x in group]
        assert lines and all(x.zh and x.en and x.source in known for x in lines)


def test_nobody_may_be_given_less_than_seventy_per_cent_outside_campaigns() -> None:
    owner = authority.shipped()["owner"]
    assert owner.limit("discount_floor") == 70
    low = dataclasses.replace(owner, limits={**owner.limits, "discount_floor": Decimal("69.99")})
    none = dataclasses.replace(owner, limits={**owner.limits, "discount_floor": None})
    assert len(low.faults()) == len(none.faults()) == 1
    campaign = dataclasses.replace(owner, limits={**owner.limits, "discount_campaign": Decimal(50)})
    assert campaign.faults() == []


def test_numbers_that_contradict_each_other_are_not_put_in_force() -> None:
    agent = authority.shipped()["agent"]

    def faults(**limits: str | None) -> int:
        read = {k: None if v is None else Decimal(v) for k, v in limits.items()}
        return len(dataclasses.replace(agent, limits={**agent.limits, **read}).faults())

    assert faults(compensation_order="30") == 0 and faults(compensation_order="30.01") == 1
    assert faults(compensation_order=None) == 1
    assert faults(days="60") == 0 and faults(days="61") == 1 and faults(days="1.5") == 1
    assert faults(gift_order="-1") == 1


def test_a_typed_number_is_money_or_nothing() -> None:
    assert number(" ¥5.50 ") == Decimal("5.50") and number("") is None and number("85%") == 85
    for text in ("五", "1.234", "nan", "1e9999999"):
        with pytest.raises(ValueError):
            number(text)


def test_a_difference_names_numbers_and_lines_that_came_and_went() -> None:
    old = authority.shipped()["agent"]
    new = dataclasses.replace(
        old, limits={**old.limits, "days": Decimal(1), "gift_order": None},
        texts={**old.texts, "may": (*old.texts["may"][1:], Line("新的一行", "新的一行"))},
    )  # fmt: skip
    assert authority.differences(old, old) == []
    assert authority.differences(old, new) == [
        ("gift_order", ["3"], ["none"]),
        ("days", ["0"], ["1"]),
        ("may", [old.texts["may"][0].zh], ["新的一行"]),
    ]


@pytest.mark.parametrize("case", named(ROUTINES["due"]))
def test_who_has_which_checklist_on_what_day(case: dict[str, Any]) -> None:
    given = case["given"]
    day = date.fromisoformat(given["day"])
    due = routines.due(routines.shipped(), given["role"], given["shift"], day)
    assert sorted(t.code for t in due) == case["expect"]


@pytest.mark.parametrize("case", ROUTINES["shift"], ids=lambda c: c["text"])
def test_a_shift_is_known_by_its_name(case: dict[str, Any]) -> None:
    assert routines.shift_of(case["text"]) == case["expect"]


@pytest.mark.parametrize("case", named(ROUTINES["standing"]))
def test_a_run_ends_when_every_item_is_answered(case: dict[str, Any]) -> None:
    now = routines.standing(["a", "b", "c"], case["given"])
    assert {"left": now.left, "outcome": now.outcome} == case["expect"]


@pytest.mark.parametrize("case", named(ROUTINES["streak"]))
def test_what_stays_undone_day_after_day_is_told_with_its_reasons(case: dict[str, Any]) -> None:
    answers = [Answer(date.fromisoformat(d), "x", s, r) for d, s, r in case["given"]]
    streaks = routines.streaks(answers)
    if not case["expect"]:
        assert streaks == []
        return
    runs, since, reasons = case["expect"]
    assert streaks == [
        routines.Streak("x", runs, date.fromisoformat(since), tuple(map(tuple, reasons)))
    ]


def test_shipped_checklists_stand_and_cover_the_daily_list_of_the_report() -> None:
    templates = routines.shipped()
    assert {t.role for t in templates} <= set(Role.values)
    for one in templates:
        assert one.faults() == []
        assert Template.read(one.code, one.kept()) == one
        assert one.en and all(x.en != x.zh for x in one.items)
    told = {
        word.strip() for t in templates for x in t.items for word in x.source.split(",") if word
    }
    assert {f"d{n}" for n in range(1, 15) if n != 11} <= told and "d15 – d18" in told
    assert {f"w{n}" for n in range(1, 8)} <= told
    by_page = [(t.code, t.shift, t.shared) for t in templates for x in t.items if x.by_page]
    assert by_page == [("agent-refunds", "night", True)]


def test_a_checklist_without_items_or_with_one_twice_does_not_stand() -> None:
    item = Item("a", "一件事", "a thing")
    fine = Template("x", "agent", "any", "单", "list", (item,))
    assert fine.faults() == []
    assert len(dataclasses.replace(fine, items=()).faults()) == 1
    assert len(dataclasses.replace(fine, items=(item, item)).faults()) == 1
    assert len(dataclasses.replace(fine, weekdays="8").faults()) == 1
    assert len(dataclasses.replace(fine, shift="x").faults()) == 1


def test_reasons_of_the_list_are_those_of_its_ticks() -> None:
    assert [r.code for r in KIND.reasons] == ["no_time", "blocked", "forgot", "other"]
