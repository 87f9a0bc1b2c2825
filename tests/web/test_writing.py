"""Figures as text: units, grouping, rounding, and what is not known."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from jinpai.apps.pages import writing


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None), (0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567"),
        (Decimal("12.5"), "12.5"), (Decimal("12.0"), "12"), (-3, "-3"),
        (float("nan"), None),
    ],
)  # fmt: skip
def test_counts(value: object, written: str | None) -> None:
    assert writing.count(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("0"), "¥0.00"), (Decimal("0.005"), "¥0.01"), (Decimal("0.0049"), "¥0.00"),
        (Decimal("1234.5"), "¥1,234.50"), (Decimal("-36.2"), "-¥36.20"),
        (Decimal("-0.001"), "¥0.00"), (None, None),
    ],
)  # fmt: skip
def test_yuan_are_rounded_half_up(value: Decimal | None, written: str | None) -> None:
    assert writing.yuan(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("0.4622"), "46.2%"), (Decimal("0.46249"), "46.2%"), (Decimal("0.4625"), "46.3%"),
        (Decimal("1"), "100.0%"), (0, "0.0%"), (None, None),
    ],
)  # fmt: skip
def test_fractions_become_percent(value: object, written: str | None) -> None:
    assert writing.percent(value) == written


def test_seconds_are_said_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        assert writing.seconds(Decimal("14.26")) == "14.3 秒"
    with translation.override("en"):
        assert writing.seconds(Decimal("14.26")) == "14.3 s"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal("0.061"), "percent", "+6.1%"), (Decimal("-0.061"), "percent", "−6.1%"),
        (Decimal("0.0004"), "percent", "±0.0%"), (12, "count", "+12"), (0, "count", "±0"),
        (None, "count", None),
    ],
)  # fmt: skip
def test_differences_carry_their_sign(value: object, unit: str, written: str | None) -> None:
    assert writing.signed(value, unit) == written


@pytest.mark.parametrize(("nick", "masked"), [("tb_lin88", "t**8"), ("李", "李**"), ("", "")])
def test_a_nick_is_masked_as_the_platforms_do(nick: str, masked: str) -> None:
    assert writing.masked(nick) == masked


def test_what_is_not_known_is_a_dash_that_says_so() -> None:
    with translation.override("zh-hans"):
        page = Template("{{ value|yuan }}").render(Context({"value": None}))
    assert page == '<span class="unknown" title="未知">—</span>'
    with translation.override("en"):
        page = Template("{{ value|big:'percent' }}").render(Context({"value": None}))
    assert page == '<span class="unknown" title="not known">—</span>'


def test_a_zero_is_a_zero_and_not_a_dash() -> None:
    assert Template("{{ value|count }}").render(Context({"value": 0})) == "0"


def test_the_unit_of_a_big_figure_is_small() -> None:
    page = Template("{{ value|big:'percent' }}").render(Context({"value": Decimal("0.4622")}))
    assert page == "46.2<small>%</small>"


def test_a_thing_with_two_languages_speaks_the_readers() -> None:
    thing = {"zh": "订单号坏了", "en": "ruined", "cure_zh": "重新导出", "cure_en": "export again"}
    template = Template("{{ thing|spoken }}/{{ thing|spoken:'cure' }}")
    with translation.override("en"):
        assert template.render(Context({"thing": thing})) == "ruined/export again"
    with translation.override("zh-hans"):
        assert template.render(Context({"thing": thing})) == "订单号坏了/重新导出"
