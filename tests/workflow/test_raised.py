"""The worked cases of what people raise: enough said, too often seen, may it be asked for."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jinpai.apps.team.roles import Role
from jinpai.rules.sections.desk import Desk, Rising
from jinpai.workflow import approvals, raising
from jinpai.workflow.lists import LISTS
from jinpai.workflow.rising import Seen, risen
from jinpai.workflow.said import wrong

CASES = Path(__file__).resolve().parents[2] / "cases" / "workflow"
NOW = datetime(2026, 10, 14, 12)


def cases(name: str) -> list[Any]:
    found = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(one, id=one["name_en"]) for one in found]


@pytest.mark.parametrize("case", cases("approvals"))
def test_what_may_be_asked_for(case: dict[str, Any]) -> None:
    paid = Decimal(case["paid"]) if "paid" in case else None
    order = approvals.Order(
        paid, Decimal(case.get("back", 0)), Decimal(case.get("spoken_for", 0)),
        case.get("green", False),
    )  # fmt: skip
    found = approvals.refusals(
        case["kind"], Decimal(case["amount"]), case["reason"], case.get("evidence", ""), order
    )
    assert [r.code for r in found] == case["expect"]
    assert [str(r.most) for r in found if r.most is not None] == (
        [case["most"]] if "most" in case else []
    )
    assert all(r.article for r in found if r.code in ("for_review", "green"))


def test_a_paid_request_that_the_files_show_is_counted_once() -> None:
    ten, five, three = Decimal(10), Decimal(5), Decimal(3)
    requests = [("paid", ten, "P1"), ("paid", five, "P2"), ("asked", three, ""),
                ("refused", ten, ""), ("withdrawn", ten, "")]  # fmt: skip
    assert approvals.taken(requests, ["P1"]) == Decimal(8)
    assert approvals.taken(requests, []) == Decimal(18)


@pytest.mark.parametrize("case", cases("rising"))
def test_the_same_problem_again_and_again(case: dict[str, Any]) -> None:
    blank = {"shop": "S", "reason": ""}
    seen = [
        Seen(**(blank | one | {"at": datetime.fromisoformat(one["at"])})) for one in case["seen"]
    ]
    found = risen(seen, [Rising(**rule) for rule in case["rules"]], NOW)
    told = [
        {"subject": r.subject, "reason": r.reason, "times": r.times, "week": r.week.isoformat()}
        for r in found
    ]
    assert told == case["expect"]
    assert risen(list(reversed(seen)), [Rising(**rule) for rule in case["rules"]], NOW) == found


def test_the_next_week_is_another_rise_of_the_same_problem() -> None:
    rule = [Rising(of="tickets", by="page", times=2, days=14)]
    seen = [Seen("tickets", "S", "page", "首页", "", NOW)] * 2
    first, second = (risen(seen, rule, NOW.replace(day=d))[0] for d in (18, 19))
    assert (first.week, second.week) == (date(2026, 10, 12), date(2026, 10, 19))
    assert first.stem == second.stem and first.key != second.key


@pytest.mark.parametrize("case", cases("said"))
def test_a_step_says_enough(case: dict[str, Any]) -> None:
    kind = LISTS[case["list"]]
    told = next(o for o in kind.outcomes if o.code == case["outcome"])
    found = wrong(
        kind, told, reason=case.get("reason", ""), note=case.get("note", ""),
        fields=case.get("fields", {}), before=case.get("before", ()),
    )  # fmt: skip
    assert (found.code if found else None) == case.get("expect")


def test_every_form_belongs_to_a_list_that_people_fill() -> None:
    for code, form in raising.FORMS.items():
        kind = LISTS[code]
        assert kind.filled in ("hand", "both")
        assert [a.code for a in form.asks].count("what") == 1
        assert set(form.roles) <= set(Role.values)
        assert not form.noted or form.noted in {o.code for o in kind.outcomes if o.closes}
        assert all(o.zh and o.en for a in form.asks for o in a.options)
    assert raising.role_of(raising.FORMS["tickets"], {"kind": "idea"}) == "supervisor"
    assert raising.role_of(raising.FORMS["tickets"], {"kind": "page"}) == "operations"
    assert raising.role_of(raising.FORMS["calls"], {}) == "agent"


def test_what_a_form_still_wants() -> None:
    parked, complaint = raising.FORMS["parked"], raising.FORMS["complaints"]
    assert raising.missing(parked, {"what": "能开专票吗"}, "", "") == [
        ("买家或订单号", "buyer or order number")
    ]
    assert raising.missing(parked, {"what": "能开专票吗"}, "", "b1") == []
    told = {"what": "不发货", "kind": "moon"}
    assert raising.missing(complaint, told, "o1", "") == [("哪一种", "which kind")]
    assert raising.missing(complaint, told | {"kind": "complaint"}, "", "") == [
        ("订单号", "order number")
    ]


def test_the_rulebook_without_a_word_raises_by_its_defaults() -> None:
    assert {r.of for r in Desk().risings} <= set(LISTS)
    assert Desk(risings=()).risings == ()
