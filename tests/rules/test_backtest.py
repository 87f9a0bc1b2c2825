"""Rulebooks over months that were: sums, spread, winners and losers, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.rules.appraising import item, plain
from tests.rules.test_slopes import BANDS, BASE, COMMISSION, agent, month, regime

from jinpai.rules import spread, statutes
from jinpai.rules.backtest import backtest
from jinpai.rules.inputs import Adjustment, Attendance, CityNumbers, Month

D = Decimal
OLD = regime(BASE, BANDS)
NEW = regime(BASE, COMMISSION)


def tried(*months: Month, books=None, **more):
    return backtest(books or {"old": OLD, "new": NEW}, months, statutes.shipped(), **more)


def of(name: str, *people, **more) -> Month:
    return replace(month(*people), month=name, **more)


def test_old_and_new_pay_side_by_side_with_winners_and_losers():
    # score 64: 3000 + 640; 3000 + 500. Score 100: 3000 + 3000
    found = tried(month(agent("P1"), agent("P2", bought=60), agent("P3", net_sales=plain(90000))))
    old, new = found.outcomes["old"], found.outcomes["new"]
    assert [r.gross for r in old.rows] == [D("3640.00"), D("6000.00"), D("3640.00")]
    assert [r.gross for r in new.rows] == [D("3500.00"), D("3500.00"), D("3900.00")]
    assert [r.score for r in old.rows] == [D(64), D(100), D(64)]
    assert [(c.person, c.old, c.new, c.more) for c in new.changes] == [
        ("P3", D(3640), D(3900), D(260)),
        ("P1", D(3640), D(3500), D(-140)),
        ("P2", D(6000), D(3500), D(-2500)),
    ]
    assert [c.person for c in new.winners] == ["P3"]
    assert [c.person for c in new.losers] == ["P1", "P2"]
    assert old.changes == ()


def test_cost_and_what_it_is_made_of():
    found = tried(month(agent("P1"), agent("P2", bought=60)), margin_rate=D("0.3"))
    old = found.outcomes["old"]
    assert (old.cost, old.fixed, old.variable, old.overtime) == (D(9640), D(6000), D(3640), 0)
    assert old.variable_share == D("0.3776")
    # the shop sold 100 000 through agents and 50 000 silently, 500 orders of agents
    assert (old.sales, old.orders) == (D(150000), D(500))
    assert old.cost_per_1000 == D("64.27")
    assert old.cost_per_order == D("19.28")
    assert old.margin_left == D("40.72")  # (100 000 × 30 % − 9640) ÷ 500
    assert old.monthly_mean == D("4820.00")


def test_months_add_up_and_people_are_compared_over_those_that_both_pay():
    leaver = agent("P2")
    found = tried(of("2026-09", agent("P1"), leaver), of("2026-10", agent("P1", bought=60)))
    new = found.outcomes["new"]
    assert found.months == ("2026-09", "2026-10")
    assert [(m.month, m.people, m.cost) for m in new.months] == [
        ("2026-09", 2, D(7000)), ("2026-10", 1, D(3500)),
    ]  # fmt: skip
    assert [(c.person, c.months, c.old, c.new) for c in new.changes] == [
        ("P2", 1, D(3640), D(3500)), ("P1", 2, D(9640), D(7000)),
    ]  # fmt: skip


def test_who_cannot_be_paid_under_one_rulebook_is_a_row_there_and_the_rest_proceed():
    unscored = replace(agent("P2"), figures={"net_sales": plain(50000)})
    found = tried(month(agent("P1"), unscored))
    old, new = found.outcomes["old"], found.outcomes["new"]
    assert [(r.person, r.gross) for r in old.rows] == [("P1", D("3640.00")), ("P2", None)]
    assert [(p.person, p.code) for p in old.problems] == [("P2", "no_score")]
    assert [r.gross for r in new.rows] == [D(3500), D(3500)]
    assert [c.person for c in new.changes] == ["P1"]
    assert new.problems == ()


def test_a_wage_below_the_local_minimum_is_a_row_of_trouble():
    city = CityNumbers("杭州", date(2026, 1, 1), D(3600))
    found = tried(month(replace(agent("P1"), city=city)))
    assert found.outcomes["old"].problems == ()
    assert [p.code for p in found.outcomes["new"].problems] == ["below_minimum_wage"]


def test_the_same_trouble_of_every_month_is_said_once():
    absent = replace(agent("P1"), attendance=Attendance())
    found = tried(of("2026-09", absent), of("2026-10", absent))
    codes = [p.code for p in found.outcomes["new"].problems]
    assert len(codes) == len(set(codes))


def test_what_other_months_owe_stays_out():
    owing = replace(agent("P1"), adjustments=(Adjustment("a", D(-500), "2026-08", "refund"),))
    assert tried(month(owing)).outcomes["new"].cost == D(3500)


def test_the_owner_is_no_trouble():
    found = tried(month(agent("P1"), replace(agent("B1"), role="owner")))
    assert [r.person for r in found.outcomes["old"].rows] == ["P1"]


def test_a_rulebook_with_another_measure_sees_its_own_months():
    now, other = month(agent("P1")), month(agent("P1", net_sales=plain(70000)))
    found = tried(now, months_of={"new": [other]})
    assert found.outcomes["old"].cost == D("3640.00")
    assert found.outcomes["new"].cost == D("3700.00")


def test_distance_to_the_market_wage():
    found = tried(of("2026-10", agent("P1"), market_wage=D(3600)))
    assert found.outcomes["old"].market_gap == D("40.00")
    assert found.outcomes["new"].market_gap == D("-100.00")
    assert tried(month(agent("P1"))).outcomes["old"].market_gap is None


def test_slopes_and_cliffs_are_of_the_last_month():
    found = tried(of("2026-09", agent("P1")), of("2026-10", agent("P1", bought=49)))
    old = found.outcomes["old"]
    assert [s.item for s in old.slopes["P1"]] == ["score", "band", "conversion", "order"]
    assert [(c.person, c.at) for c in old.cliffs] == [("P1", D(80))]
    assert [(s.item, s.people, s.mean) for s in old.mean_slopes if s.item == "score"] == [
        ("score", 1, D("10.00"))
    ]


def test_pay_against_score_of_the_one_in_the_middle():
    found = tried(month(agent("P1"), agent("P2", bought=60), agent("P3", bought=31)))
    assert found.typical == "P1"
    curve = dict(found.outcomes["old"].curve.points)
    assert [curve[s] for s in (0, 79, 80, 89, 90, 100)] == [
        D("3000.00"), D("3790.00"), D("4600.00"), D("4780.00"), D("5700.00"), D("6000.00"),
    ]  # fmt: skip
    assert {g for _, g in found.outcomes["new"].curve.points} == {D("3500.00")}


def test_it_tells_how_far_it_is():
    told = []
    tried(of("2026-09", agent()), of("2026-10", agent()), told=lambda *at: told.append(at))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_nothing_to_try_is_no_error():
    assert tried().outcomes["old"].cost == 0
    assert backtest({}, [], statutes.shipped()).outcomes == {}


@pytest.mark.parametrize(
    ("amounts", "gini", "ratio"),
    [
        ([5, 5, 5, 5], "0.0000", "1.00"),
        ([0, 0, 0, 12], "0.7500", None),  # (n − 1) / n: one has all
        ([1, 2, 3, 4], "0.2500", "2.85"),  # 3.7 / 1.3
        ([3000], "0.0000", "1.00"),
        ([], None, None),
        ([0, 0], None, None),
    ],
)
def test_spread(amounts, gini, ratio):
    values = [D(a) for a in amounts]
    assert spread.gini(values) == (None if gini is None else D(gini))
    assert spread.ninety_ten(values) == (None if ratio is None else D(ratio))


def test_spread_is_of_the_peoples_monthly_means():
    found = tried(of("2026-09", agent("P1"), agent("P2")), of("2026-10", agent("P1")))
    assert found.outcomes["new"].gini == D("0.0000")


def test_unknown_sales_leave_the_cost_without_a_yardstick():
    bare = replace(month(agent("P1")), shops={})
    old = tried(bare, margin_rate=D("0.3")).outcomes["old"]
    assert (old.cost_per_1000, old.cost_per_order, old.margin_left) == (None, None, None)


def test_scores_that_hang_on_others_are_those_of_the_month():
    ranked = regime(BASE, BANDS, items=[item("r", 100, {"kind": "rank"}, "inquiry_conversion")])
    people = [agent(f"P{n}", bought=b) for n, b in enumerate((30, 40, 50))]
    found = tried(month(*people), books={"rank": ranked})
    assert [r.score for r in found.outcomes["rank"].rows] == [D(0), D(50), D(100)]
