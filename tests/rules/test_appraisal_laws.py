"""What holds of every appraisal, whatever the scheme and the people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.appraising import CONVERSION, SPEED, book, item, plain, scored, share

from jinpai.rules.inputs import Event, Figure, ItemRuling, Person, Rating

D = Decimal
UP = {"inquiry_conversion": True, "quality_score": True, "visits": True, "average_response": False,
      "bad_reviews": False, "aov": True, "satisfaction": True}  # fmt: skip
ITEMS = (
    item("conversion", 20, CONVERSION, "inquiry_conversion", min_sample=20),
    item("speed", 15, SPEED, "average_response"),
    item("quality", 10, {"kind": "bands", "bands": [
        {"from": 60, "points": 40}, {"from": 80, "points": 100}]}, "quality_score"),
    item("visits", 10, {"kind": "target", "target": "30"}, "visits", missing="team_mean"),
    item("reviews", 10, {"kind": "per_event", "points": 7}, "bad_reviews"),
    item("place", 10, {"kind": "rank"}, "quality_score", pool=["shop"]),
    item("aov", 10, {"kind": "linear", "worst": "0.8", "best": "1.2"}, "aov", against="shop_mean"),
    item("satisfaction", 10, {"kind": "linear", "worst": "0.8", "best": "1"}, "satisfaction",
         min_sample=30, small_sample="team_mean"),
    item("attitude", 5, {"kind": "rating"}),
)  # fmt: skip
RULES = book(*ITEMS, total_cap=110)

hundredths = st.integers(0, 12000).map(lambda n: D(n) / 100)
counts = st.integers(0, 60).map(D)


def shares(most: int = 80):
    return st.integers(0, most).flatmap(
        lambda den: st.integers(0, den).map(lambda num: share(num, den))
    )


@st.composite
def figures(draw):
    there = {
        "inquiry_conversion": shares(),
        "satisfaction": shares(),
        "average_response": hundredths.map(lambda v: Figure(v)),
        "quality_score": st.integers(50, 100).map(plain),
        "visits": counts.map(lambda v: Figure(v)),
        "bad_reviews": counts.map(lambda v: Figure(v)),
        "aov": st.integers(1, 50).flatmap(
            lambda den: st.integers(0, 9000).map(lambda num: share(num, den))
        ),
    }
    return {code: draw(how) for code, how in there.items() if draw(st.integers(0, 5))}


@st.composite
def people(draw, least: int = 1):
    n = draw(st.integers(least, 6))
    out = []
    for number in range(n):
        given_points = draw(st.none() | st.integers(0, 100))
        out.append(
            Person(
                f"P{number:02}",
                shop=draw(st.sampled_from(("S1", "S2"))),
                group=draw(st.sampled_from(("售前", "售后"))),
                figures=draw(figures()),
                targets=draw(st.sampled_from(({}, {"visits": D(20)}))),
                ratings=()
                if given_points is None
                else (Rating("attitude", "supervisor", D(given_points)),),
                events=tuple(
                    Event(date(2026, 10, 1), D(p), "event", "chat")
                    for p in draw(st.lists(st.integers(-8, 8), max_size=3))
                ),
                rulings=draw(st.sampled_from((
                    (), (), (ItemRuling("visits", "set", D("77.7"), "r"),),
                ))),
            )
        )  # fmt: skip
    return out


@settings(max_examples=60)
@given(people())
def test_a_total_is_between_nothing_and_its_cap_and_its_weights_make_100(crowd):
    sheets, problems = scored(RULES, *crowd)
    assert not problems
    for one in sheets.values():
        weights = sum((i.weight_used for i in one.items), D(0))
        known = [i for i in one.items if i.points is not None]
        if one.total is None:
            assert (weights, known) == (0, [])
            continue
        assert weights == 100
        assert 0 <= one.total <= 110
        assert -one.total.as_tuple().exponent == 2
        for row in one.items:
            assert (row.points is None) == (row.fallback == "reweight")
            assert row.next_points is None or -one.total <= row.next_points <= 110 - one.total
            if row.points is not None:
                assert 0 <= row.points <= 120
                assert row.points == row.points.quantize(D("0.01"))


@settings(max_examples=60)
@given(people())
def test_the_total_is_the_weighted_mean_of_the_known_points_with_the_events(crowd):
    sheets, _ = scored(RULES, *crowd)
    for one in sheets.values():
        if one.total is None:
            continue
        known = [(i.weight, i.points) for i in one.items if i.points is not None]
        whole = sum(w for w, _ in known)
        mean = sum(w * p for w, p in known) / whole
        assert abs(one.total - min(D(110), max(D(0), mean + one.events))) <= D("0.005")


@settings(max_examples=60)
@given(people(least=2), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(crowd, random):
    before, _ = scored(RULES, *crowd)
    mixed = list(crowd)
    random.shuffle(mixed)
    assert scored(RULES, *mixed)[0] == before


@settings(max_examples=60)
@given(people(), st.data())
def test_a_better_value_never_scores_less(crowd, data):
    one = crowd[0]
    if not one.figures:
        return
    metric = data.draw(st.sampled_from(sorted(one.figures)))
    figure = one.figures[metric]
    if figure.value is None:
        return
    step = data.draw(hundredths) if UP[metric] else -data.draw(hundredths)
    if figure.den is None:
        better = replace(figure, value=max(D(0), figure.value + step))
    else:
        num = figure.num + step if metric == "aov" else min(figure.den, figure.num + step)
        better = replace(figure, num=num, value=num / figure.den)
    changed = replace(one, figures={**one.figures, metric: better})
    before = scored(RULES, *crowd)[0][one.code]
    after = scored(RULES, changed, *crowd[1:])[0][one.code]
    for old, new in zip(before.items, after.items, strict=True):
        assert old.points is None or new.points >= old.points
    assert before.total is None or after.total >= before.total


@settings(max_examples=60)
@given(people(least=2))
def test_what_is_no_number_touches_others_only_through_means_and_places(crowd):
    """Nobody else's items change but those that compare; and those as if it were missing."""
    nan = {code: Figure(D("NaN"), D("NaN"), D("NaN")) for code in UP}
    broken = scored(RULES, replace(crowd[0], figures=nan), *crowd[1:])[0]
    missing = scored(RULES, replace(crowd[0], figures={}), *crowd[1:])[0]
    before = scored(RULES, *crowd)[0]
    compares = {"place", "aov", "visits", "satisfaction"}
    for person in crowd[1:]:
        assert broken[person.code] == missing[person.code]
        for old, new in zip(before[person.code].items, broken[person.code].items, strict=True):
            if old.code not in compares:
                assert replace(old, weight_used=D(0), contribution=D(0), next_points=None) == (
                    replace(new, weight_used=D(0), contribution=D(0), next_points=None)
                )


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12))
def test_the_points_of_a_rank_have_a_mean_of_fifty(values):
    rules = book(item("place", 100, {"kind": "rank"}, "quality_score"))
    crowd = [Person(f"P{n:02}", figures={"quality_score": plain(v)}) for n, v in enumerate(values)]
    sheets, _ = scored(rules, *crowd)
    points = [sheets[p.code].items[0].points for p in crowd]
    assert abs(sum(points) - 50 * len(points)) <= D("0.005") * len(points)
    by_value = sorted(zip(values, points, strict=True))
    assert [p for _, p in by_value] == sorted(points)
    assert len({p for _, p in by_value}) == len(set(values))


@settings(max_examples=50)
@given(people())
def test_one_step_better_is_what_the_next_appraisal_gives(crowd):
    """The promise beside an item is kept: with the better value the total rises by just that."""
    weights = {"speed": "50", "visits": "30", "reviews": "20"}
    chosen = [{**i, "weight": weights[i["code"]]} for i in ITEMS if i["code"] in weights]
    rules = book(*chosen, total_cap=110)
    one = crowd[0]
    before = scored(rules, *crowd)[0][one.code]
    for row in before.items:
        if row.next_points is None:
            continue
        metric = row.metrics[0]
        step = row.next_step if UP[metric] else -row.next_step
        value = max(D(0), one.figures[metric].value + step)
        better = replace(one, figures={**one.figures, metric: plain(str(value))})
        after = scored(rules, better, *crowd[1:])[0][one.code]
        assert after.total - before.total == row.next_points
