"""Every worked case of cases/aftersales holds and is named in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jinpai.workflow.aftersales import causes, changes, checklists, messages, references, states
from jinpai.workflow.aftersales.answers import Grant, Question, answer
from jinpai.workflow.aftersales.deadlines import deadlines
from jinpai.workflow.aftersales.freight import who_pays
from jinpai.workflow.aftersales.refundable import Bought, Line, refundable, shared

ROOT = Path(__file__).parents[2] / "cases" / "aftersales"
Case = Mapping[str, Any]
FEW = 5


def found() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem} {n} {case['name_en']}")
        for file in sorted(ROOT.glob("*.toml"))
        for n, case in enumerate(tomllib.loads(file.read_text("utf-8"))["case"], 1)
    ]


def answers(given: dict[str, Any]) -> dict[str, Any]:
    grant = Grant(
        given.pop("granted", 0), given.pop("grant_reason", ""), given.pop("grant_by", "")
    )  # fmt: skip
    a = answer(Question(grant=grant, **given))
    assert a.zh
    assert a.en
    assert all(x.zh and x.en for x in a.articles)
    return {
        "allowed": a.allowed, "code": a.code, "day": a.day, "last_day": a.last_day,
        "articles": [x.code for x in a.articles], "ask": list(a.ask),
    }  # fmt: skip


def freight(given: dict[str, Any]) -> dict[str, Any]:
    f = who_pays(given.pop("kind"), given.pop("cause"), **given)
    return {
        "out": f.out, "back": f.back, "again": f.again, "article": f.article.code,
        "repaid": f.repaid,
    }  # fmt: skip


def money(given: dict[str, Any]) -> dict[str, Any]:
    def yuan(name: str) -> Decimal:
        return Decimal(given.get(name, "0"))

    lines = tuple(
        Line(code, n, Decimal(price), Decimal(off[0]) if off else Decimal(0))
        for code, (n, price, *off) in given["lines"].items()
    )
    bought = Bought(
        lines, yuan("off"), yuan("off_from"), yuan("postage"), yuan("free_from"),
        yuan("postage_saved"),
    )  # fmt: skip
    try:
        r = refundable(
            bought, given["back"], fault=given.get("fault", False), before=given.get("before"),
            gifts_kept={k: Decimal(v) for k, v in given.get("gifts_kept", {}).items()},
            freight_advanced=yuan("freight_advanced"),
            credited={k: Decimal(v) for k, v in given.get("credited", {}).items()},
            repaid={k: Decimal(v) for k, v in given.get("repaid", {}).items()},
            left=yuan("left") if "left" in given else None,
        )  # fmt: skip
    except ValueError as error:
        return {"error": str(error)}
    return {
        "total": f"{r.total:.2f}", "transfer": f"{r.transfer:.2f}",
        "parts": {p.code: f"{p.amount:.2f}" for p in r.parts},
        "threshold_lost": r.threshold_lost, "owed_by_buyer": f"{r.owed_by_buyer:.2f}",
    }  # fmt: skip


def ways(given: dict[str, Any]) -> dict[str, Any]:
    owed = given.get("freight_owed", False)
    return {"next": list(states.following(given["kind"], given["state"], freight_owed=owed))}


def dues(given: dict[str, Any]) -> dict[str, Any]:
    all_of = deadlines(given.pop("kind"), given.pop("state"), **given)
    return {"due": [[d.article.code, d.due] for d in all_of]}


def reasons(given: dict[str, Any]) -> dict[str, Any]:
    if "reference" in given:
        text = given["reference"]
        return {
            "acceptable": references.acceptable(text),
            "private": references.private(text),
        }
    refused = causes.steering(given["true"], given["told"])
    assert refused is None or (refused.zh and refused.en)
    return {"steered": refused is not None}


def lists(given: dict[str, Any]) -> dict[str, Any]:
    if "message" in given:
        said = messages.fill(given["message"], given["values"])
        return {"missing": list(said.missing), "says": said.zh}
    steps = checklists.checklist(given["kind"], fault=given["fault"])
    return {"steps": [s.code for s in steps]}


def changed(given: dict[str, Any]) -> dict[str, Any]:
    recorded = [changes.Recorded(Decimal(a), Decimal(b)) for a, b in given.get("recorded", ())]
    if "files" in given:
        return {"paid_back": f"{changes.paid_back(map(Decimal, given['files']), recorded):.2f}"}
    found = changes.differences(given["then"], given["now"], recorded)
    return {"differences": [[d.name, d.then, d.now] for d in found]}


SUBJECTS = {
    "changes": changed,
    "answers": answers, "freight": freight, "refundable": money, "states": ways,
    "deadlines": dues, "reasons": reasons, "checklists": lists,
}  # fmt: skip


@pytest.mark.parametrize(("subject", "case"), found())
def test_the_case_holds(subject: str, case: Case) -> None:
    assert case["name_zh"]
    assert case["name_en"]
    assert set(case) == {"name_zh", "name_en", "given", "expect"}
    got = SUBJECTS[subject](dict(case["given"]))
    for name, wanted in case["expect"].items():
        if name == "says":
            assert [w for w in wanted if w not in got[name]] == []
        elif name == "parts":
            assert {k: got[name].get(k) for k in wanted} == wanted
        else:
            assert got[name] == wanted, name


def test_every_subject_has_its_cases() -> None:
    for subject in SUBJECTS:
        file = ROOT / f"{subject}.toml"
        assert len(tomllib.loads(file.read_text("utf-8"))["case"]) >= FEW


def test_every_step_names_a_state_and_a_message_that_exist() -> None:
    for steps in checklists.CHECKLISTS.values():
        for step in steps:
            assert step.zh
            assert step.en
            assert step.state in states.STATES
            assert not step.message or step.message in messages.MESSAGES


def test_every_message_wants_the_same_values_in_both_languages() -> None:
    for one in messages.MESSAGES.values():
        english = messages.Message(one.code, one.en, one.en)
        assert set(english.wants) == set(one.wants), one.code


def test_every_way_leads_to_a_state_and_from_every_state_there_is_an_end() -> None:
    for kind in states.KINDS:
        for owed in (False, True):
            reached, left = {"opened"}, ["opened"]
            while left:
                for to in states.following(kind, left.pop(), freight_owed=owed):
                    assert to in states.STATES
                    if to not in reached:
                        reached.add(to)
                        left.append(to)
            assert {"closed", "cancelled"} <= reached


def test_shares_add_up_for_any_weights() -> None:
    for weights in ([1, 1, 1], [0, 0], [7], [99, 1, 0], [1, 2, 3, 4, 5, 6, 7]):
        for total in ("0.00", "0.01", "10.00", "99.99"):
            parts = shared(Decimal(total), [Decimal(w) for w in weights])
            assert sum(parts) == Decimal(total)
            assert all(p >= 0 for p in parts)


def test_piece_by_piece_an_order_gives_back_what_was_paid() -> None:
    lines = (Line("A", 3, Decimal("33.33")), Line("B", 2, Decimal("49.99"), Decimal("0.07")))
    bought = Bought(lines, Decimal("12.34"), Decimal("150"))
    back: dict[str, int] = {}
    total = Decimal(0)
    for code in ("B", "A", "A", "B", "A"):
        one = refundable(bought, {code: 1}, fault=False, before=back)
        total += one.total - one.owed_by_buyer
        back[code] = back.get(code, 0) + 1
    assert total == sum(x.worth for x in lines) - Decimal("12.34")
