"""Charts: links in marks, colours by name, pictures that break no policy."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal as D

from jinpai.apps.board.charts.draw import svg
from jinpai.apps.board.charts.fair_plot import Person, fair_plot
from jinpai.apps.board.charts.heat import heat
from jinpai.apps.board.charts.histogram import histogram
from jinpai.apps.board.charts.trend import Point, trend
from jinpai.metrics.answers import HourCell
from jinpai.metrics.fair import wilson


def points() -> list[Point]:
    return [
        Point(date(2026, 10, 1), D("0.4"), 20, "/board/metric/x/?from=2026-10-01"),
        Point(date(2026, 10, 2), None, None, "/b", final=False),
        Point(date(2026, 10, 3), D("0.5"), 22, "/c"),
    ]


def people() -> list[Person]:
    cases = (("甲", 60, 100), ("乙", 40, 100), ("丙", 5, 10))
    return [Person(n, a, b, wilson(a, b), "/agent") for n, a, b in cases]  # type: ignore[arg-type]


def every() -> list[dict]:
    return [
        trend(
            points(), name="转化", unit="percent", target=D("0.45"), campaigns=[date(2026, 10, 3)]
        ),
        heat([HourCell(w, h, h, 12, D(h * 30), 1) for w in range(7) for h in range(24)]),
        fair_plot(people(), centre=0.5, name="转化", better="up"),
        histogram([("0–10", 3), (">600", 1)]),
    ]


def test_no_spec_names_a_colour_of_its_own():
    for spec in every():
        assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", json.dumps(spec)) == []


def test_pictures_have_no_style_script_or_foreign_address():
    for spec in every():
        drawn = svg(spec)
        assert drawn.startswith("<svg")
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|var\(--", drawn)
        assert re.findall(r'href="(?!/)[^"]*"', drawn) == []


def test_a_day_that_is_not_known_breaks_the_line_instead_of_touching_nought():
    values = trend(points(), name="转化", unit="percent")["data"]["values"]
    assert [v["value"] for v in values] == [0.4, None, 0.5]


def test_marks_lead_to_their_rows():
    assert 'href="/board/metric/x/?from=2026-10-01"' in svg(
        trend(points(), name="转化", unit="percent")
    )


def test_names_on_the_fair_plot_give_way_to_who_is_furthest_out():
    close = [Person(str(i), 50 + i, 100, wilson(50 + i, 100), "") for i in range(3)]  # type: ignore[arg-type]
    far = Person("far", 90, 100, wilson(90, 100), "")  # type: ignore[arg-type]
    spec = fair_plot([*close, far], centre=0.5, name="x", better="up")
    labels = [v["label"] for v in spec["data"]["values"]]
    assert labels[3] == "far"
    assert labels.count("") == 2
    assert [v["tone"] for v in spec["data"]["values"]] == ["plain", "plain", "plain", "best"]
