"""What the next point, step and order pay, and who stands at an edge: worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.rules.appraising import CONVERSION, NAME, item, plain, share

from jinpai.rules import statutes
from jinpai.rules.cliffs import cliffs
from jinpai.rules.inputs import Attendance, Figure, Month, Person
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.slopes import slope
from jinpai.rules.tried import Tried

D = Decimal
BASE = {"kind": "base", "code": "base", "amount": "3000"}
BANDS = {
    "kind": "banded_bonus", "code": "bonus",
    "bands": [
        {"from": 0, "amount": 1000}, {"from": 80, "amount": 2000}, {"from": 90, "amount": 3000},
    ],
}  # fmt: skip
COMMISSION = {"kind": "commission", "code": "c", "basis": "net_sales", "rate": "0.01"}
BY_SCORE = {**COMMISSION, "performance": True}
CONVERTS = item("conversion", 100, CONVERSION, "inquiry_conversion")
REVIEWS = item("reviews", 100, {"kind": "per_event", "points": 5}, "bad_reviews")


def regime(*components, items=(CONVERTS,), **scheme) -> Rulebook:
    return Rulebook.model_validate({
        "code": "r", "name": NAME, "effective_from": "2026-10", "reason": "a test",
        "appraisal": {"schemes": {
            "a": {"name": NAME, "roles": ["agent"], "items": list(items), **scheme},
        }},
        "pay": {"schemes": {
            "p": {"name": NAME, "roles": ["agent"], "components": list(components)},
        }},
    })  # fmt: skip


def agent(code: str = "P1", bought: int = 46, asked: int = 100, **figures: Figure) -> Person:
    """46 of 100 inquiries bought: 64.00 points of conversion; an order is worth 200 yuan."""
    return Person(
        code, shop="S1", group="售前", shift="白班",
        attendance=Attendance(D(22), D(22), D(0), 0),
        figures={
            "inquiry_conversion": share(bought, asked), "net_sales": plain(50000),
            "sales": plain(50000), "paid_orders": plain(250), "bad_reviews": plain(0), **figures,
        },
    )  # fmt: skip


def month(*people: Person) -> Month:
    return Month("2026-10", people, {
        "S1": {"sales": plain(100000), "silent_sales": plain(50000), "paid_orders": plain(500)},
    })  # fmt: skip


def steps(rulebook, *people):
    found = slope(month(*people), rulebook, statutes.shipped(), people[0].code)
    return {s.item: (s.step, s.points, s.yuan) for s in found}


def edges(rulebook, *people):
    tried = Tried(month(*people), rulebook, statutes.shipped())
    return [(c.kind, c.item, c.at, c.up, c.yuan) for c in cliffs(tried, people[0].code)]


def test_a_point_of_a_banded_bonus_pays_a_hundredth_of_its_band():
    found = steps(regime(BASE, BANDS), agent())
    assert found["score"] == (1, 1, D("10.00"))  # 1000 × 0.64 → 1000 × 0.65
    assert found["conversion"] == (D("0.01"), D("4.00"), D("40.00"))
    # 16 points are missing to 80: 2000 × 0.80 − 1000 × 0.64
    assert found["band"] == (D("16.00"), D("16.00"), D("960.00"))


def test_the_point_that_reaches_a_band_pays_the_jump():
    found = steps(regime(BASE, BANDS), agent(bought=4975, asked=10000))
    # 79.00 points: 790.00; 80.00: 1600.00
    assert found["score"] == (1, 1, D("810.00"))


def test_at_the_cap_of_the_total_there_is_no_further_point():
    found = steps(regime(BASE, BANDS), agent(bought=60))
    assert found["score"] == (1, 0, D("0.00"))
    assert "band" not in found


def test_within_a_band_of_the_coefficient_a_point_pays_nothing():
    found = steps(regime(BASE, BY_SCORE), agent())
    assert found["score"] == (1, 1, D("0.00"))
    # 50 000 × 1 % = 500: × 0.8 at 64 points, × 0.9 from 70 on
    assert found["band"] == (D("6.00"), D("6.00"), D("50.00"))


def test_without_a_component_of_the_score_no_step_pays():
    found = steps(regime(BASE, COMMISSION), agent())
    assert found["conversion"] == (D("0.01"), D("4.00"), D("0.00"))
    assert "band" not in found


def test_one_more_order_pays_its_commission_and_lifts_the_conversion():
    assert steps(regime(BASE, COMMISSION), agent())["order"] == (D("200.00"), D("4.00"), D("2.00"))
    # conversion 46 → 47 of 100: 4 points of 1000 yuan
    assert steps(regime(BASE, BANDS), agent())["order"] == (D("200.00"), D("4.00"), D("40.00"))


def test_one_more_order_of_the_champion_raises_the_bonus_by_its_part():
    champion = {"kind": "champion_bonus", "code": "best", "standard": "200"}
    second = agent("P2", net_sales=plain(40000))
    # 200 × 50 200 ÷ 40 000 − 200 × 50 000 ÷ 40 000
    assert steps(regime(BASE, champion), agent(), second)["order"][2] == D("1.00")
    assert steps(regime(BASE, champion), second, agent())["order"][2] == D("0.00")


def test_one_more_order_of_a_shared_pot_is_shared():
    pot = {"kind": "team_share", "code": "pot", "rate": "0.01", "per_head": True}
    # 150 000 × 1 % ÷ 2, then 150 200 × 1 % ÷ 2
    assert steps(regime(BASE, pot), agent(), agent("P2"))["order"][2] == D("1.00")


def test_a_figure_that_is_scored_and_paid_counts_both_ways():
    sells = item("sales", 100, {"kind": "target", "target": "100000"}, "net_sales")
    found = steps(regime(BASE, BANDS, COMMISSION, items=[sells]), agent())
    # +100 yuan: 0.10 points of 1000 yuan, and 1 % of it
    assert found["sales"] == (100, D("0.10"), D("2.00"))


def test_nobody_knows_what_an_order_is_worth_without_orders():
    person = agent()
    bare = {k: v for k, v in person.figures.items() if k not in ("paid_orders", "sales")}
    assert "order" not in steps(regime(BASE, COMMISSION), replace(person, figures=bare))


def test_who_cannot_be_paid_has_no_slopes():
    unknown = replace(agent(), attendance=Attendance())
    assert steps(regime(BASE, BANDS), unknown) == {}


@pytest.mark.parametrize(
    ("bought", "asked", "found"),
    [
        # one inquiry of 100 is 4 points: 76 reaches 80, 72 does not
        (49, 100, [("score", "conversion", D(80), True, D("800.10"))]),
        (48, 100, []),
        (50, 100, [("score", "conversion", D(80), False, D("800.10"))]),
        (51, 100, []),
        # one of 1000 is 0.4 points
        (499, 1000, [("score", "conversion", D(80), True, D("800.10"))]),
        (498, 1000, []),
    ],
)
def test_a_cliff_is_one_inquiry_away(bought, asked, found):
    # the last hundredth before 80: 2000 × 0.80 − 1000 × 0.7999
    assert edges(regime(BASE, BANDS), agent(bought=bought, asked=asked)) == found


def test_a_bad_review_more_or_less_is_a_unit_of_noise():
    rules = regime(BASE, BANDS, items=[REVIEWS])
    # 3000 × 0.90 − 2000 × 0.8999
    assert edges(rules, agent(bad_reviews=plain(2))) == [
        ("score", "reviews", D(90), False, D("900.20"))
    ]
    assert edges(rules, agent(bad_reviews=plain(3))) == [
        ("score", "reviews", D(90), True, D("900.20")),
    ]
    assert edges(rules, agent(bad_reviews=plain(1))) == []


def test_a_rating_is_no_noise():
    rules = regime(BASE, BANDS, items=[item("r", 100, {"kind": "rating"})])
    assert edges(rules, agent()) == []


def test_an_order_may_change_the_rate_of_everything():
    tiers = {
        "kind": "commission", "code": "c", "basis": "net_sales", "mode": "whole",
        "tiers": [{"from": 0, "rate": "0.01"}, {"from": 50000, "rate": "0.02"}],
    }  # fmt: skip
    rules = regime(BASE, tiers)
    # an order is worth 200: 50 000 × 2 % − 49 999.99 × 1 %
    near, far = agent(net_sales=plain(49800)), agent(net_sales=plain("49799.99"))
    assert edges(rules, near) == [("basis", "net_sales", D(50000), True, D("500.00"))]
    assert edges(rules, far) == []
    assert edges(rules, agent()) == [("basis", "net_sales", D(50000), False, D("500.00"))]
    marginal = {**tiers, "mode": "marginal"}
    assert edges(regime(BASE, marginal), near) == []


def test_the_event_that_brings_a_veto_is_a_cliff():
    veto = {"code": "v", "name": NAME, "metric": "breaches", "at_least": 3, "cap": 60}
    rules = regime(BASE, BANDS, vetoes=[veto])
    at = {"bought": 4900, "asked": 10000}  # 76.00 points: 760.00, and 600.00 under the cap
    assert edges(rules, agent(**at, breaches=plain(2))) == [("veto", "v", D(3), False, D("160.00"))]
    assert edges(rules, agent(**at, breaches=plain(3))) == [("veto", "v", D(3), True, D("160.00"))]
    assert edges(rules, agent(**at, breaches=plain(1))) == []
    assert edges(rules, agent(**at, breaches=plain(4))) == []
