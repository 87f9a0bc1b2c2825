"""Every worked case of cases/metrics against the oracle."""

from __future__ import annotations

from typing import Any

import pytest
from tests.oracle import compute
from tests.oracle.cases import Case, cases, day, facts_of, number, table
from tests.oracle.compute import Result

CASES = list(cases())


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return {case.code: compute(facts_of(case), case.measure) for case in CASES}


def of(kind: str) -> list[Any]:
    return [pytest.param(c, id=f"{c.code} {c.name_en}") for c in CASES if kind in c.expect]


@pytest.mark.parametrize("case", of("figures"))
def test_figures_are_those_of_the_case(case: Case, results: dict[str, Result]) -> None:
    figures = results[case.code].figures
    for row in table(case.expect["figures"]):
        key = (case.shop, row["account"], day(row["day"]), str(row["metric"]))
        num, den = figures.get(key, (0, 0))
        wanted = (number(row["num"]), number(row["den"]))
        assert (num, None if wanted[1] is None else den) == wanted, key


@pytest.mark.parametrize("case", of("rounds"))
def test_rounds_are_those_of_the_case(case: Case, results: dict[str, Result]) -> None:
    result = results[case.code]
    found = [
        (r.opened_at, r.account, r.buyer, r.state, r.seconds)
        for reception in result.receptions.values()
        if reception.usable
        for r in reception.rounds
    ]
    assert sorted(found, key=str) == sorted(wanted_rounds(case), key=str)


def wanted_rounds(case: Case) -> list[tuple]:
    from datetime import datetime

    return [
        (datetime.fromisoformat(str(r["opened_at"])), r["account"], r["buyer"], r["state"],
         number(r["seconds"]))
        for r in table(case.expect["rounds"])
    ]  # fmt: skip


@pytest.mark.parametrize("case", of("receptions"))
def test_receptions_are_those_of_the_case(case: Case, results: dict[str, Result]) -> None:
    result = results[case.code]
    for row in table(case.expect["receptions"]):
        key = (case.shop, str(row["account"]), str(row["buyer"]), day(row["day"]))
        reception = result.receptions[key]
        assert reception.excluded == row["excluded"], key
        if "inquiry" in row:
            assert (key in result.inquiries) == (row["inquiry"] == "yes"), key
        if "sessions" in row:
            assert len(reception.sessions) == number(row["sessions"]), key
        if "rows" in row:
            assert len(reception.rows) == number(row["rows"]), key


@pytest.mark.parametrize("case", of("credits"))
def test_credits_are_those_of_the_case(case: Case, results: dict[str, Result]) -> None:
    result = results[case.code]
    tie = case.measure.get("tie", "latest")
    judgment = case.measure.get("judgment", "order_first")
    for row in table(case.expect["credits"]):
        credit = result.credits[(case.shop, str(row["order_id"]))]
        found = {
            "order_id": credit.order_id,
            "created": credit.owner("created", tie),
            "paid": credit.owner("paid", tie),
            "order_first": credit.owner("order_first", tie),
            "assistants": ",".join(sorted(credit.assistants)) or None,
            "reason": credit.reason(judgment, tie),
        }
        assert found == row


def test_every_case_expects_something() -> None:
    assert [c.code for c in CASES if not c.expect] == []
    assert len(CASES) >= 80
