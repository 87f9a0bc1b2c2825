"""One step better: how far, which way, and what it adds to the total."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.rules.appraising import CONVERSION, NAME, SPEED, book, item, plain, share, sheet, who

from jinpai.rules import steps
from jinpai.rules.inputs import Rating
from jinpai.rules.sections.appraisal import Item

D = Decimal
TARGET = {"kind": "target", "target": "50"}


def one(curve, *metrics, **more):
    return Item.model_validate(item("i", 100, curve, *metrics, **more))


@pytest.mark.parametrize(
    ("curve", "metric", "size"),
    [
        (CONVERSION, "inquiry_conversion", "0.01"),
        (SPEED, "average_response", "1"),
        (TARGET, "visits", "1"),
        (TARGET, "handling_hours", "1"),
        (TARGET, "quality_score", "1"),
        (TARGET, "aov", "1"),
        (TARGET, "sales", "100"),
        (TARGET, "items_per_buyer", "0.01"),
        ({"kind": "per_event", "points": 5}, "dispute_rate", "1"),
    ],
)
def test_a_step_goes_by_the_unit(curve, metric, size):
    assert steps.size(one(curve, metric)) == D(size)


def test_an_item_may_name_its_own_step():
    assert steps.size(one(SPEED, "average_response", step="5")) == 5


def test_against_a_mean_a_step_is_a_hundredth_of_it():
    assert steps.size(one(CONVERSION, "aov", against="shop_mean")) == D("0.01")


@pytest.mark.parametrize(
    ("curve", "metric", "down"),
    [
        (CONVERSION, "inquiry_conversion", False),
        (SPEED, "average_response", True),
        (TARGET, "visits", False),
        ({**TARGET, "lower_is_better": True}, "visits", True),
        ({"kind": "rank"}, "visits", False),
        ({"kind": "rank"}, "average_response", True),
        ({"kind": "rank", "lower_is_better": False}, "average_response", False),
        ({"kind": "per_event", "points": 1}, "bad_reviews", True),
        ({"kind": "bands", "bands": [{"from": 0, "points": 100}, {"from": 9, "points": 50}]},
         "visits", True),
        ({"kind": "bands", "bands": [{"from": 0, "points": 50}]}, "late", True),
    ],
)  # fmt: skip
def test_better_is_where_the_points_are(curve, metric, down):
    assert steps.downward(one(curve, metric), metric) is down


TWO = (
    item("conversion", 60, CONVERSION, "inquiry_conversion"),
    item("speed", 40, SPEED, "average_response"),
)


def gains(rules, *people):
    return [(i.next_step, i.next_points) for i in sheet(rules, *people).items]


def test_a_step_is_worth_its_weight_in_the_total():
    person = who(figures={"inquiry_conversion": share(40, 100), "average_response": plain(37)})
    # +1 point of conversion: 4 points × 60 %; one second: 2.17 points × 40 %
    assert gains(book(*TWO), person) == [(D("0.01"), D("2.40")), (D(1), D("0.87"))]


def test_at_the_best_a_step_is_worth_nothing():
    person = who(figures={"inquiry_conversion": share(60, 100), "average_response": plain(5)})
    assert gains(book(*TWO), person) == [(D("0.01"), D(0)), (D(1), D(0))]


def test_below_the_worst_a_step_is_worth_nothing_until_it_reaches_the_curve():
    person = who(figures={"inquiry_conversion": share(10, 100), "average_response": plain(90)})
    assert gains(book(*TWO), person) == [(D("0.01"), D(0)), (D(1), D(0))]


def test_the_last_step_to_the_best_is_worth_what_is_left():
    person = who(figures={"inquiry_conversion": share(5450, 10000), "average_response": plain(60)})
    assert gains(book(*TWO), person)[0] == (D("0.01"), D("1.20"))


def test_what_is_spread_over_the_others_makes_their_steps_worth_more():
    person = who(figures={"inquiry_conversion": share(40, 100)})
    assert gains(book(*TWO), person) == [(D("0.01"), D("4.00")), (None, None)]


def test_a_cap_of_a_veto_leaves_nothing_to_gain():
    veto = {"code": "v", "name": NAME, "metric": "breaches", "at_least": 1, "cap": 10}
    person = who(figures={
        "inquiry_conversion": share(40, 100), "average_response": plain(37), "breaches": plain(1),
    })  # fmt: skip
    assert gains(book(*TWO, vetoes=[veto]), person) == [(D("0.01"), D(0)), (D(1), D(0))]


def test_one_event_less_is_a_step():
    rules = book(item("reviews", 100, {"kind": "per_event", "points": 5}, "bad_reviews"))
    assert gains(rules, who(figures={"bad_reviews": plain(3)})) == [(D(1), D("5.00"))]
    assert gains(rules, who(figures={"bad_reviews": plain(0)})) == [(D(1), D("0.00"))]
    assert gains(rules, who(figures={"bad_reviews": plain(21)})) == [(D(1), D("0.00"))]


def test_a_step_may_win_a_place():
    rules = book(item("place", 100, {"kind": "rank"}, "quality_score"))

    def people(*values):
        return [who(f"P{n}", figures={"quality_score": plain(v)}) for n, v in enumerate(values)]

    assert gains(rules, *people(80, 81, 90)) == [(D(1), D("25.00"))]  # from last to tied
    assert gains(rules, *people(80, 82, 90)) == [(D(1), D("0.00"))]
    assert gains(rules, *people(81, 81, 90)) == [(D(1), D("25.00"))]  # from tied to second
    assert gains(rules, *people(91, 81, 90)) == [(D(1), D("0.00"))]


def test_a_point_of_a_rating_is_a_step():
    rules = book(TWO[0], item("attitude", 40, {"kind": "rating"}))
    person = who(
        figures={"inquiry_conversion": share(40, 100)},
        ratings=(Rating("attitude", "supervisor", D("99.5")),),
    )
    assert gains(rules, person)[1] == (D(1), D("0.20"))


def test_no_percentage_above_100_and_no_negative_seconds():
    share_of = {"kind": "linear", "worst": "0", "best": "2"}
    rules = book(
        item("a", 50, share_of, "reply_rate"),
        item("b", 50, {"kind": "linear", "worst": "60", "best": "-60"}, "average_response"),
    )
    person = who(figures={"reply_rate": plain("0.995"), "average_response": plain("0.5")})
    # half a percentage point and half a second are left
    assert gains(rules, person) == [(D("0.01"), D("0.12")), (D(1), D("0.21"))]


def test_of_several_metrics_each_goes_a_step():
    rules = book(
        item("both", 100, {"kind": "linear", "worst": "0.8", "best": "1"}, "remark_accuracy",
             "follow_up_done")
    )  # fmt: skip
    person = who(figures={"remark_accuracy": plain("0.9"), "follow_up_done": plain("0.8")})
    assert gains(rules, person) == [(D("0.01"), D("5.00"))]
