"""Items, fallbacks, pools, events, vetoes and totals: exact values, both sides of a boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.rules.appraising import (
    CONVERSION,
    SPEED,
    book,
    codes,
    first,
    item,
    plain,
    scored,
    share,
    sheet,
    who,
)

from jinpai.rules.appraisal import coefficient
from jinpai.rules.inputs import Event, Figure, ItemRuling, Rating

D = Decimal
RATED = item("attitude", 50, {"kind": "rating"})
CONVERTS = item("conversion", 50, CONVERSION, "inquiry_conversion")
ONLY = item("conversion", 100, CONVERSION, "inquiry_conversion")


def converting(code: str, num: int, den: int = 100, **more):
    return who(code, figures={"inquiry_conversion": share(num, den)}, **more)


# curves


@pytest.mark.parametrize(
    ("value", "points"),
    [("0.29", "0.00"), ("0.30", "0.00"), ("0.31", "4.00"), ("0.45", "60.00"), ("0.5499", "99.96"),
     ("0.55", "100.00"), ("0.70", "100.00")],
)  # fmt: skip
def test_linear_is_straight_between_worst_and_best(value, points):
    assert first(
        book(ONLY), who(figures={"inquiry_conversion": plain(value)})
    ).points == D(points)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "points"),
    [("61", "0.00"), ("60", "0.00"), ("37", "50.00"), ("59", "2.17"), ("14", "100.00"),
     ("1", "100.00")],
)  # fmt: skip
def test_linear_works_downward(value, points):
    speed = book(item("speed", 100, SPEED, "average_response"))
    assert first(speed, who(figures={"average_response": plain(value)})).points == D(points)


@pytest.mark.parametrize(
    ("lower", "value", "points"),
    [(False, "0", "0.00"), (False, "40", "80.00"), (False, "50", "100.00"),
     (False, "60", "120.00"), (False, "61", "120.00"), (True, "25", "120.00"),
     (True, "40", "120.00"), (True, "45", "110.00"), (True, "50", "100.00"),
     (True, "75", "50.00"), (True, "100", "0.00"), (True, "101", "0.00")],
)  # fmt: skip
def test_target_counts_how_far_one_came_up_to_its_cap(lower, value, points):
    curve = {"kind": "target", "target": "50", "lower_is_better": lower}
    rules = book(item("visits", 100, curve, "visits"), total_cap="120")
    scored_item = first(rules, who(figures={"visits": plain(value)}))
    assert scored_item.points == D(points)


def test_the_persons_own_target_replaces_the_curves():
    curve = {"kind": "target", "target": "50"}
    rules = book(item("visits", 100, curve, "visits"))
    person = who(figures={"visits": plain(40)}, targets={"visits": D(80)})
    assert first(rules, person).points == D("50.00")
    assert first(rules, person).note_en == "own target 80"


@pytest.mark.parametrize("bad", ["0", "-1", "NaN"])
def test_an_own_target_that_is_none_is_reported_and_the_rulebooks_used(bad):
    rules = book(item("visits", 100, {"kind": "target", "target": "50"}, "visits"))
    person = who(figures={"visits": plain(40)}, targets={"visits": D(bad)})
    assert first(rules, person).points == D("80.00")
    assert codes(sheet(rules, person).warnings) == ["bad_target"]


@pytest.mark.parametrize(
    ("value", "points"),
    [("59.99", "0.00"), ("60", "50.00"), ("79.99", "50.00"), ("80", "100.00"), ("100", "100.00")],
)
def test_bands_are_half_open_and_below_the_first_there_is_nothing(value, points):
    curve = {"kind": "bands", "bands": [{"from": 60, "points": 50}, {"from": 80, "points": 100}]}
    rules = book(item("quality", 100, curve, "quality_score"))
    assert first(rules, who(figures={"quality_score": plain(value)})).points == D(points)


@pytest.mark.parametrize(
    ("events", "points"),
    [(0, "100.00"), (1, "95.00"), (19, "5.00"), (20, "0.00"), (21, "0.00")],
)
def test_each_event_costs_points_down_to_nothing(events, points):
    rules = book(item("reviews", 100, {"kind": "per_event", "points": 5}, "bad_reviews"))
    one = first(rules, who(figures={"bad_reviews": plain(events)}))
    assert (one.points, one.n) == (D(points), D(events))


def test_events_of_a_rate_are_its_numerator_and_several_metrics_add_up():
    rules = book(
        item("trouble", 100, {"kind": "per_event", "points": 5}, "dispute_rate", "bad_reviews")
    )
    person = who(figures={"dispute_rate": share(3, 400), "bad_reviews": plain(2)})
    assert first(rules, person).points == D("75.00")
    assert first(rules, person).n == 5


def test_a_rate_without_its_numerator_says_nothing_of_events():
    rules = book(item("trouble", 100, {"kind": "per_event", "points": 5}, "dispute_rate"))
    assert first(rules, who(figures={"dispute_rate": plain("0.02")})).points is None


# ranks


RANKED = book(item("place", 100, {"kind": "rank"}, "quality_score"))


def qualities(*values):
    return [
        who(f"P{n:02}", figures={"quality_score": plain(v)} if v is not None else {})
        for n, v in enumerate(values)
    ]


def places(rules, people):
    sheets, _ = scored(rules, *people)
    return [sheets[p.code].items[0].points for p in people]


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ((90, 80, 70), ["100.00", "50.00", "0.00"]),
        ((90, 90, 70), ["75.00", "75.00", "0.00"]),
        ((90, 70, 70), ["100.00", "25.00", "25.00"]),
        ((80, 80, 80), ["50.00", "50.00", "50.00"]),
        ((90, 80), ["100.00", "0.00"]),
        ((80, 80), ["50.00", "50.00"]),
        ((1, 2, 3, 4, 4, 4, 7), ["0.00", "16.67", "33.33", "66.67", "66.67", "66.67", "100.00"]),
    ],
)
def test_ties_share_their_mean_rank(values, points):
    assert places(RANKED, qualities(*values)) == [D(p) for p in points]


def test_who_is_alone_is_not_ranked():
    one = first(RANKED, *qualities(90, None))
    assert (one.points, one.fallback) == (None, "reweight")
    assert one.note_en.startswith("nobody to compare with")


def test_a_rank_takes_the_metrics_own_direction_unless_told():
    speed = item("speed", 100, {"kind": "rank"}, "average_response")
    people = [who(f"P{n}", figures={"average_response": plain(v)}) for n, v in enumerate((20, 40))]
    assert places(book(speed), people) == [D("100.00"), D("0.00")]
    slow = {**speed, "curve": {"kind": "rank", "lower_is_better": False}}
    assert places(book(slow), people) == [D("0.00"), D("100.00")]


def test_only_comparable_people_are_ranked_together():
    a, b = qualities(90, 80)
    far = replace(b, code="P09", shop="S2")
    other_group = replace(b, code="P08", group="售后")
    assert places(RANKED, [a, far, other_group])[0] is None
    assert places(RANKED, [a, far, other_group, b]) == [D(100), None, None, D(0)]
    by_nothing = book(item("place", 100, {"kind": "rank"}, "quality_score", pool=[]))
    assert places(by_nothing, [a, far]) == [D("100.00"), D("0.00")]


def test_people_of_another_scheme_are_not_comparable():
    a, b = qualities(90, 80)
    assert places(RANKED, [a, replace(b, code="P09")]) == [D(100), D(0)]
    sheets, problems = scored(RANKED, a, replace(b, role="warehouse"))
    assert sheets[a.code].items[0].points is None
    assert codes(problems) == ["no_scheme"]
    assert problems[0].severity == "warning"


def test_who_has_too_few_cases_takes_no_place():
    rules = book(
        item("place", 50, {"kind": "rank"}, "satisfaction", min_sample=30),
        item("sales", 50, {"kind": "target", "target": "10"}, "visits"),
    )
    people = [
        who(f"P{n}", figures={"satisfaction": share(num, den), "visits": plain(10)})
        for n, (num, den) in enumerate(((29, 29), (29, 30), (27, 30)))
    ]
    assert places(rules, people) == [None, D("100.00"), D("0.00")]


# against a mean


def test_against_the_shops_mean_everybody_of_the_shop_counts():
    aov = {"kind": "linear", "worst": "0.8", "best": "1.2"}
    rules = book(item("aov", 100, aov, "aov", against="shop_mean"))
    a = who("P1", figures={"aov": share(12000, 100)})
    b = who("P2", figures={"aov": share(24000, 300)}, role="warehouse")
    elsewhere = who("P3", figures={"aov": share(90000, 100)}, shop="S2")
    # 36000 / 400 = 90; 120 / 90 = 1.3333
    one = first(rules, a, b, elsewhere)
    assert one.points == D("100.00")
    assert round(one.value, 4) == D("1.3333")
    assert first(rules, elsewhere, a, b).points == D("50.00")


def test_against_the_pools_mean_only_comparable_people_count():
    aov = {"kind": "linear", "worst": "0.8", "best": "1.2"}
    rules = book(item("aov", 100, aov, "aov", against="pool_mean"))
    a = who("P1", figures={"aov": share(9000, 100)})
    b = who("P2", figures={"aov": share(11000, 100)})
    after = who("P3", figures={"aov": share(90000, 100)}, group="售后")
    assert first(rules, a, b, after).points == D("25.00")
    assert first(rules, b, a, after).points == D("75.00")


def test_a_mean_of_counts_is_the_mean_of_the_people():
    rules = book(
        item("visits", 100, {"kind": "linear", "worst": "0", "best": "2"}, "visits",
             against="pool_mean")
    )  # fmt: skip
    people = [who(f"P{n}", figures={"visits": plain(v)}) for n, v in enumerate((10, 20, 30))]
    assert first(rules, *people).points == D("25.00")


def test_a_mean_of_nothing_cannot_be_compared_with():
    rules = book(
        item("visits", 100, {"kind": "linear", "worst": "0", "best": "2"}, "visits",
             against="pool_mean")
    )  # fmt: skip
    assert first(rules, who(figures={"visits": plain(0)})).fallback == "reweight"


# several metrics


BOTH = item(
    "remarks", 100, {"kind": "linear", "worst": "0.8", "best": "1"}, "remark_accuracy",
    "follow_up_done",
)  # fmt: skip


@pytest.mark.parametrize(
    ("remarks", "follow_up", "points"),
    [("0.9", "1", "75.00"), ("0.9", None, "50.00"), (None, "1", "100.00"), (None, None, None)],
)
def test_several_metrics_are_averaged_over_those_known(remarks, follow_up, points):
    figures = {"remark_accuracy": plain(remarks), "follow_up_done": plain(follow_up)}
    assert first(book(BOTH), who(figures=figures)).points == (D(points) if points else None)


def test_a_metric_with_too_few_cases_leaves_the_average():
    rules = book({**BOTH, "min_sample": 10})
    figures = {"remark_accuracy": share(9, 9), "follow_up_done": share(9, 10)}
    assert first(rules, who(figures=figures)).points == D("50.00")
    figures = {"remark_accuracy": share(9, 9), "follow_up_done": share(9, 9)}
    assert first(rules, who(figures=figures)).fallback == "reweight"


def test_thirds_that_add_up_to_a_half_are_rounded_as_a_half():
    rules = book(
        item("q", 100, {"kind": "linear", "worst": "0", "best": "300"}, "visits", "praise")
    )
    # the mean of 33.33666… and 66.67333… is 50.005 exactly
    figures = {"visits": plain("100.01"), "praise": plain("200.02")}
    assert first(rules, who(figures=figures)).points == D("50.01")


# too few, missing


def satisfied(code: str, num: int, den: int):
    return who(code, figures={"satisfaction": share(num, den)})


def satisfaction(**more):
    curve = {"kind": "linear", "worst": "0.85", "best": "0.99"}
    return book(item("satisfaction", 100, curve, "satisfaction", min_sample=30, **more))


@pytest.mark.parametrize(("cases", "points"), [(29, None), (30, "100.00"), (31, "100.00")])
def test_min_sample_itself_is_enough(cases, points):
    one = first(satisfaction(), satisfied("P1", cases, cases))
    assert one.points == (D(points) if points else None)


def test_too_few_cases_take_the_mean_of_those_with_enough():
    people = [satisfied("P1", 1, 1), satisfied("P2", 92, 100), satisfied("P3", 99, 100),
              satisfied("P4", 0, 29)]  # fmt: skip
    one = first(satisfaction(small_sample="team_mean"), *people)
    assert (one.points, one.fallback) == (D("75.00"), "team_mean")
    assert one.note_en == "only 1 cases, fewer than 30: it takes the pool's mean"


def test_the_teams_mean_is_of_points_not_yet_rounded():
    # 0.8514 → 1.00; 33 of 38 → 13.1579; 34 of 39 → 15.5678: mean of exact points
    people = [satisfied("P1", 1, 1), satisfied("P2", 33, 38), satisfied("P3", 34, 39)]
    exact = (D(33) / 38 + D(34) / 39 - 2 * D("0.85")) / D("0.14") * 50
    one = first(satisfaction(small_sample="team_mean"), *people)
    assert one.points == exact.quantize(D("0.01"))


def test_a_team_without_anybody_has_no_mean():
    one = first(satisfaction(small_sample="team_mean"), satisfied("P1", 1, 1))
    assert (one.points, one.fallback) == (None, "reweight")


def test_too_few_cases_may_count_in_full():
    one = first(satisfaction(small_sample="full"), satisfied("P1", 0, 1))
    assert (one.points, one.fallback) == (D("100.00"), "full")


def test_a_missing_value_is_never_zero_and_is_said():
    rules = book(CONVERTS, RATED)
    person = who(figures={"inquiry_conversion": share(50, 100)})
    one = sheet(rules, person)
    assert one.total == D("80.00")
    assert [i.weight_used for i in one.items] == [D(100), D(0)]
    assert [i.fallback for i in one.items] == ["", "reweight"]
    assert codes(one.warnings) == ["no_rating"]
    assert one.warnings[0].path == "appraisal.schemes.agents.items[1]"


@pytest.mark.parametrize(
    ("missing", "total"), [("reweight", "80.00"), ("full", "90.00"), ("team_mean", "60.00")]
)
def test_the_item_says_what_missing_means(missing, total):
    rules = book(CONVERTS, item("visits", 50, {"kind": "target", "target": "10"}, "visits",
                                missing=missing))  # fmt: skip
    people = [converting("P1", 50), who("P2", figures={"visits": plain(4)})]
    assert sheet(rules, *people).total == D(total)
    assert codes(sheet(rules, *people).warnings) == ["missing_value"]


def test_nothing_known_is_no_total_and_no_coefficient():
    one = sheet(book(CONVERTS, RATED), who())
    assert (one.total, one.coefficient) == (None, None)
    assert codes(one.warnings) == ["missing_value", "no_rating", "nothing_scored"]


def test_a_denominator_of_zero_is_missing():
    one = first(book(ONLY), who(figures={"inquiry_conversion": share(0, 0)}))
    assert one.points is None


def test_weights_left_over_are_shared_in_proportion_and_still_make_100():
    three = [item(f"i{n}", w, CONVERSION, "inquiry_conversion") for n, w in enumerate((30, 30, 30))]
    one = sheet(book(*three, item("v", 10, CONVERSION, "reply_rate")), converting("P1", 40))
    assert [i.weight_used for i in one.items] == [D("33.34"), D("33.33"), D("33.33"), D("0.00")]
    assert one.total == D("40.00")


@pytest.mark.parametrize("bad", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_missing_for_one_and_nothing_for_others(bad):
    rules = book(
        item("place", 50, {"kind": "rank"}, "quality_score"),
        item("aov", 50, {"kind": "linear", "worst": "0.8", "best": "1.2"}, "aov",
             against="shop_mean"),
    )  # fmt: skip
    good = [who(f"P{n}", figures={"quality_score": plain(q), "aov": share(9000, 100)})
            for n, q in enumerate((70, 80, 90))]  # fmt: skip
    broken = who("P9", figures={"quality_score": Figure(D(bad)), "aov": Figure(D(bad), D(bad))})
    alone, _ = scored(rules, *good)
    with_it, _ = scored(rules, *good, broken)
    assert {p.code: with_it[p.code] for p in good} == alone
    assert codes(with_it["P9"].warnings) == [
        "bad_figure", "missing_value", "bad_figure", "missing_value", "nothing_scored",
    ]  # fmt: skip


def test_one_record_that_cannot_be_read_stops_nobody_else():
    broken = who("P2", events=(object(),))  # type: ignore[arg-type]
    sheets, problems = scored(book(ONLY), converting("P1", 40), broken, converting("P3", 50))
    assert sorted(sheets) == ["P1", "P3"]
    assert [(p.code, p.person, p.severity) for p in problems] == [
        ("appraisal_failed", "P2", "error")
    ]


# ratings


def rated(*given):
    ratings = tuple(Rating("attitude", step, D(points)) for step, points in given)
    return who(figures={"inquiry_conversion": share(55, 100)}, ratings=ratings)


@pytest.mark.parametrize(
    ("given", "points"),
    [
        ([("self", 99)], None),
        ([("self", 99), ("leader", 70)], "70.00"),
        ([("leader", 70), ("supervisor", 80)], "80.00"),
        ([("supervisor", 80), ("leader", 70)], "80.00"),
        ([("supervisor", 80), ("supervisor", 85)], "85.00"),
        ([("supervisor", 80), ("third", 60)], "80.00"),
    ],
)
def test_the_last_step_that_gave_a_rating_counts_and_the_own_never(given, points):
    one = sheet(book(CONVERTS, RATED), rated(*given)).items[1]
    assert one.points == (D(points) if points else None)
    assert one.self_points == (D(99) if given[0][0] == "self" else None)


def test_a_third_step_counts_where_the_rulebook_names_it():
    rules = book(CONVERTS, RATED, steps=["self", "supervisor", "third"])
    assert sheet(rules, rated(("supervisor", 80), ("third", 60))).items[1].points == D("60.00")
    assert sheet(rules, rated(("supervisor", 80), ("leader", 60))).items[1].points == D("80.00")


# campaign days


@pytest.mark.parametrize(
    ("days", "points"), [("include", "40.00"), ("exclude", "80.00"), ("separate", "0.00")]
)
def test_campaign_days_count_as_the_item_says(days, points):
    person = who(
        figures={"inquiry_conversion": share(40, 100)},
        quiet={"inquiry_conversion": share(50, 100)},
        rush={"inquiry_conversion": share(30, 100)},
    )
    assert first(book({**ONLY, "campaign_days": days}), person).points == D(points)


def test_without_a_campaign_exclude_is_the_whole_month_and_separate_is_missing():
    person = converting("P1", 40)
    assert first(book({**ONLY, "campaign_days": "exclude"}), person).points == D("40.00")
    assert first(book({**ONLY, "campaign_days": "separate"}), person).points is None


# rulings, events, vetoes, caps


@pytest.mark.parametrize(
    ("outcome", "decided", "points", "fallback"),
    [("kept", None, "40.00", ""), ("accepted", "70", "70.00", "ruling"),
     ("set", "66.666", "66.67", "ruling"), ("set", "130", "100.00", "ruling")],
)  # fmt: skip
def test_a_ruling_replaces_the_points(outcome, decided, points, fallback):
    ruling = ItemRuling("conversion", outcome, D(decided) if decided else None, "two were mine")
    one = first(book(ONLY), converting("P1", 40, rulings=(ruling,)))
    assert (one.points, one.fallback) == (D(points), fallback)
    assert one.value == D("0.4")
    assert one.next_points == (None if fallback else D("4.00"))


def test_a_ruling_on_a_missing_item_gives_it_its_weight_back():
    ruling = ItemRuling("attitude", "set", D(90), "rated on paper")
    one = sheet(book(CONVERTS, RATED), converting("P1", 50, rulings=(ruling,)))
    assert one.total == D("85.00")
    assert one.warnings == ()


def test_a_ruling_on_no_item_is_reported():
    ruling = ItemRuling("gone", "set", D(90), "an old one")
    assert codes(sheet(book(ONLY), converting("P1", 50, rulings=(ruling,))).warnings) == [
        "unknown_item"
    ]


def happened(*points):
    return tuple(Event(date(2026, 10, 5), D(p), "praise", "chat 12") for p in points)


@pytest.mark.parametrize(
    ("points", "events", "total"),
    [
        ((), "0.00", "40.00"),
        ((2,), "2.00", "42.00"),
        ((2, 3), "5.00", "45.00"),
        ((4, 3), "5.00", "45.00"),
        ((-4,), "-4.00", "36.00"),
        ((-4, -6), "-10.00", "30.00"),
        ((-8, -6), "-10.00", "30.00"),
        ((7, -14), "-5.00", "35.00"),
    ],
)
def test_events_add_and_take_within_the_months_limits(points, events, total):
    one = sheet(book(ONLY), converting("P1", 40, events=happened(*points)))
    assert (one.events, one.total) == (D(events), D(total))


def test_the_total_stays_between_0_and_its_cap():
    assert sheet(book(ONLY), converting("P1", 55, events=happened(5))).total == D("100.00")
    assert sheet(book(ONLY, total_cap=105), converting("P1", 55, events=happened(5))).total == 105
    assert sheet(book(ONLY, total_cap=104), converting("P1", 55, events=happened(5))).total == 104
    assert sheet(book(ONLY), converting("P1", 31, events=happened(-10))).total == D("0.00")


VETO = {"code": "breach", "name": {"zh": "违规", "en": "breach"}, "metric": "breaches",
        "at_least": "2", "cap": "60"}  # fmt: skip


@pytest.mark.parametrize(
    ("breaches", "total", "veto"),
    [(1, "80.00", ""), (2, "60.00", "breach"), (3, "60.00", "breach")],
)
def test_a_veto_caps_the_total_from_its_threshold_on(breaches, total, veto):
    person = converting("P1", 50)
    person = replace(person, figures={**person.figures, "breaches": plain(breaches)})
    one = sheet(book(ONLY, vetoes=[VETO]), person)
    assert (one.total, one.veto) == (D(total), veto)


def test_a_veto_lifts_nobody_and_the_lowest_cap_wins():
    low = converting("P1", 40)
    low = replace(low, figures={**low.figures, "breaches": plain(5)})
    worse = {**VETO, "code": "worse", "at_least": "5", "cap": "20"}
    assert sheet(book(ONLY, vetoes=[VETO]), low).total == D("40.00")
    both = sheet(book(ONLY, vetoes=[VETO, worse]), low)
    assert (both.total, both.veto) == (D("20.00"), "worse")


def test_a_veto_without_its_figure_is_not_triggered_but_said():
    one = sheet(book(ONLY, vetoes=[VETO]), converting("P1", 50))
    assert (one.total, codes(one.warnings)) == (D("80.00"), ["veto_unknown"])


# totals, rounding, coefficients


def test_item_points_are_rounded_before_they_are_weighted():
    # 1/3 → 13.33 and 2/3-like: 33.336 → 33.34 each; (33.34 + 33.34) / 2 = 33.34
    halves = [item(f"i{n}", 50, {"kind": "linear", "worst": "0", "best": "1"}, m)
              for n, m in enumerate(("remark_accuracy", "follow_up_done"))]  # fmt: skip
    person = who(figures={"remark_accuracy": plain("0.33335"), "follow_up_done": plain("0.33344")})
    one = sheet(book(*halves), person)
    assert [i.points for i in one.items] == [D("33.34"), D("33.34")]
    assert one.total == D("33.34")


@pytest.mark.parametrize(("value", "total"), [("0.899949", "89.99"), ("0.89995", "90.00")])
def test_a_half_cent_rounds_up_before_the_coefficient_reads_it(value, total):
    rules = book(item("i", 100, {"kind": "linear", "worst": "0", "best": "1"}, "reply_rate"))
    one = sheet(rules, who(figures={"reply_rate": plain(value)}))
    assert one.total == D(total)
    assert one.coefficient == (D("1.1") if total == "90.00" else D("1.0"))


@pytest.mark.parametrize(
    ("total", "factor"),
    [("100", "1.2"), ("95", "1.2"), ("94.99", "1.1"), ("90", "1.1"), ("89.99", "1.0"),
     ("80", "1.0"), ("79.99", "0.9"), ("70", "0.9"), ("69.99", "0.8"), ("60", "0.8"),
     ("59.99", "0.6"), ("0", "0.6")],
)  # fmt: skip
def test_the_usual_coefficients_where_the_rulebook_writes_none(total, factor):
    assert coefficient(D(total), book(ONLY).appraisal) == D(factor)


@pytest.mark.parametrize(
    ("total", "factor"), [("79.99", "0.7"), ("80", "1"), ("89.99", "1"), ("90", "1.5")]
)
def test_the_rulebooks_own_table_wins(total, factor):
    table = [{"from": 90, "factor": "1.5"}, {"from": 80, "factor": 1}]
    rules = book(ONLY, coefficients=table, otherwise="0.7")
    assert coefficient(D(total), rules.appraisal) == D(factor)


def test_figures_that_may_still_change_are_said_once():
    rules = book(CONVERTS, item("speed", 50, SPEED, "average_response"))
    person = who(figures={
        "inquiry_conversion": share(40, 100, status="provisional"),
        "average_response": plain(30, status="partial"),
    })  # fmt: skip
    one = sheet(rules, person)
    assert [i.status for i in one.items] == ["provisional", "partial"]
    assert [(w.code, w.found) for w in one.warnings] == [
        ("provisional", "inquiry_conversion, average_response")
    ]


def test_an_item_says_where_its_figure_comes_from():
    reported = who(figures={"inquiry_conversion": share(40, 100, source="reported")})
    assert first(book(ONLY), reported).source == "reported"
    assert first(book(ONLY), converting("P1", 40)).source == "computed"
