"""Figures the platform computed: added, weighted and marked, for shops that have nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from jinpai.metrics.answers import Figure
from jinpai.metrics.epochs import Epochs
from jinpai.metrics.tally import across_shops, reported


def row(account: str, day: int, metric: str, value: str, last: int | None = None) -> dict[str, Any]:
    return {
        "shop": "s", "account": account, "person": None, "start": date(2026, 10, day),
        "stop": date(2026, 10, last or day), "metric": metric, "value": Decimal(value),
        "num": None, "den": None,
    }  # fmt: skip


def figures(rows: list[dict[str, Any]], by: tuple[str, ...], *codes: str) -> dict[Any, Figure]:
    found = reported(
        lambda sql, values: [dict(r) for r in rows], Epochs(), shops=["s"],
        start=date(2026, 10, 1), end=date(2026, 10, 31), by=by, codes=codes, accounts=None,
        people=None,
    )  # fmt: skip
    return {(f.account, f.day, f.metric): f for f in found}


def test_counts_of_days_add_up_to_the_month() -> None:
    rows = [row("a", 1, "receptions", "40"), row("a", 2, "receptions", "60")]
    found = figures(rows, ("account",), "receptions")
    assert found["a", None, "receptions"].num == 100
    assert not found["a", None, "receptions"].approximate


def test_a_rate_without_denominator_is_weighted_by_receptions_and_marked() -> None:
    rows = [
        row("a", 1, "receptions", "40"), row("a", 1, "average_response", "10"),
        row("a", 2, "receptions", "60"), row("a", 2, "average_response", "20"),
    ]  # fmt: skip
    found = figures(rows, ("account",), "average_response")
    assert found["a", None, "average_response"].value == Decimal(16)
    assert found["a", None, "average_response"].approximate


def test_a_single_reported_rate_stands_as_it_is() -> None:
    found = figures([row("a", 1, "inquiry_conversion", "0.625", 31)], ("account",),
                    "inquiry_conversion")  # fmt: skip
    assert found["a", None, "inquiry_conversion"].value == Decimal("0.625")
    assert not found["a", None, "inquiry_conversion"].approximate


def test_a_month_beside_its_own_days_is_not_counted_twice() -> None:
    rows = [
        row("a", 1, "receptions", "40"), row("a", 2, "receptions", "60"),
        row("a", 1, "receptions", "100", 31),
    ]  # fmt: skip
    assert figures(rows, ("account",), "receptions")["a", None, "receptions"].num == 100


def test_a_month_has_no_days() -> None:
    rows = [row("a", 1, "receptions", "100", 31), row("b", 3, "receptions", "7")]
    found = figures(rows, ("account", "day"), "receptions")
    assert list(found) == [("b", date(2026, 10, 3), "receptions")]


def test_money_keeps_its_fen() -> None:
    rows = [row("a", 1, "sales", "100.10"), row("a", 2, "sales", "0.2")]
    figure = figures(rows, ("account",), "sales")["a", None, "sales"]
    assert (figure.num, figure.value) == (Decimal("100.30"), Decimal("100.30"))


def of_shop(shop: str, metric: str, num: str, den: str | None, status: str) -> Figure:
    exact = Decimal(num)
    value = exact / Decimal(den) if den else exact
    return Figure(
        shop, "a", None, None, metric, exact, Decimal(den) if den else None, value,
        status, "computed",  # type: ignore[arg-type]
    )  # fmt: skip


def test_figures_of_two_shops_add_up_and_the_least_certain_status_counts() -> None:
    found = across_shops([
        of_shop("s", "aov", "100.00", "2", "final"),
        of_shop("t", "aov", "50.50", "1", "provisional"),
        of_shop("s", "max_concurrent", "7", None, "final"),
        of_shop("t", "max_concurrent", "4", None, "final"),
    ])  # fmt: skip
    aov, at_once = found
    assert (aov.shop, aov.num, aov.den) == (None, Decimal("150.50"), 3)
    assert (aov.value, aov.status) == (Decimal("50.17"), "provisional")
    assert (at_once.num, at_once.value) == (7, 7)
