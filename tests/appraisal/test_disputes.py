"""A person's word against an item: kept, accepted or set, and the score that follows."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.appraisal.conftest import MONTH, NOW, Staff, sheet
from tests.appraisal.steps import at, disputed, give, opened, points, rated, total

from jinpai.apps.appraisal.actions import disputes, flow
from jinpai.apps.appraisal.models import Dispute
from jinpai.apps.appraisal.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry


def decide(by: Any, one: Any, outcome: str, **more: Any) -> Any:
    given = {"version": 1, "answer": "查过记录", "now": NOW, **more}
    return disputes.decide(by=by, dispute=one.pk, outcome=outcome, **given)


def test_a_kept_dispute_leaves_the_points_and_gives_the_reason(staff: Staff) -> None:
    rated(staff)
    one = disputed(staff)
    assert (sheet().state, one.points_then, one.wanted) == ("disputed", 80, 95)
    assert total() == Decimal("62.33")
    done = decide(staff.owner, one, "kept")
    assert (done.outcome, done.points, done.answer) == ("kept", None, "查过记录")
    assert (points("quality"), total()) == (80, Decimal("62.33"))


def test_an_accepted_dispute_gives_the_points_the_person_named(staff: Staff) -> None:
    rated(staff)
    decide(staff.owner, disputed(staff), "accepted")
    assert (points("quality"), total()) == (95, Decimal("65.33"))


def test_a_set_dispute_gives_others(staff: Staff) -> None:
    rated(staff)
    decide(staff.owner, disputed(staff), "set", points=Decimal("88.5"))
    assert (points("quality"), total()) == (Decimal("88.50"), Decimal("64.03"))
    entry = AuditEntry.objects.get(action="appraisal.dispute_decided")
    assert entry.detail == {
        "item": "quality", "outcome": "set", "before": "80.00", "points": "88.50",
        "reason": "查过记录",
    }  # fmt: skip


def test_accepting_needs_points_that_the_person_named(staff: Staff) -> None:
    rated(staff)
    one = disputed(staff, wanted=None)
    with pytest.raises(Refused, match="改定"):
        decide(staff.owner, one, "accepted")
    with pytest.raises(Refused, match="写明分数"):
        decide(staff.owner, one, "set")


@pytest.mark.parametrize(("item", "most"), [("quality", "100"), ("praise", "120")])
def test_points_stay_within_what_the_items_curve_can_give(
    staff: Staff, item: str, most: str
) -> None:
    rated(staff)
    over = Decimal(most) + Decimal("0.01")
    with pytest.raises(Refused, match=most):
        disputed(staff, item, wanted=over)
    one = disputed(staff, item, wanted=Decimal(most))
    with pytest.raises(Refused, match=most):
        decide(staff.owner, one, "set", points=over)
    with pytest.raises(Refused, match="0"):
        decide(staff.owner, one, "set", points=Decimal("-0.01"))
    assert decide(staff.owner, one, "accepted").points == Decimal(most)


def test_only_the_person_disputes_and_only_after_everyone_rated(staff: Staff) -> None:
    opened(staff)
    with pytest.raises(Refused, match="还没有评完"):
        disputed(staff)
    give(staff.p1, "self")
    give(staff.lead, "leader")
    give(staff.boss, "supervisor")
    for wrong in (staff.p2, staff.boss, staff.owner, staff.lead):
        with pytest.raises(NotYours):
            disputes.dispute(by=wrong, month=MONTH, person="P1", version=sheet().version,
                             item="quality", reason="x", now=NOW)  # fmt: skip
    with pytest.raises(Refused, match="没有这个项目"):
        disputed(staff, "sales")
    with pytest.raises(Refused, match="为什么"):
        disputed(staff, reason="  ")
    with pytest.raises(Moved):
        disputed(staff, version=1)


def test_one_item_has_one_open_dispute_and_the_same_again_is_the_same(staff: Staff) -> None:
    rated(staff)
    one = disputed(staff)
    assert disputed(staff, version=1).pk == one.pk
    with pytest.raises(Refused, match="已经有一条"):
        disputed(staff, reason="另一个说法")
    other = disputed(staff, "conversion")
    assert other.pk != one.pk
    decide(staff.owner, one, "kept")
    assert disputed(staff).pk not in (one.pk, other.pk)  # decided: it may be raised anew
    with pytest.raises(TypeError):
        one.delete()


def test_the_last_decision_on_an_item_counts(staff: Staff) -> None:
    rated(staff)
    decide(staff.owner, disputed(staff), "set", points=Decimal(50))
    decide(staff.owner, disputed(staff), "set", points=Decimal(100), now=NOW + timedelta(hours=1))
    assert points("quality") == 100


def test_deciding_is_for_others_who_may_appraise_with_a_reason(staff: Staff) -> None:
    rated(staff)
    one = disputed(staff)
    for wrong in (staff.p1, staff.p2, staff.lead, staff.assistant):
        with pytest.raises(NotYours):
            decide(wrong, one, "kept")
    staff.boss.person = "P1"
    staff.boss.save()
    with pytest.raises(NotYours):
        decide(staff.boss, one, "kept")
    with pytest.raises(Refused, match="理由"):
        decide(staff.owner, one, "kept", answer=" ")
    with pytest.raises(Refused, match="维持"):
        decide(staff.owner, one, "dropped")
    with pytest.raises(Absent):
        disputes.decide(by=staff.owner, dispute=10**6, version=1, outcome="kept", answer="x",
                        now=NOW)  # fmt: skip


def test_whoever_gave_the_points_does_not_judge_them_while_somebody_else_can(
    staff: Staff,
) -> None:
    rated(staff)
    one = disputed(staff, "attitude")
    with pytest.raises(Refused, match="您打的"):
        decide(staff.boss, one, "kept")
    staff.owner.is_active = False
    staff.owner.save()
    assert decide(staff.boss, one, "kept").outcome == "kept"  # nobody else is left


def test_two_deciding_at_once_one_wins_and_a_retry_is_the_same(staff: Staff) -> None:
    rated(staff)
    one = disputed(staff)
    decide(staff.owner, one, "set", points=Decimal(90))
    assert decide(staff.owner, one, "set", points=Decimal(90)).version == 2
    with pytest.raises(Moved):
        decide(staff.boss, one, "kept")
    assert AuditEntry.objects.filter(action="appraisal.dispute_decided").count() == 1


def test_after_the_decision_the_person_acknowledges_or_it_is_closed(staff: Staff) -> None:
    rated(staff)
    decide(staff.owner, disputed(staff), "accepted")
    flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=sheet().version, now=NOW)
    assert sheet().state == "acknowledged"
    assert flow.close_month(by=staff.boss, month=MONTH, now=NOW).closed == ["P1"]
    assert sheet().total == Decimal("65.33")


def test_an_acknowledged_appraisal_may_still_be_disputed(staff: Staff) -> None:
    rated(staff)
    flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=sheet().version, now=NOW)
    disputed(staff)
    assert sheet().state == "disputed"


def test_a_closed_one_is_disputed_for_a_year_and_stays_closed(staff: Staff) -> None:
    rated(staff)
    flow.close_month(by=staff.boss, month=MONTH, now=at(20))
    year = at(20) + timedelta(days=365)
    with pytest.raises(Refused, match="一年"):
        disputed(staff, now=year + timedelta(seconds=1))
    one = disputed(staff, now=year)
    assert sheet().state == "closed"
    decide(staff.owner, one, "accepted", now=year)
    # the score moves, what was closed does not: the pay run takes the difference
    assert (total(), sheet().total) == (Decimal("65.33"), Decimal("62.33"))
    assert Dispute.objects.get().sheet.closed
