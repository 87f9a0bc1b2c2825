"""The worked examples of 4-rules and of the law, on the oracle alone: it is right by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.oracle.pay import Paid, compute
from tests.oracle.pay.figures import two_places
from tests.oracle.pay.scores import coefficient_of, curve_points
from tests.oracle.pay.tax import withheld_now

from jinpai.rules.inputs import (
    Adjustment,
    Attendance,
    CityNumbers,
    Figure,
    LossClaim,
    Month,
    Person,
    Rating,
    TaxYear,
)

D, F = Decimal, Fraction


@pytest.mark.parametrize(
    ("value", "points"),
    [("0.30", 0), ("0.29", 0), ("0.55", 100), ("0.56", 100), ("0.425", 50), ("0.40", 40)],
)
def test_a_linear_curve_is_straight_between_and_clamped_outside(value: str, points: int) -> None:
    curve = {"kind": "linear", "worst": D("0.30"), "best": D("0.55")}
    assert curve_points(curve, F(D(value))) == points


@pytest.mark.parametrize(("seconds", "points"), [(60, 0), (61, 0), (14, 100), (13, 100), (37, 50)])
def test_a_linear_curve_works_downward_too(seconds: int, points: int) -> None:
    curve = {"kind": "linear", "worst": D(60), "best": D(14)}
    assert curve_points(curve, F(seconds)) == points


@pytest.mark.parametrize(
    ("actual", "lower", "points"),
    [(50, False, 100), (25, False, 50), (60, False, 120), (61, False, 120), (-1, False, 0),
     (50, True, 100), (100, True, 0), (101, True, 0), (40, True, 120), (39, True, 120)],
)  # fmt: skip
def test_a_target_has_a_floor_and_a_cap(actual: int, lower: bool, points: int) -> None:
    curve = {"kind": "target", "target": D(50), "lower_is_better": lower}
    assert curve_points(curve, F(actual)) == points


@pytest.mark.parametrize(
    ("total", "factor"),
    [("95", "1.2"), ("94.99", "1.1"), ("90", "1.1"), ("89.99", "1.0"), ("80", "1.0"),
     ("70", "0.9"), ("60", "0.8"), ("59.99", "0.6"), ("0", "0.6")],
)  # fmt: skip
def test_the_default_coefficients(total: str, factor: str) -> None:
    assert coefficient_of(D(total), {}) == D(factor)


def a_year(income: int, social: int, additional: int, months: int = 12) -> list[Decimal]:
    """The tax of each month of a year with the same pay."""
    year, out = TaxYear(additional_this_month=D(additional)), []
    for n in range(1, months + 1):
        year = replace(year, months=n)
        tax = withheld_now(year, F(income), F(social))
        out.append(tax)
        year = replace(
            year, income=year.income + income, social=year.social + social,
            additional=year.additional + additional, withheld=year.withheld + tax,
        )  # fmt: skip
    return out


def yuan(*amounts: str) -> list[Decimal]:
    return [D(a) for a in amounts]


def test_the_published_years() -> None:
    assert a_year(10_000, 1_500, 1_000) == yuan(*["75.00"] * 12)
    assert a_year(30_000, 4_500, 2_000) == yuan(
        "555.00", "625.00", *["1850.00"] * 5, "2250.00", *["3700.00"] * 4
    )
    assert a_year(18_000, 3_200, 2_500) == yuan(*["219.00"] * 4, "254.00", *["730.00"] * 7)


def test_a_graduate_who_joins_in_july_pays_nothing_a_job_changer_ninety() -> None:
    graduate = TaxYear(months=1, first_employment=True, month_of_year=7)
    assert withheld_now(graduate, F(8_000), F(0)) == D("0.00")
    assert withheld_now(TaxYear(months=1), F(8_000), F(0)) == D("90.00")
    assert withheld_now(TaxYear(whole_allowance=True), F(8_000), F(0)) == D("0.00")


def test_a_half_fen_goes_up() -> None:
    assert two_places(F(D("0.005"))) == D("0.01")
    assert two_places(F(D("0.00499"))) == D("0.00")
    assert two_places(F(D("-0.005"))) == D("-0.01")


# --- a whole payslip --------------------------------------------------------------------------

FULL = Attendance(D(22), D(22), D(0), 0)
CITY = CityNumbers("石家庄", date(2025, 1, 1), D(2000))
SCORED = {
    "schemes": {
        "all": {
            "roles": ["agent"],
            "items": [{"code": "r", "weight": D(100), "curve": {"kind": "rating"}}],
        }
    }
}


def who(code: str = "P1", score: str = "80", **more: Any) -> Person:
    rated = (Rating("r", "supervisor", D(score)),)
    return Person(code, **({"attendance": FULL, "city": CITY, "ratings": rated} | more))


def paid(*people: Person, components: list[dict[str, Any]], **month: Any) -> dict[str, Paid]:
    book = {
        "appraisal": SCORED,
        "pay": {"schemes": {"all": {"roles": ["agent"], "components": components}}},
    }
    return compute(book, Month("2026-10", people, **month)).paid


def line(of: Paid, kind: str) -> Decimal:
    return sum((e.amount for e in of.lines if e.kind == kind), D("0.00"))


BASE = {"kind": "base", "code": "base", "amount": D(3000)}


@pytest.mark.parametrize(
    ("score", "bonus"),
    [("90", "2700.00"), ("89", "1780.00"), ("80", "1600.00"), ("79.99", "799.90"),
     ("100", "3000.00")],
)  # fmt: skip
def test_kpi_bands(score: str, bonus: str) -> None:
    bands = [{"from": D(a), "amount": D(b)} for a, b in ((0, 1000), (80, 2000), (90, 3000))]
    parts = [BASE, {"kind": "banded_bonus", "code": "bonus", "bands": bands}]
    assert line(paid(who(score=score), components=parts)["P1"], "banded_bonus") == D(bonus)


@pytest.mark.parametrize(
    ("sales", "first"),
    [((60_000, 40_000), "300.00"), ((60_000, 0), "200.00"), ((60_000,), "200.00"),
     ((60_000, 60_000), "100.00"), ((100, 100, 100), "66.67"), ((0, 0), "0.00")],
)  # fmt: skip
def test_the_champion(sales: tuple[int, ...], first: str) -> None:
    people = [
        who(f"P{n}", figures={"net_sales": Figure(D(amount))}) for n, amount in enumerate(sales)
    ]
    parts = [BASE, {"kind": "champion_bonus", "code": "champion", "standard": D(200)}]
    assert line(paid(*people, components=parts)["P0"], "champion_bonus") == D(first)


def test_commission_by_level_and_performance() -> None:
    part = {
        "kind": "commission", "code": "c", "basis": "sales", "rate": D("0.01"),
        "level_coefficients": {"P3": D("1.2")}, "performance": True,
    }  # fmt: skip
    person = who(score="90", level="P3", figures={"sales": Figure(D(100_000))})
    slip = paid(person, components=[BASE, part])["P1"]
    assert (line(slip, "commission"), slip.gross) == (D("1320.00"), D("4320.00"))


def test_the_big_pot_for_five_heads() -> None:
    part = {"kind": "team_share", "code": "pot", "rate": D("0.01"), "per_head": True,
            "shop_metrics": ["sales"]}  # fmt: skip
    slips = paid(
        *(who(f"P{n}", shop="s") for n in range(5)),
        components=[BASE, part], shops={"s": {"sales": Figure(D(500_000))}},
    )  # fmt: skip
    assert {s.gross for s in slips.values()} == {D("4000.00")}


@pytest.mark.parametrize(("mode", "amount"), [("marginal", "1100.00"), ("whole", "1600.00")])
def test_tiers(mode: str, amount: str) -> None:
    tiers = [{"from": D(0), "rate": D("0.01")}, {"from": D(50_000), "rate": D("0.02")}]
    part = {"kind": "commission", "code": "c", "basis": "sales", "tiers": tiers, "mode": mode}
    person = who(figures={"sales": Figure(D(80_000))})
    assert line(paid(person, components=[BASE, part])["P1"], "commission") == D(amount)


def test_clawback_and_loss_together_take_a_fifth_and_leave_the_minimum() -> None:
    parts = [BASE, {"kind": "adjustment", "code": "a"}, {"kind": "loss_compensation", "code": "l"}]
    person = who(
        adjustments=(Adjustment("a1", D(-400), "2026-09", "refunds"),),
        losses=(LossClaim("l1", D(1000), "broken", "photo", "§ 7"),),
    )
    slip = paid(person, components=parts)["P1"]
    assert [e.amount for e in slip.lines] == [D("3000.00"), D(-400), D("-200.00")]
    assert slip.carried == {"l1": D("800.00")}
    poorer = replace(person, city=replace(CITY, minimum_wage=D(2650)))
    slip = paid(poorer, components=parts)["P1"]
    assert slip.net == D("2650.00")
    assert slip.carried == {"a1": D("50.00"), "l1": D(1000)}


@pytest.mark.parametrize(("minimum", "is_paid"), [("3000", True), ("3000.01", False)])
def test_a_full_month_below_the_minimum_wage_is_no_payslip(minimum: str, is_paid: bool) -> None:
    person = who(city=replace(CITY, minimum_wage=D(minimum)))
    heat = {"kind": "allowance", "code": "heat", "amount": D(300), "hardship": True}
    assert bool(paid(person, components=[BASE, heat])) is is_paid


def test_overtime_on_the_larger_of_base_and_minimum() -> None:
    days = replace(FULL, overtime_workday=D(10), overtime_rest_day=D(8), overtime_holiday=D(8))
    slip = paid(who(attendance=days), components=[BASE, {"kind": "overtime", "code": "o"}])["P1"]
    # 3000 / 21.75 / 8 = 17.24137931…
    overtime = [e.amount for e in slip.lines if e.kind == "overtime"]
    assert overtime == [D("258.62"), D("275.86"), D("413.79")]
