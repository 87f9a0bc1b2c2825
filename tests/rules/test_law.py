"""The law as data: every rule is told in both languages, has its article, its case and its page."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jinpai.rules import law
from jinpai.rules.statutes import shipped
from jinpai.rules.working_time import offers, plan

ROOT = Path(__file__).parents[2]


def cases_of_the_law() -> set[str]:
    found = set()
    for file in (ROOT / "cases" / "law").glob("*.toml"):
        found |= {case.get("law") for case in tomllib.loads(file.read_text("utf-8"))["case"]}
    return found


@pytest.mark.parametrize("rule", law.RULES, ids=lambda r: r.code)
def test_each_rule_says_its_article_in_both_languages_and_has_a_case(rule: law.Rule) -> None:
    assert rule.article
    assert rule.zh.endswith("。")
    assert rule.en.endswith(".")
    if rule.code != "probation_end":  # the program ends nobody's employment: nothing to compute
        assert rule.code in cases_of_the_law()


def test_cases_name_only_rules_there_are() -> None:
    assert cases_of_the_law() - {None} <= set(law.BY_CODE)


def test_the_page_of_the_law_is_not_stale() -> None:
    """`make docs` writes it anew."""
    assert (ROOT / "docs" / "law.md").read_text("utf-8") == law.document()


def test_every_statutory_number_has_a_source_and_a_day() -> None:
    for name, versions in shipped().tables.items():
        for version in versions:
            assert version["source"], name
            assert isinstance(version["since"], date)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_thirteen_statutory_holidays(year: int) -> None:
    days = [row["day"] for row in shipped().at("holidays", date(year, 12, 31))["days"]]
    assert len(set(days)) == 13
    assert {day.year for day in days} == {year}
    assert days == sorted(days)


def test_the_holidays_of_a_year_nobody_knows_are_not_none() -> None:
    assert law.holiday(date(2026, 10, 1)) == "国庆节"
    assert law.holiday(date(2026, 10, 4)) is None
    with pytest.raises(KeyError):
        law.holiday(date(2027, 1, 1))
    with pytest.raises(KeyError):
        law.holiday(date(2024, 12, 31))


def test_statutes_are_those_in_force_on_the_day() -> None:
    assert shipped().at("pay_days", date(2024, 12, 31))["source"] == "劳社部发〔2008〕3号"
    assert shipped().at("pay_days", date(2025, 1, 1))["source"] == "人社部发〔2025〕2号"


def test_more_rest_days_never_cost_more() -> None:
    costs = [plan(Decimal(8), rest, 30, Decimal(20)).cost for rest in range(10)]
    assert all(c is not None for c in costs)
    assert costs == sorted(costs, reverse=True)  # type: ignore[type-var]
    assert [p.rest_days for p in offers(Decimal(12))] == [6, 7, 8]
    assert all(p.lawful for p in offers(Decimal(12)))
