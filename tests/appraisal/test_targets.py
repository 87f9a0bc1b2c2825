"""Targets: proposed from the goals, counted once the person agreed."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.appraisal.conftest import MONTH, NOW, Staff, sheet
from tests.appraisal.steps import give, opened, points

from jinpai.apps.appraisal.actions import flow, targets
from jinpai.apps.appraisal.models import Target
from jinpai.apps.appraisal.queries.listed import goals
from jinpai.apps.appraisal.queries.scored import scored
from jinpai.apps.appraisal.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry

BEFORE = datetime(2026, 9, 30, 15, 59, tzinfo=UTC)  # one minute before October, in Shanghai
BEGUN = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)


@pytest.fixture
def prepared(staff: Staff) -> Staff:
    flow.prepare_month(by=staff.boss, month=MONTH, now=BEFORE)
    return staff


def propose(by: Any, value: str, *, item: str = "praise", **more: Any) -> Target:
    given = {"version": sheet().version, "now": BEFORE, **more}
    return targets.set_target(
        by=by, month=MONTH, person="P1", item=item, value=Decimal(value), **given
    )


def answer(by: Any, target: Target, agreed: bool = True) -> Target:
    return targets.answer_target(by=by, target=target.pk, agreed=agreed, now=BEFORE)


def test_a_target_counts_once_the_person_agreed(prepared: Staff) -> None:
    assert points("praise") == 75  # 3 of the rulebook's 4
    target = propose(prepared.boss, "5")
    assert points("praise") == 75
    answer(prepared.p1, target)
    assert points("praise") == 60
    assert [e.action for e in AuditEntry.objects.filter(subject=f"{MONTH} P1").order_by("pk")] == [
        "appraisal.target_set", "appraisal.target_agreed",
    ]  # fmt: skip


def test_a_later_change_needs_a_reason_and_both(prepared: Staff) -> None:
    answer(prepared.p1, propose(prepared.boss, "5"))
    with pytest.raises(Refused, match="原因"):
        propose(prepared.boss, "6")
    later = propose(prepared.boss, "6", reason="目标上调")
    assert points("praise") == 60  # the agreed one holds until the person says yes
    answer(prepared.p1, later, agreed=False)
    assert points("praise") == 60
    answer(prepared.p1, propose(prepared.boss, "2", reason="下调"))
    assert points("praise") == 120  # 3 of 2 is 150, capped


def test_after_the_month_began_even_the_first_one_needs_a_reason(prepared: Staff) -> None:
    with pytest.raises(Refused, match="原因"):
        propose(prepared.boss, "5", now=BEGUN)
    assert propose(prepared.boss, "5", now=BEGUN, reason="新到岗").reason == "新到岗"


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "0.0000001", "1e12"])
def test_a_target_is_a_number_above_zero(prepared: Staff, value: str) -> None:
    with pytest.raises(Refused, match="0"):
        propose(prepared.boss, value)
    assert propose(prepared.boss, "0.000001").value == Decimal("0.000001")


def test_only_items_scored_against_a_target_have_one(prepared: Staff) -> None:
    for item in ("conversion", "attitude", "nothing"):
        with pytest.raises(Refused, match="目标"):
            propose(prepared.boss, "5", item=item)


def test_targets_are_set_by_others_who_may_appraise(prepared: Staff) -> None:
    for wrong in (prepared.p1, prepared.p2, prepared.lead, prepared.assistant):
        with pytest.raises(NotYours):
            propose(wrong, "5")
    prepared.boss.person = "P1"
    prepared.boss.save()
    with pytest.raises(NotYours):
        propose(prepared.boss, "5")


def test_only_the_person_answers_and_only_the_newest_once(prepared: Staff) -> None:
    first = propose(prepared.boss, "5")
    second = propose(prepared.boss, "6")
    for wrong in (prepared.boss, prepared.p2, prepared.lead):
        with pytest.raises(Absent):
            answer(wrong, second)
    with pytest.raises(Moved):
        answer(prepared.p1, first)
    answer(prepared.p1, second)
    assert answer(prepared.p1, second).in_force  # pressed twice
    with pytest.raises(Refused, match="答复过"):
        answer(prepared.p1, second, agreed=False)


def test_the_same_proposal_again_is_the_same_and_an_old_page_is_told(prepared: Staff) -> None:
    read = sheet().version
    one = propose(prepared.boss, "5", version=read)
    assert propose(prepared.owner, "5", version=read).pk == one.pk
    with pytest.raises(Moved):
        propose(prepared.owner, "6", version=read)
    assert Target.objects.count() == 1


def test_once_rating_began_no_target_changes(prepared: Staff) -> None:
    target = propose(prepared.boss, "5")
    opened(prepared)
    give(prepared.p1, "self")
    with pytest.raises(Refused, match="开始评分"):
        propose(prepared.boss, "6", reason="x")
    with pytest.raises(Refused, match="开始评分"):
        answer(prepared.p1, target)


def test_the_page_lists_rulebook_goal_agreed_and_proposed(prepared: Staff) -> None:
    answer(prepared.p1, propose(prepared.boss, "5"))
    propose(prepared.boss, "6", reason="上调", now=NOW)
    mine = next(g for g in goals(scored(MONTH)) if g.person.code == "P1")
    assert (mine.rulebook, mine.goal) == ("4", "")
    assert (mine.agreed_text, mine.last_text, mine.suggested) == ("5", "6", "6")
    other = next(g for g in goals(scored(MONTH)) if g.person.code == "P2")
    assert (other.agreed, other.suggested) == (None, "4")
