"""From opened to closed, step by step, and every step that is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError
from tests.appraisal.conftest import MONTH, NOW, RULEBOOK, Staff, put_in_force, sheet
from tests.appraisal.steps import at, disputed, give, opened, points, rated, total

from jinpai.apps.appraisal.actions import flow
from jinpai.apps.appraisal.models import Rating, Sheet
from jinpai.apps.appraisal.queries.scored import scored
from jinpai.apps.appraisal.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry


def entries(action: str) -> list[Any]:
    return list(AuditEntry.objects.filter(action=action).order_by("pk"))


def test_preparing_makes_a_sheet_for_everyone_who_has_a_scheme_once(staff: Staff) -> None:
    assert flow.prepare_month(by=staff.boss, month=MONTH, now=NOW) == 5
    assert flow.prepare_month(by=staff.boss, month=MONTH, now=NOW) == 0
    found = Sheet.objects.filter(month=MONTH).values_list("person", "state")
    # the owner and who is unknown have none
    assert sorted(found) == [(p, "targets") for p in ("P1", "P2", "P3", "P4", "P5")]
    assert len(entries("appraisal.prepared")) == 1


def test_opening_moves_everyone_once_with_sheets_that_were_not_there(staff: Staff) -> None:
    assert flow.open_month(by=staff.boss, month=MONTH, now=NOW) == 5
    assert flow.open_month(by=staff.boss, month=MONTH, now=NOW) == 0
    assert set(Sheet.objects.values_list("state", flat=True)) == {"open"}


def test_a_month_without_a_rulebook_in_force_cannot_begin(staff: Staff) -> None:
    with pytest.raises(Refused, match="制度"):
        flow.open_month(by=staff.boss, month="2026-09", now=NOW)


def test_only_those_who_appraise_open_prepare_and_close(staff: Staff) -> None:
    for who in (staff.p1, staff.lead, staff.assistant):
        for act in (flow.prepare_month, flow.open_month, flow.close_month):
            with pytest.raises(NotYours):
                act(by=who, month=MONTH, now=NOW)


def test_the_whole_way_from_self_assessment_to_closed(staff: Staff) -> None:
    opened(staff)
    # 0.4 × 33.33 + 0.2 × 75 + 0.2 × 80, over the 80 % that have a figure
    assert total() == Decimal("55.42")
    assert give(staff.p1, "self", "100").state == "self_assessed"
    assert total() == Decimal("55.42")  # the own rating never counts
    assert give(staff.lead, "leader", "80").state == "leader"
    assert total() == Decimal("60.33")
    assert give(staff.boss, "supervisor", "90").state == "supervisor"
    assert total() == Decimal("62.33")  # the later step's
    flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=sheet().version, now=NOW)
    closing = flow.close_month(by=staff.boss, month=MONTH, now=NOW, only="P1")
    assert (closing.closed, closing.left) == (["P1"], {})
    done = sheet()
    assert (done.state, done.total, done.coefficient) == (
        "closed", Decimal("62.33"), Decimal("0.8"),
    )  # fmt: skip
    assert done.rulebook == scored(MONTH).version.sha256
    assert [e.action for e in AuditEntry.objects.filter(subject=f"{MONTH} P1").order_by("pk")] == [
        "appraisal.rated", "appraisal.rated", "appraisal.rated", "appraisal.acknowledged",
        "appraisal.closed",
    ]  # fmt: skip


def test_each_step_is_given_by_whose_turn_it_is(staff: Staff) -> None:
    opened(staff)
    for wrong in (staff.p2, staff.boss, staff.owner, staff.lead):
        with pytest.raises(NotYours):
            give(wrong, "self")
    give(staff.p1, "self")
    for wrong in (staff.p1, staff.p2, staff.p4, staff.assistant):
        with pytest.raises(NotYours):
            give(wrong, "leader")
    give(staff.owner, "leader")  # whoever appraises may stand in for the lead
    for wrong in (staff.p1, staff.lead, staff.assistant):
        with pytest.raises(NotYours):
            give(wrong, "supervisor")
    give(staff.boss, "supervisor")


def test_nobody_rates_themselves_whatever_their_role(staff: Staff) -> None:
    opened(staff)
    staff.boss.person = "P1"
    staff.boss.save()
    with pytest.raises(NotYours):
        give(staff.boss, "supervisor")


def test_a_step_out_of_turn_is_refused(staff: Staff) -> None:
    flow.prepare_month(by=staff.boss, month=MONTH, now=NOW)
    with pytest.raises(Refused, match="定目标"):
        give(staff.p1, "self")
    opened(staff)
    with pytest.raises(Refused, match="轮到"):
        give(staff.boss, "supervisor")
    give(staff.p1, "self")
    give(staff.lead, "leader")
    give(staff.boss, "supervisor")
    with pytest.raises(Refused, match="轮到"):
        give(staff.p1, "self", "99")
    with pytest.raises(Refused, match="轮到"):
        give(staff.boss, "third")


def test_a_sheet_that_is_not_there_cannot_be_rated(staff: Staff) -> None:
    with pytest.raises(Absent):
        flow.rate(by=staff.p1, month=MONTH, person="P1", version=1, step="self",
                  points={"attitude": Decimal(1)}, now=NOW)  # fmt: skip
    opened(staff)
    with pytest.raises(Absent):
        flow.rate(by=staff.boss, month=MONTH, person="P404", version=1, step="supervisor",
                  points={}, now=NOW)  # fmt: skip


def test_a_missing_self_assessment_is_passed_over_with_a_reason_only(staff: Staff) -> None:
    opened(staff)
    with pytest.raises(Refused, match="没有自评"):
        give(staff.lead, "leader")
    give(staff.lead, "leader", without_self="已离岗休假")
    assert sheet().state == "leader"
    assert entries("appraisal.rated")[-1].detail["without_self"] == "已离岗休假"


def test_nobody_leads_the_lead_or_a_group_without_one(staff: Staff) -> None:
    found = scored(MONTH)
    steps = {p.code: found.steps(p) for p in found.month.people if found.scheme(p)}
    assert steps["P1"] == ("self", "leader", "supervisor")
    assert steps["P3"] == ("self", "supervisor")
    assert steps["P4"] == ("self", "supervisor")
    opened(staff)
    give(staff.lead, "self", person="P3")
    with pytest.raises(Refused, match="轮到"):
        give(staff.boss, "leader", person="P3")
    assert give(staff.boss, "supervisor", person="P3").state == "supervisor"


@pytest.mark.parametrize("value", ["-0.01", "100.01", "NaN", "Infinity"])
def test_points_lie_between_0_and_100(staff: Staff, value: str) -> None:
    opened(staff)
    with pytest.raises(Refused, match="0–100"):
        give(staff.p1, "self", value)
    assert give(staff.p1, "self", "100").state == "self_assessed"
    assert give(staff.p1, "self", "0").state == "self_assessed"


def test_computed_items_cannot_be_typed_over(staff: Staff) -> None:
    opened(staff)
    with pytest.raises(Refused, match="不能手工打分"):
        give(staff.p1, "self", points={"attitude": Decimal(90), "conversion": Decimal(100)})
    with pytest.raises(Refused, match="每个评分项"):
        give(staff.p1, "self", points={})
    assert not Rating.objects.exists()


def test_a_scheme_without_rating_items_is_looked_at_and_passed_on(staff: Staff) -> None:
    opened(staff)
    give(staff.p4, "self", person="P4", points={}, notes={"": "无"})
    assert give(staff.boss, "supervisor", person="P4", points={}).state == "supervisor"


def test_a_rating_may_be_mended_until_the_next_has_spoken(staff: Staff) -> None:
    rated(staff)
    assert give(staff.boss, "supervisor", "100").state == "supervisor"
    assert total() == Decimal("64.33")
    assert entries("appraisal.rated")[-1].detail["before"] == {"": None, "attitude": "90.00"}
    flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=sheet().version, now=NOW)
    with pytest.raises(Refused):
        give(staff.boss, "supervisor", "10")


def test_the_same_rating_again_changes_nothing_and_another_is_told_it_came_late(
    staff: Staff,
) -> None:
    opened(staff)
    before = sheet().version
    give(staff.p1, "self", "95", version=before)
    again = give(staff.p1, "self", "95", version=before)  # the button pressed twice
    assert again.version == before + 1
    assert len(entries("appraisal.rated")) == 1
    with pytest.raises(Moved):
        give(staff.p1, "self", "96", version=before)


def test_who_rated_meanwhile_is_not_overwritten(staff: Staff) -> None:
    opened(staff)
    give(staff.p1, "self")
    read = sheet().version
    give(staff.owner, "leader", "60", version=read)
    with pytest.raises(Moved):
        give(staff.lead, "leader", "90", version=read)
    assert Rating.objects.get(step="leader", item="attitude").points == 60


def test_acknowledging_is_the_persons_own_and_only_when_all_have_rated(staff: Staff) -> None:
    opened(staff)
    with pytest.raises(Refused, match="还没有评完"):
        flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=sheet().version, now=NOW)
    give(staff.p1, "self")
    give(staff.lead, "leader")
    give(staff.boss, "supervisor")
    for wrong in (staff.boss, staff.owner, staff.lead, staff.p2):
        with pytest.raises(NotYours):
            flow.acknowledge(by=wrong, month=MONTH, person="P1", version=sheet().version, now=NOW)
    with pytest.raises(Moved):
        flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=1, now=NOW)
    read = sheet().version
    flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=read, now=NOW)
    flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=read, now=NOW)
    assert len(entries("appraisal.acknowledged")) == 1


def test_a_month_closes_what_is_through_and_says_why_not_of_the_rest(staff: Staff) -> None:
    rated(staff)
    give(staff.p2, "self", person="P2")
    closing = flow.close_month(by=staff.boss, month=MONTH, now=NOW)
    assert closing.closed == []
    assert closing.left == {
        "P1": "本人还没有确认,异议期到 2026-11-05",
        "P2": "还没有评完", "P3": "还没有评完", "P4": "还没有评完", "P5": "还没有评完",
    }  # fmt: skip


@pytest.mark.parametrize(("hour", "closed"), [(8, []), (9, ["P1"])])
def test_without_a_word_it_closes_when_the_days_to_dispute_are_over(
    staff: Staff, hour: int, closed: list[str]
) -> None:
    rated(staff)  # on the 2nd at nine; three days to dispute
    found = flow.close_month(by=staff.boss, month=MONTH, now=at(5, hour))
    assert found.closed == closed


def test_an_open_dispute_keeps_it_open_and_a_decided_one_does_not(staff: Staff) -> None:
    from jinpai.apps.appraisal.actions.disputes import decide

    rated(staff)
    one = disputed(staff)
    assert flow.close_month(by=staff.boss, month=MONTH, now=at(20)).left["P1"] == (
        "还有异议没有处理完"
    )
    with pytest.raises(Refused, match="异议"):
        flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=sheet().version, now=NOW)
    decide(by=staff.owner, dispute=one.pk, version=1, outcome="kept", answer="抽检记录在", now=NOW)
    assert flow.close_month(by=staff.boss, month=MONTH, now=NOW).closed == ["P1"]


def test_nothing_of_a_closed_appraisal_changes_any_more(staff: Staff) -> None:
    rated(staff)
    flow.close_month(by=staff.boss, month=MONTH, now=at(20))
    with pytest.raises(Refused, match="已经关闭"):
        give(staff.boss, "supervisor", "10")
    with pytest.raises(Refused, match="已经关闭"):
        flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=sheet().version, now=NOW)
    assert flow.close_month(by=staff.boss, month=MONTH, now=at(21)).closed == []
    with pytest.raises(TypeError):
        sheet().delete()


def test_nobody_closes_the_own_appraisal(staff: Staff) -> None:
    rated(staff)
    staff.boss.person = "P1"
    staff.boss.save()
    found = flow.close_month(by=staff.boss, month=MONTH, now=at(20))
    assert (found.closed, found.left["P1"]) == ([], "自己的考核要由别人来关闭。")


def test_a_rulebook_without_self_assessment_begins_with_the_lead(staff: Staff) -> None:
    text = RULEBOOK.replace('["self", "leader", "supervisor"]', '["leader", "third"]')
    put_in_force(staff.owner, text, "2026-10")
    opened(staff)
    give(staff.lead, "leader", "70")
    assert give(staff.owner, "third", "50").state == "third"
    assert points("attitude") == 50


def test_a_rulebook_with_other_steps_picks_up_where_the_sheet_stands(staff: Staff) -> None:
    opened(staff)
    give(staff.p1, "self")
    give(staff.lead, "leader")
    text = RULEBOOK.replace('["self", "leader", "supervisor"]', '["self", "supervisor"]')
    put_in_force(staff.owner, text)
    assert give(staff.boss, "supervisor", "50").state == "supervisor"
    put_in_force(staff.owner, text.replace('["self", "supervisor"]', '["self", "leader"]'))
    flow.acknowledge(by=staff.p1, month=MONTH, person="P1", version=sheet().version, now=NOW)


def test_a_sheet_that_no_scheme_fits_any_more_is_left_with_the_reason(staff: Staff) -> None:
    opened(staff)
    without = RULEBOOK[: RULEBOOK.index("[appraisal.schemes.lead]")]
    put_in_force(staff.owner, without)
    left = flow.close_month(by=staff.boss, month=MONTH, now=at(20)).left
    assert left["P3"] == "这个月已经没有 TA 的考核方案"


def _answered(act: Callable[[], Any], came: list[str]) -> bool:
    """Whether the action came to an end. SQLite in memory does not wait for another's lock, as
    it does in a file: it is asked again."""
    try:
        act()
        came.append("done")
    except Moved:
        came.append("told")
    except OperationalError:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_of_two_supervisors_at_the_same_moment_one_is_told(own_house: Any) -> None:
    from django.db import connection

    people = Staff()
    put_in_force(people.owner)
    opened(people)
    give(people.p1, "self")
    give(people.lead, "leader")
    read, came = sheet().version, []
    gate = threading.Barrier(2)

    def rate(who: Any, value: str) -> None:
        gate.wait()
        while not _answered(lambda: give(who, "supervisor", value, version=read), came):
            pass
        connection.close()

    threads = [
        threading.Thread(target=rate, args=pair)
        for pair in ((people.boss, "70"), (people.owner, "80"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["done", "told"]
    assert sheet().version == read + 1
    assert len(entries("appraisal.rated")) == 3
