"""The worked cases of cases/workflow: deadlines, reminders, and when a fact becomes an item."""

from __future__ import annotations

import dataclasses
import tomllib
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from jinpai.apps.team.roles import Role
from jinpai.rules.sections.desk import Desk
from jinpai.workflow.hours import Hours, later, opening
from jinpai.workflow.lists import LISTS
from jinpai.workflow.reminders import reminding
from jinpai.workflow.terms import LIMITS, Terms

CASES = Path(__file__).resolve().parents[2] / "cases" / "workflow"


def cases(name: str) -> list[Any]:
    found = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(one, id=one["name_en"]) for one in found]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("case", cases("hours"))
def test_a_deadline_runs_in_working_hours(case: dict[str, Any]) -> None:
    given = case["given"]
    hours = Hours.of(given["from"], given["to"])
    assert later(at(given["at"]), timedelta(hours=given["hours"]), hours) == at(case["expect"])


def test_a_deadline_of_nothing_is_the_next_opening() -> None:
    day = Hours.of("09:00", "18:00")
    assert later(at("2026-10-12 07:00"), timedelta(), day) == at("2026-10-12 09:00")
    assert opening(at("2026-10-12 17:59"), day) == at("2026-10-12 17:59")
    assert opening(at("2026-10-12 18:00"), day) == at("2026-10-13 09:00")


@pytest.mark.parametrize("case", cases("reminders"))
def test_what_comes_next_for_an_unpaid_order(case: dict[str, Any]) -> None:
    given, expect = case["given"], case["expect"]
    desk = Desk(
        reminders_min=tuple(given.get("reminders_min", (10, 60))),
        reminder_next_day_before=given.get("before", "11:00"),
    )
    terms = Terms(desk, Hours.of("08:00", "23:00"))
    found = reminding(at(given["created"]), given["attempts"], at(given["now"]), terms)
    assert dataclasses.asdict(found) == expect | {"due": at(expect["due"])}


@pytest.mark.parametrize("case", cases("lists"))
def test_a_fact_becomes_an_item(case: dict[str, Any]) -> None:
    rule = import_module(f"jinpai.workflow.lists.{case['list']}")
    blank = {"shop": "S", "buyer": "", "account": "", "person": "", "order_id": ""}
    given = blank | {k: _value(k, v) for k, v in case["found"].items()}
    names = {f.name for f in dataclasses.fields(rule.Found)}
    found = rule.Found(**{k: v for k, v in given.items() if k in names})
    over = {case["list"]: case["hours"]} if "hours" in case else {}
    terms = Terms(Desk(overdue_hours=over), platform=case.get("platform", "tmall"))
    if hasattr(rule, "items"):
        items = rule.items(found, terms, at(case["now"]))
    else:
        items = [i for i in [rule.item(found, terms, at(case["now"]))] if i is not None]
    expect = case.get("expect")
    if expect is None:
        assert not items
        return
    assert len(items) == expect.pop("n", 1)
    expect["due"] = at(expect["due"])
    assert {name: getattr(items[0], name) for name in expect} == expect
    if len(items) == 2:
        assert (items[1].role, items[1].key) == ("owner", f"{items[0].key}/owner")


def _value(name: str, value: Any) -> Any:
    if name == "day":
        return date.fromisoformat(value)
    if name == "grounds":
        return tuple(value)
    return at(value) if name in ("since", "at", "deadline") or name.endswith("_at") else value


def test_every_list_has_its_words_and_a_way_to_end() -> None:
    assert len(LISTS) >= 20
    for code, kind in LISTS.items():
        assert kind.code == code
        assert kind.role in Role.values and kind.climbs_to in Role.values
        assert kind.zh and kind.en and kind.step_zh and kind.step_en
        assert any(o.closes for o in kind.outcomes)
        codes = [o.code for o in kind.outcomes]
        assert len(set(codes)) == len(codes)
        reasons = [r.code for r in kind.reasons]
        assert len(set(reasons)) == len(reasons)
        assert all(o.needs in ("", "reason", "note") for o in kind.outcomes)
        assert not any(o.needs == "reason" for o in kind.outcomes) or kind.reasons
        if kind.live:
            assert "推送" in kind.about_zh or code == "parked"


def test_the_limits_and_caps_are_those_of_lists() -> None:
    assert set(LIMITS) <= set(LISTS)
    assert Terms(Desk(overdue_hours={"parcels": 12})).limit("parcels") == timedelta(hours=12)
    assert Terms(Desk(most_a_day={"visits": 0})).most("visits") == 0
    assert Terms(Desk()).most("visits") is None  # nothing is held back unasked
