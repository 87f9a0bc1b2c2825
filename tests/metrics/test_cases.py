"""Every worked case of cases/metrics against the real figures, through the public road.

All cases go into one lake, each as a shop of its own, import by import.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import pytest
from tests.oracle.cases import Case, cases, day, facts_of, number, table
from tests.oracle.road import FIRST, LAST, Batch, Figures, Road

CASES = list(cases())
LONG_AGO = date(2020, 1, 1)


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Road:
    road = Road(tmp_path_factory.mktemp("cases"))
    facts = [facts_of(case) for case in CASES]
    messages = [row for f in facts for row in f["messages"]]
    road.open_shops(messages, {c.shop: c.day_cut for c in CASES})
    road.rule(
        [r for c in CASES for r in c.rulings], {c.shop: [(LONG_AGO, c.measure)] for c in CASES}
    )
    batches: dict[tuple[int, datetime | None], dict[str, list]] = defaultdict(
        lambda: defaultdict(list)
    )
    for case in CASES:
        for step, batch in enumerate(case.imports):
            for name, rows in batch.tables.items():
                batches[(step, batch.as_of)][name] += [{"shop": case.shop, **row} for row in rows]
    for (_, as_of), tables in sorted(batches.items(), key=lambda kv: kv[0][0]):
        road.load(Batch(tables, **({} if as_of is None else {"as_of": as_of})))
    return road


@pytest.fixture(scope="module")
def figures(road: Road) -> Figures:
    return road.figures()


@pytest.fixture(scope="module")
def reading(road: Road, figures: Figures) -> Any:
    return road.reading()


def of(kind: str) -> list[Any]:
    return [pytest.param(c, id=f"{c.code} {c.name_en}") for c in CASES if kind in c.expect]


@pytest.mark.parametrize("case", of("figures"))
def test_figures_are_those_of_the_case(case: Case, figures: Figures) -> None:
    for row in table(case.expect["figures"]):
        key = (case.shop, row["account"], day(row["day"]), str(row["metric"]))
        num, den = figures.get(key, (0, 0))
        wanted = (number(row["num"]), number(row["den"]))
        assert (num, None if wanted[1] is None else den) == wanted, key


@pytest.mark.parametrize("case", of("rounds"))
def test_rounds_are_those_of_the_case(case: Case, reading: Any) -> None:
    found = []
    page = reading.receptions(shop=case.shop, start=FIRST, end=LAST, excluded=False, limit=100)
    for row in page.rows:
        key = {"account": row["account"], "buyer": row["buyer"], "day": row["day"]}
        view = reading.reception(shop=case.shop, **key)
        for r in view.rounds:
            found.append((r.opened_local, row["account"], row["buyer"], r.outcome, r.seconds))
    wanted = [
        (datetime.fromisoformat(str(r["opened_at"])), r["account"], r["buyer"], r["state"],
         number(r["seconds"]))
        for r in table(case.expect["rounds"])
    ]  # fmt: skip
    assert sorted(found, key=str) == sorted(wanted, key=str)


@pytest.mark.parametrize("case", of("receptions"))
def test_receptions_are_those_of_the_case(case: Case, reading: Any) -> None:
    for row in table(case.expect["receptions"]):
        key = {"account": row["account"], "buyer": row["buyer"], "day": day(row["day"])}
        view = reading.reception(shop=case.shop, **key)
        assert view is not None, key
        assert view.head["excluded"] == row["excluded"], key
        if "inquiry" in row:
            assert (view.inquiry is not None) == (row["inquiry"] == "yes"), key
        if "sessions" in row:
            assert len(view.sessions) == number(row["sessions"]), key
        if "rows" in row:
            assert len(view.messages) == number(row["rows"]), key


REASONS = {
    "created": "at_creation", "paid": "at_payment", "silent": "silent", "flagged": "flagged",
}  # fmt: skip


@pytest.mark.parametrize("case", of("credits"))
def test_credits_are_those_of_the_case(case: Case, reading: Any) -> None:
    for row in table(case.expect["credits"]):
        view = reading.order(shop=case.shop, order_id=row["order_id"])
        found = {
            "order_id": row["order_id"],
            "created": view.credit["owner_created"],
            "paid": view.credit["owner_paid"],
            "order_first": view.credit["owner_order_first"],
            "assistants": ",".join(sorted(view.assistants)) or None,
            "reason": view.credit["reason"],
        }
        assert found == {**row, "reason": REASONS[str(row["reason"])]}
