"""The worked cases of cases/workflow/warehouse.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from jinpai.workflow import reasons, reconciliation, returns, shipping

FILE = Path(__file__).parents[2] / "cases" / "workflow" / "warehouse.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["case"]
Given = dict[str, Any]


def match(given: Given) -> Given:
    known = [
        returns.Expected(**(k | {n: tuple(k.get(n, ())) for n in ("told", "sent")}))
        for k in given["known"]
    ]
    found = returns.match(given["code"], known)
    return {"how": found.how, "cases": list(found.cases), "late": found.late}


def clock(given: Given) -> Given:
    found = returns.clock(given["arrived"], given.get("settled"), given["now"])
    return {"state": found.state, "minutes": found.left.total_seconds() / 60}


def inspected(given: Given) -> Given:
    found = returns.inspected(**given)
    return {"result": found.result, "found": list(found.found)}


def groups(given: Given) -> Given:
    rows = [reconciliation.Seen(**r) for r in given["rows"]]
    return {k: list(v) for k, v in reconciliation.groups(rows, given["day"]).items()}


def differences(given: Given) -> Given:
    row = reconciliation.Seen(**given["row"])
    return {"codes": list(reconciliation.differences(row, given["now"]))}


def top(given: Given) -> Given:
    found = reasons.top(given["counts"])
    return {"shares": [[s.code, s.n, s.of, s.rank] for s in found]}


def rate(found: shipping.Rate) -> float:
    return -1.0 if found.per_thousand is None else found.per_thousand


def week(given: Given) -> Given:
    wrong = [(kind, who) for kind, who in given["wrong"]]
    found = shipping.week(wrong, parcels=given["parcels"], packed=given["packed"])
    return {
        "per_thousand": rate(found.total), "kinds": [list(k) for k in found.kinds],
        "packers": [[who, r.n, r.of, rate(r)] for who, r in found.packers],
    }  # fmt: skip


SUBJECTS: Mapping[str, Callable[[Given], Given]] = {
    "scanned": lambda g: {"code": returns.scanned(g["text"])},
    "match": match, "clock": clock, "inspected": inspected,
    "day_of": lambda g: {"day": reconciliation.day_of(g["at"])},
    "groups": groups, "differences": differences, "top": top,
    "readable": lambda g: {"text": shipping.readable(g["remark"], *g["names"])},
    "turn": lambda g: {"turns": [shipping.turn(f, r) for f, r in g["orders"]]},
    "missing": lambda g: {"missing": list(shipping.missing(g["points"]))},
    "week": week,
}  # fmt: skip


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{c['subject']} {n} {c['name_en']}" for n, c in enumerate(CASES, 1)]
)
def test_the_case_holds(case: Mapping[str, Any]) -> None:
    assert set(case) == {"subject", "name_zh", "name_en", "given", "expect"}
    assert SUBJECTS[case["subject"]](case["given"]) == case["expect"]


def test_a_rate_has_an_interval_and_shares_add_up() -> None:
    found = shipping.Rate(3, 1500).interval
    assert found is not None
    assert (round(found.low, 2), round(found.high, 2)) == (0.68, 5.86)
    ranked = reasons.ranked({"a": 1, "b": 1, "c": 1})
    assert sum(s.share for s in ranked) == pytest.approx(1)


def test_every_word_is_there_in_both_languages() -> None:
    for table in (
        returns.QUALITY, returns.RESULTS, returns.FOUND, reconciliation.SIDES,
        reconciliation.GROUPS, reconciliation.DIFFERENCES, shipping.POINTS, shipping.WRONG,
        shipping.FOUND_BY, shipping.MENDED,
    ):  # fmt: skip
        for code, word in table.items():
            assert word.code == code
            assert word.zh
            assert word.en
