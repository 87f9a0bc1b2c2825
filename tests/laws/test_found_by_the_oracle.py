"""What the second reading found, each as a small example with its exact value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from jinpai.rules import month
from jinpai.rules.inputs import Attendance, Figure, ItemRuling, Month, Person
from jinpai.rules.outcomes import MonthResult
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import shipped

D = Decimal
NAME = {"zh": "名", "en": "name"}
FULL = Attendance(D(22), D(22), D(0), 0)


def run(
    *people: Person,
    items: list[dict[str, Any]] | None = None,
    components: list[dict[str, Any]] | None = None,
    appraisal: dict[str, Any] | None = None,
    shops: dict[str, Any] | None = None,
) -> MonthResult:
    given: dict[str, Any] = {
        "code": "found", "name": NAME, "effective_from": "2026-10", "reason": "found",
    }  # fmt: skip
    if items is not None:
        one = {"name": NAME, "roles": ["agent"], "items": items}
        given["appraisal"] = {"schemes": {"all": one}} | (appraisal or {})
    if components is not None:
        one = {"name": NAME, "roles": ["agent"], "components": components}
        given["pay"] = {"schemes": {"all": one}}
    book = Rulebook.model_validate(given)
    return month.run(Month("2026-10", people, shops or {}), book, shipped())


def item(curve: dict[str, Any], *metrics: str, **more: Any) -> dict[str, Any]:
    one = {"code": "one", "name": NAME, "kind": "result", "weight": D(100)}
    return one | {"metrics": list(metrics), "curve": curve, "pool": []} | more


def amounts(result: MonthResult, person: str) -> list[Decimal]:
    return [line.amount for line in result.payslips[person].lines]


def test_the_first_one_who_is_ranked_is_ranked_with_the_own_value() -> None:
    people = [
        Person(f"P{n}", figures={"quality_score": Figure(D(value))})
        for n, value in enumerate((99, 50, 2))
    ]
    result = run(*people, items=[item({"kind": "rank"}, "quality_score")])
    assert [result.appraised[p.code].total for p in people] == [D(100), D(50), D(0)]


def test_exactly_the_shops_mean_is_one_even_where_both_are_thirds() -> None:
    third = Figure(D(1) / D(3), D(1), D(3))
    bands = {"kind": "bands", "bands": [{"from": D(0), "points": D(0)},
                                        {"from": D(1), "points": D(85)}]}  # fmt: skip
    result = run(
        Person("P1", shop="s", figures={"inquiry_conversion": third}),
        items=[item(bands, "inquiry_conversion", against="shop_mean")],
    )
    assert result.appraised["P1"].total == D("85.00")


def test_a_ruling_stands_as_it_was_decided() -> None:
    bands = {"kind": "bands", "bands": [{"from": D(0), "points": D(36)}]}
    ruling = ItemRuling("one", "set", D("36.98"), "read again")
    result = run(Person("P1", rulings=(ruling,)), items=[item(bands, "inquiry_conversion")])
    assert result.appraised["P1"].total == D("36.98")


def test_a_rulebook_without_a_table_has_the_usual_coefficients() -> None:
    person = Person("P1", figures={"quality_score": Figure(D(95))})
    curve = {"kind": "linear", "worst": D(0), "best": D(100)}
    assert run(person, items=[item(curve, "quality_score")]).appraised["P1"].coefficient == D("1.2")


def test_a_month_without_campaign_pays_nothing_on_campaign_days_and_is_no_error() -> None:
    parts = [
        {"kind": "base", "code": "base", "amount": D(3000)},
        {"kind": "commission", "code": "c", "basis": "sales", "rate": D("0.01"),
         "campaign_days": "separate"},
        {"kind": "champion_bonus", "code": "champion", "standard": D(200),
         "campaign_days": "separate"},
    ]  # fmt: skip
    person = Person("P1", attendance=FULL, figures={"sales": Figure(D(100_000))})
    assert amounts(run(person, components=parts), "P1") == [D("3000.00"), D("0.00")]


def test_where_nobody_worked_a_day_each_share_is_nothing() -> None:
    part = {"kind": "team_share", "code": "pot", "rate": D("0.01"), "per_head": True,
            "shop_metrics": ["sales"]}  # fmt: skip
    person = Person("P1", shop="s", attendance=Attendance(D(22), D(0), D(0), 0))
    shops = {"s": {"sales": Figure(D(500_000))}}
    assert amounts(run(person, components=[part], shops=shops), "P1") == [D("0.00")]


def test_a_share_is_divided_last_so_that_half_a_fen_goes_up() -> None:
    """345 106 × 1 % ÷ 3 × 0.75 = 862.765, not 862.764999…"""
    part = {"kind": "team_share", "code": "pot", "rate": D("0.01"), "per_head": True,
            "performance": True, "shop_metrics": ["sales"]}  # fmt: skip
    curve = {"kind": "linear", "worst": D(0), "best": D(100)}
    people = [
        Person(f"P{n}", shop="s", attendance=FULL, figures={"quality_score": Figure(D(60))})
        for n in range(3)
    ]
    result = run(
        *people, items=[item(curve, "quality_score")], components=[part],
        appraisal={"coefficients": [{"from": D(60), "factor": D("0.75")}]},
        shops={"s": {"sales": Figure(D(345_106))}},
    )  # fmt: skip
    assert amounts(result, "P0") == [D("862.77")]


def test_a_figure_that_no_shop_can_have_is_not_known_and_disturbs_nobody() -> None:
    champion = {"kind": "champion_bonus", "code": "champion", "standard": D(200)}
    people = [
        Person(f"P{n}", attendance=FULL, figures={"net_sales": Figure(D(value))})
        for n, value in enumerate(("1E+400", "60000", "40000"))
    ]
    result = run(*people, components=[champion])
    assert "P0" not in result.payslips
    errors = [p for p in result.problems if p.severity == "error"]
    assert [(p.person, p.code) for p in errors] == [("P0", "no_figure")]
    assert amounts(result, "P1") == [D("300.00")]


@pytest.mark.parametrize("month", ["20２６-10", "2026-１0", "2026-13"])
def test_a_month_is_written_in_plain_digits(month: str) -> None:
    with pytest.raises(ValidationError):
        Rulebook.model_validate({"code": "m", "name": NAME, "effective_from": month, "reason": "m"})
