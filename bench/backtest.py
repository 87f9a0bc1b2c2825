"""Four shipped regimes tried on twelve stored months of some hundred people."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from decimal import Decimal as D

from bench.part import finish, result, timed
from bench.pay import month
from jinpai.rules import canonical, document
from jinpai.rules.backtest import backtest
from jinpai.rules.inputs import Figure, Month
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.statutes import shipped

REGIMES = ("big-pot", "level-coefficient", "kpi-bands", "commission-coefficient")


def figures(n: int) -> dict[str, Figure]:
    """Every metric that a rulebook can name, of a middling agent."""
    out = {}
    for code, metric in KNOWN_METRICS.items():
        if metric.unit in ("percent", "ratio"):
            out[code] = Figure(D(60 + n % 40) / 100, D(60 + n % 40), D(100))
        elif metric.unit == "seconds":
            out[code] = Figure(D(20 + n % 60), D(2000 + n % 60 * 100), D(100))
        else:
            out[code] = Figure(D(40000 + n * 61 % 60000) if metric.unit == "yuan" else D(n % 90))
    return out


def stored(people: int) -> list[str]:
    """A year as it lies in the pins."""
    whole = month(people)
    texts = []
    for number in range(1, 13):
        some = tuple(
            replace(p, group=("售前", "售后")[n % 2], base_pay=D(3200),
                    figures=figures(n * 7 + number))
            for n, p in enumerate(whole.people)
        )  # fmt: skip
        texts.append(canonical.month_to_json(Month(f"2026-{number:02d}", some, whole.shops)))
    return texts


def main(people: int) -> None:
    books = {}
    for code in REGIMES:
        book, problems = document.read(document.shipped()[code])
        assert book is not None, problems
        books[code] = book
    year = stored(people)
    with timed("read"):
        months = [canonical.month_from_json(text) for text in year]
    cpu = time.process_time()
    with timed("tried"):
        found = backtest(books, months, shipped())
    result["seconds"] = round(result["read"] + result["tried"], 3)
    result["cpu"] = round(time.process_time() - cpu + result["read"], 3)
    result["months"], result["people"] = len(found.months), people
    paid = [len(outcome.rows) for outcome in found.outcomes.values()]
    assert all(paid), paid
    result["payslips"] = sum(paid)
    finish()


if __name__ == "__main__":
    main(int(sys.argv[1]))
