"""The month gathered for the rules: who is in it, with which figures, exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.appraisal.conftest import MONTH

from jinpai.apps import home
from jinpai.apps.appraisal.figures import campaign_days, needed, runs
from jinpai.apps.appraisal.gather import figures_for, gather, without_facts
from jinpai.rules import document
from jinpai.rules.appraisal import appraise_month
from jinpai.rules.inputs import Figure, Person


@pytest.fixture
def month(house: Any, rulebook: Any) -> Any:
    return figures_for(MONTH, reading=home.reading(), rulebook=rulebook)


def of(month: Any, code: str) -> Person:
    return next(p for p in month.people if p.code == code)


def test_the_month_has_who_was_employed_on_a_day_of_it(month: Any) -> None:
    assert [p.code for p in month.people] == ["P1", "P2", "P3", "P4", "P5", "P8", "PX"]


def test_a_person_is_what_they_were_on_their_last_day_of_the_month(month: Any) -> None:
    mei, qiang, xin = of(month, "P1"), of(month, "P4"), of(month, "P5")
    assert (mei.level, mei.base_pay) == ("P2", Decimal("3200.00"))  # P1 until the 14th
    assert (mei.role, mei.group, mei.hired_on) == ("agent", "售前", date(2026, 1, 1))
    assert (qiang.level, qiang.left_on) == ("P1", date(2026, 10, 11))
    assert (xin.hired_on, xin.left_on) == (date(2026, 10, 16), None)


def test_who_has_no_level_or_base_pay_has_none_and_not_zero(month: Any) -> None:
    assert (of(month, "P2").level, of(month, "P2").base_pay) == ("", None)


def test_an_account_bound_to_somebody_unknown_is_somebody_without_a_post(month: Any) -> None:
    unknown = of(month, "PX")
    assert (unknown.role, unknown.name) == ("", "")
    assert unknown.figures["inquiry_conversion"].den == 1


def test_the_main_shop_is_that_of_most_receptions_with_its_platform(month: Any) -> None:
    assert (of(month, "P1").shop, of(month, "P1").platform) == ("S1", "tmall")


def test_figures_add_up_across_shops_and_the_campaign_stands_apart(month: Any) -> None:
    mei = of(month, "P1")
    assert mei.quiet is not None and mei.rush is not None
    conversions = [f["inquiry_conversion"] for f in (mei.figures, mei.quiet, mei.rush)]
    assert [(f.num, f.den) for f in conversions] == [(2, 4), (1, 3), (1, 1)]
    assert conversions[0] == Figure(Decimal("0.5"), Decimal(2), Decimal(4))


def test_what_the_program_counted_is_not_typed_over_by_an_imported_entry(month: Any) -> None:
    figure = of(month, "P1").figures["inquiry_conversion"]
    assert (figure.source, figure.value) == ("computed", Decimal("0.5"))


def test_who_did_not_serve_in_the_campaign_has_no_figure_of_it(month: Any) -> None:
    li = of(month, "P2")
    assert li.rush == {}
    assert li.quiet is not None
    assert (li.quiet["inquiry_conversion"].num, li.quiet["inquiry_conversion"].den) == (0, 1)


def test_campaign_days_are_the_days_a_campaign_touches_in_its_shop(house: Any) -> None:
    found = campaign_days(home.reading(), date(2026, 10, 1), date(2026, 10, 31))
    assert found == {"S1": frozenset({date(2026, 10, 1), date(2026, 10, 2)})}
    assert campaign_days(home.reading(), date(2026, 11, 1), date(2026, 11, 30)) == {}


def test_a_month_is_cut_into_stretches_inside_and_outside() -> None:
    days = {date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 31)}
    assert runs(date(2026, 10, 1), date(2026, 10, 31), days) == [
        ((date(2026, 10, 1), date(2026, 10, 2)), True),
        ((date(2026, 10, 3), date(2026, 10, 30)), False),
        ((date(2026, 10, 31), date(2026, 10, 31)), True),
    ]


def test_a_month_without_a_campaign_has_no_quiet_days_apart(house: Any, rulebook: Any) -> None:
    november = figures_for("2026-11", reading=home.reading(), rulebook=rulebook)
    assert of(november, "P1").quiet is None
    assert of(november, "P1").chosen("exclude")["inquiry_conversion"].den == 1


def test_what_was_entered_by_hand_is_the_mean_of_scores_and_the_sum_of_counts(month: Any) -> None:
    mei = of(month, "P1")
    assert mei.figures["quality_score"] == Figure(
        Decimal(92), Decimal(184), Decimal(2), source="manual"
    )
    assert mei.figures["praise"] == Figure(Decimal(3), source="manual")
    assert mei.quiet is not None and mei.quiet["quality_score"].value == 92


def test_attendance_and_lateness_come_from_the_clock(month: Any) -> None:
    mei, li = of(month, "P1"), of(month, "P2")
    assert (mei.attendance.source, mei.shift) == ("clockings", "白班")
    # known up to the 10th: 31 − 8; three days worked and three holidays
    assert (mei.attendance.expected_days, mei.attendance.paid_days) == (23, 6)
    assert mei.attendance.overtime_workday == Decimal("1.5")
    assert mei.figures["late"] == Figure(Decimal(1))
    # no clockings: not known, and what was written at the door counts
    assert (li.attendance.source, li.attendance.paid_days) == ("", None)
    assert li.figures["late"] == Figure(Decimal(2), source="manual")


def test_a_groups_figures_are_the_sum_of_its_people(month: Any) -> None:
    # 小美 2 of 4, 小丽 0 of 1; 领班 reads the group's
    figure = of(month, "P3").figures["team_conversion"]
    assert (figure.num, figure.den, figure.value) == (2, 5, Decimal("0.4"))


def test_who_has_no_group_answers_for_everyone(month: Any) -> None:
    # the outsider's one inquiry is the shop's too
    figure = of(month, "P8").figures["team_conversion"]
    assert (figure.num, figure.den) == (2, 6)


def test_a_shops_own_figures_have_what_it_was_paid_in_silence_too(month: Any) -> None:
    shop = month.shops["S1"]
    assert (shop["sales"].value, shop["silent_sales"].value) == (300, 50)
    assert (shop["shop_sales"].value, shop["paid_orders"].value) == (350, 2)
    assert month.shops["S2"]["receptions"].value == 1


def test_only_the_metrics_that_the_rulebook_reads_are_asked_for(rulebook: Any) -> None:
    assert needed(rulebook) == {
        "inquiry_conversion", "praise", "quality_score", "late", "team_conversion",
    }  # fmt: skip


def test_a_month_without_facts_gives_people_without_figures_and_says_so(
    house: Any, rulebook: Any
) -> None:
    later = figures_for("2027-03", reading=home.reading(), rulebook=rulebook)
    assert [p.code for p in later.people] == ["P1", "P2", "P3", "P5", "P7", "P8"]
    problem = without_facts(later)
    assert problem is not None and problem.code == "no_facts"
    appraised, _problems = appraise_month(later, rulebook)
    assert {a.total for a in appraised.values()} == {None}
    before = figures_for("2020-01", reading=home.reading(), rulebook=rulebook)
    assert before.people == ()
    nobody = without_facts(before)
    assert nobody is not None and nobody.code == "no_people"


def test_the_number_of_queries_does_not_hang_on_the_number_of_people(
    house: Any, rulebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = home.reading()
    asked: list[str] = []
    fetch = reading.fetch
    monkeypatch.setattr(
        reading, "fetch", lambda sql, values=(): asked.append(sql) or fetch(sql, values)
    )
    figures_for(MONTH, reading=reading, rulebook=rulebook)
    # people and shops, each computed and reported; the campaign cuts S1 in two; three fact tables
    assert len(asked) <= 16


def test_gathering_reads_what_was_decided_in_five_queries(
    staff: Any, rulebook: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(5):
        month = gather(MONTH, reading=home.reading(), rulebook=rulebook)
    assert {p.appraisal_state for p in month.people} == {""}
    alone = gather(MONTH, reading=home.reading(), rulebook=rulebook, only={"P1"})
    assert [p.code for p in alone.people] == ["P1"]


@pytest.mark.parametrize("code", sorted(document.shipped()))
def test_every_shipped_rulebook_finds_its_figures(house: Any, code: str) -> None:
    book, _problems = document.read(document.shipped()[code])
    assert book is not None
    month = figures_for(MONTH, reading=home.reading(), rulebook=book)
    appraised, problems = appraise_month(month, book)
    assert [p.code for p in problems if p.severity == "error"] == []
    assert appraised["P1"].total is not None
