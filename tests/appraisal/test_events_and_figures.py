"""Signed events and figures by hand: with evidence, by somebody else, and never gone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.appraisal.conftest import MONTH, NOW, Staff
from tests.appraisal.steps import at, points, rated, total

from jinpai.apps import home
from jinpai.apps.appraisal.actions import events, figures, flow
from jinpai.apps.appraisal.models import Event
from jinpai.apps.appraisal.refused import Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry

DAY = date(2026, 10, 20)


def happen(by: Any, value: str = "2", key: str = "one", **more: Any) -> Event:
    given = {"person": "P1", "day": DAY, "kind": "好案例", "evidence": "聊天 10-20", "now": NOW}
    return events.add_event(by=by, points=Decimal(value), key=key, **{**given, **more})


def test_events_move_the_total_within_the_months_limits(staff: Staff) -> None:
    rated(staff)
    assert total() == Decimal("62.33")
    happen(staff.boss, "3")
    assert total() == Decimal("65.33")
    happen(staff.boss, "4", "two")
    assert total() == Decimal("67.33")  # 5 a month at most
    happen(staff.boss, "-12", "three", kind="投诉")
    assert total() == Decimal("57.33")  # and 10 taken at most


def test_a_withdrawn_event_counts_no_more_and_stays(staff: Staff) -> None:
    one = happen(staff.boss, "3")
    before = total()
    done = events.withdraw_event(by=staff.owner, event=one.pk, reason="记错人", now=NOW)
    assert before is not None and total() == before - 3
    assert (done.withdrawn_by, done.withdrawn_reason) == ("owner", "记错人")
    again = events.withdraw_event(by=staff.boss, event=one.pk, reason="再撤", now=NOW)
    assert again.withdrawn_reason == "记错人"
    assert AuditEntry.objects.filter(action="appraisal.event_withdrawn").count() == 1
    with pytest.raises(TypeError):
        one.delete()
    with pytest.raises(Refused, match="原因"):
        events.withdraw_event(by=staff.boss, event=one.pk, reason=" ", now=NOW)
    with pytest.raises(Absent):
        events.withdraw_event(by=staff.boss, event=10**6, reason="x", now=NOW)


@pytest.mark.parametrize("value", ["0", "100.01", "-100.01", "NaN", "0.001"])
def test_points_of_an_event_are_signed_and_bounded(staff: Staff, value: str) -> None:
    with pytest.raises(Refused, match="分数"):
        happen(staff.boss, value)
    assert happen(staff.boss, "100").points == 100


def test_an_event_needs_what_when_and_where_it_can_be_seen(staff: Staff) -> None:
    for missing in ({"kind": " "}, {"evidence": ""}, {"key": ""}):
        with pytest.raises(Refused, match="凭据"):
            happen(staff.boss, **missing)
    with pytest.raises(Refused, match="还没有到"):
        happen(staff.boss, day=date(2026, 11, 3))
    with pytest.raises(Absent):
        happen(staff.boss, person="P404")


def test_nobody_writes_about_themselves_and_only_those_who_appraise_write(staff: Staff) -> None:
    for wrong in (staff.p1, staff.p2, staff.lead, staff.assistant):
        with pytest.raises(NotYours):
            happen(wrong)
    staff.boss.person = "P1"
    staff.boss.save()
    with pytest.raises(NotYours):
        happen(staff.boss)
    one = happen(staff.owner)
    with pytest.raises(NotYours):
        events.withdraw_event(by=staff.boss, event=one.pk, reason="x", now=NOW)


def test_a_form_sent_twice_is_one_event(staff: Staff) -> None:
    assert happen(staff.boss).pk == happen(staff.boss).pk
    assert Event.objects.count() == 1
    with pytest.raises(Refused, match="用过"):
        happen(staff.owner)


def test_a_closed_month_takes_neither_events_nor_figures(staff: Staff) -> None:
    one = happen(staff.boss)
    rated(staff)
    flow.close_month(by=staff.boss, month=MONTH, now=at(20))
    with pytest.raises(Refused, match="关闭"):
        happen(staff.boss, key="two")
    with pytest.raises(Refused, match="关闭"):
        events.withdraw_event(by=staff.boss, event=one.pk, reason="x", now=NOW)
    with pytest.raises(Refused, match="关闭"):
        enter(staff.boss)


# -- figures by hand ---------------------------------------------------------------------


def enter(by: Any, value: str = "5", metric: str = "praise", **more: Any) -> None:
    given = {"person": "P1", "day": DAY, "evidence": "登记本 3 页", "now": NOW, **more}
    figures.record_figure(by=by, metric=metric, value=Decimal(value), **given)


def known() -> list[tuple[Any, ...]]:
    reading = home.reading()
    return [
        tuple(r.values())
        for r in reading.fetch(
            "SELECT person, day, metric, value, evidence, entered_by, versions "
            f"FROM {reading.fact('manual')} WHERE metric = 'praise' ORDER BY day"
        )
    ]


def test_a_figure_by_hand_becomes_a_fact_and_the_score_follows(
    own_house: Any, staff: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    assert points("praise") == 75  # 1 and 2 of 4
    before = home.lake().snapshot().import_no
    with django_capture_on_commit_callbacks() as later:
        enter(staff.boss)
    # the entry of the 20th is corrected from 2 to 5, and both versions are kept
    assert home.lake().snapshot().import_no == before + 1
    assert known()[1] == ("P1", DAY, "praise", 5, "登记本 3 页", "boss", 2)
    assert points("praise") == 120  # 6 of 4, capped
    assert len(later) == 1  # the figures are brought along
    entry = AuditEntry.objects.get(action="appraisal.figure_entered")
    assert entry.detail["value"] == "5"
    enter(staff.boss)  # the same again changes nothing
    assert home.lake().snapshot().import_no == before + 1
    assert AuditEntry.objects.filter(action="appraisal.figure_entered").count() == 1


def test_text_with_quotes_and_line_ends_arrives_as_one_line(own_house: Any, staff: Staff) -> None:
    enter(staff.boss, evidence='他说"好",\n见 群,聊', day=date(2026, 10, 21))
    assert known()[-1][4] == '他说"好", 见 群,聊'


@pytest.mark.parametrize(
    ("metric", "value", "why"),
    [
        ("sales", "1", "不能手工填"),
        ("nothing", "1", "不能手工填"),
        ("praise", "-1", "负"),
        ("praise", "1.5", "整数"),
        ("praise", "NaN", "负"),
        ("remark_accuracy", "1.01", "100%"),
        ("quality_score", "100.5", "0 到 100"),
    ],
)
def test_a_figure_has_to_make_sense(staff: Staff, metric: str, value: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        enter(staff.boss, value, metric)


def test_a_figure_needs_evidence_a_day_that_was_and_somebody_else(staff: Staff) -> None:
    with pytest.raises(Refused, match="凭据"):
        enter(staff.boss, evidence=" \n ")
    with pytest.raises(Refused, match="还没有到"):
        enter(staff.boss, day=date(2026, 11, 3))
    with pytest.raises(Absent):
        enter(staff.boss, person="P404")
    for wrong in (staff.p1, staff.lead, staff.assistant):
        with pytest.raises(NotYours):
            enter(wrong)
    staff.boss.person = "P1"
    staff.boss.save()
    with pytest.raises(NotYours):
        enter(staff.boss)


def test_when_the_lake_is_being_written_nothing_is_entered_and_nothing_logged(
    own_house: Any, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home.lake(), "wait", 0)
    now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    with home.lake().commit(), pytest.raises(Refused, match="没有写进数据"):
        enter(staff.boss, now=now)
    assert not AuditEntry.objects.filter(action="appraisal.figure_entered").exists()
