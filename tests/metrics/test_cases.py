"""Every worked case of cases/metrics against the real figures, through the public road.

All cases go into one lake, each as a shop of its own, import by import.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import pytest
from tests.oracle.cases import Case, cases, day, facts_of, number, table
from tests.oracle.road import Batch, Figures, Road

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
