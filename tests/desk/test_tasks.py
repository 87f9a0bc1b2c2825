"""A task from its making to its end: every step once, by whoever may, on what was read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jinpai.apps.desk.actions import climb, handover, tasks
from jinpai.apps.desk.models import Act, Handover, Task
from jinpai.apps.desk.queries import ranking
from jinpai.apps.desk.queries.today import due_count, today
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry, User

NOW = datetime(2026, 10, 20, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def cai(db: None) -> User:
    return User.objects.create_user(
        "cai", "a-long-password-1", role="agent", person="P5", name="蔡蔡"
    )


@pytest.fixture
def bei(db: None) -> User:
    return User.objects.create_user(
        "bei", "a-long-password-1", role="agent", person="P6", name="小北"
    )


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_user("boss", "a-long-password-1", role="supervisor", person="P2")


def made(key: str = "1", **more) -> Task:
    given = {
        "list": "calls",
        "key": key,
        "role": "agent",
        "title": "回电",
        "since": NOW,
        "now": NOW,
    }
    return tasks.add(**(given | more))


def whats(task: Task) -> list[str]:
    return [act.what for act in task.acts.all()]


def test_the_same_key_is_the_same_task(db: None) -> None:
    assert made().pk == made().pk
    assert Task.objects.count() == 1
    assert whats(Task.objects.get()) == ["made"]


def test_a_list_that_does_not_exist_takes_nothing(db: None) -> None:
    with pytest.raises(Refused):
        made(list="moon")


def test_whoever_claims_first_has_it_and_the_other_is_told_who(cai: User, bei: User) -> None:
    one = made()
    tasks.claim(by=cai, task=one.pk, version=1, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.claimed_by, one.person, one.first_person) == (
        "claimed",
        "cai",
        "P5",
        "P5",
    )
    # it is the first one's now: for the other it does not exist any more
    with pytest.raises(Absent):
        tasks.claim(by=bei, task=one.pk, version=1, now=NOW)
    # the same again changes nothing
    assert tasks.claim(by=cai, task=one.pk, version=1, now=NOW).version == one.version


def test_two_leaders_at_once_one_is_told(boss: User, cai: User) -> None:
    one = made(person="P5")
    other = User.objects.create_user("own", "a-long-password-1", role="owner", name="店主")
    tasks.claim(by=other, task=one.pk, version=1, now=NOW)
    with pytest.raises(Moved, match="店主"):
        tasks.claim(by=boss, task=one.pk, version=1, now=NOW)


def test_an_end_needs_an_outcome_of_the_list_and_the_version_that_was_read(cai: User) -> None:
    one = made(person="P5")
    closing = next(o for o in tasks.LISTS["calls"].outcomes if o.closes)
    said = {
        "note": "问发票,已答复",
        "fields": {f.code: "张先生" for f in tasks.LISTS["calls"].fields},
    }
    with pytest.raises(Refused):
        tasks.finish(by=cai, task=one.pk, version=1, outcome="nothing", now=NOW, **said)
    with pytest.raises(Moved):
        tasks.finish(by=cai, task=one.pk, version=7, outcome=closing.code, now=NOW, **said)
    tasks.finish(by=cai, task=one.pk, version=1, outcome=closing.code, now=NOW, **said)
    one.refresh_from_db()
    assert (one.state, one.done_by, one.outcome) == ("done", "cai", closing.code)
    # a double click is no second act
    tasks.finish(by=cai, task=one.pk, version=1, outcome=closing.code, now=NOW, **said)
    assert whats(one) == ["made", "done"]
    assert AuditEntry.objects.filter(action="task.done").count() == 1


def test_what_was_done_can_be_opened_again_and_stays_on_record(cai: User) -> None:
    one = made(person="P5")
    Task.objects.filter(pk=one.pk).update(state="done", done_by="cai", version=2)
    with pytest.raises(Refused):
        tasks.reopen(by=cai, task=one.pk, version=2, why=" ", now=NOW)
    tasks.reopen(by=cai, task=one.pk, version=2, why="买家又来电", now=NOW)
    one.refresh_from_db()
    assert (one.state, one.done_by) == ("open", "")
    assert whats(one) == ["made", "reopened"]


def test_snoozed_needs_a_reason_and_a_time_to_come_and_comes_back(cai: User) -> None:
    one = made(person="P5", due=NOW + HOUR)
    with pytest.raises(Refused):
        tasks.snooze(by=cai, task=one.pk, version=1, until=NOW, why="等仓库", now=NOW)
    with pytest.raises(Refused):
        tasks.snooze(by=cai, task=one.pk, version=1, until=NOW + HOUR, why="", now=NOW)
    tasks.snooze(by=cai, task=one.pk, version=1, until=NOW + HOUR, why="等仓库", now=NOW)
    before = today(cai, NOW + HOUR - timedelta(seconds=1), midnight=NOW)
    after = today(cai, NOW + HOUR, midnight=NOW)
    assert (before.total, before.snoozed) == (0, 1)
    assert (after.total, after.snoozed) == (1, 0)


def test_an_agent_sees_the_own_and_what_nobody_has_and_nobody_elses(
    cai: User, bei: User, boss: User
) -> None:
    own, free, others = made("1", person="P5"), made("2"), made("3", person="P6")
    store = made("4", role="warehouse")
    keys = {t.key for part in today(cai, NOW, midnight=NOW).parts for t in part.tasks}
    assert keys == {own.key, free.key}
    with pytest.raises(Absent):
        tasks.note(by=cai, task=others.pk, text="看看", now=NOW)
    with pytest.raises(NotYours):
        tasks.note(by=cai, task=store.pk, text="看看", now=NOW)
    assert tasks.note(by=boss, task=others.pk, text="看看", now=NOW).pk == others.pk


def test_late_and_soon_are_told_apart_to_the_second(cai: User) -> None:
    made("late", person="P5", due=NOW - timedelta(seconds=1))
    made("now", person="P5", due=NOW)
    made("soon", person="P5", due=NOW + 2 * HOUR)
    made("later", person="P5", due=NOW + 2 * HOUR + timedelta(seconds=1))
    made("open end", person="P5")
    found = {p.code: [t.key for t in p.tasks] for p in today(cai, NOW, midnight=NOW).parts}
    assert found == {"late": ["late"], "soon": ["now", "soon"], "later": ["later", "open end"]}
    assert due_count(cai, NOW) == 3


def test_a_missed_deadline_climbs_once_and_does_not_disturb_who_is_at_it(
    cai: User, boss: User
) -> None:
    one = made(person="P5", due=NOW)
    assert climb.climb(now=NOW) == 0  # due this second is not late
    assert climb.climb(now=NOW + timedelta(seconds=1)) == 1
    assert climb.climb(now=NOW + HOUR) == 0
    assert climb.climb(now=NOW - HOUR) == 0  # a clock set back marks nothing
    assert [p.code for p in today(boss, NOW + HOUR, midnight=NOW).parts] == ["climbed"]
    tasks.claim(by=cai, task=one.pk, version=1, now=NOW + HOUR)  # what was read before still holds


def test_handed_over_it_keeps_its_first_owner(cai: User, bei: User) -> None:
    one = made(person="P5")
    tasks.hand_over(by=cai, task=one.pk, version=1, person="P6", why="下班了", now=NOW)
    one.refresh_from_db()
    assert (one.person, one.first_person) == ("P6", "P5")
    with pytest.raises(Absent):
        tasks.claim(by=cai, task=one.pk, version=2, now=NOW)


def test_what_the_facts_end_nobody_did_and_what_they_deny_is_shown_beside_it(cai: User) -> None:
    one = made(person="P5")
    tasks.contradict(task=one, record="已付款", facts="没有付款", now=NOW)
    tasks.contradict(task=one, record="已付款", facts="没有付款", now=NOW)  # said once
    tasks.settle(task=one, outcome="paid", now=NOW, said={"paid_at": "10:00"})
    one.refresh_from_db()
    assert (one.state, one.done_by, one.contradicted) == (
        "done", "", {"record": "已付款", "facts": "没有付款"},
    )  # fmt: skip
    assert whats(one) == ["made", "contradicted", "done"]


def test_nothing_is_deleted_and_no_act_is_changed(db: None) -> None:
    one = made()
    act = Act.objects.get()
    act.what = "done"
    for wrong in (one.delete, act.delete, act.save):
        with pytest.raises(TypeError):
            wrong()


# -- the shift ---------------------------------------------------------------------------


def test_a_shift_is_handed_over_when_both_have_signed(cai: User, bei: User) -> None:
    first, done = made("1", person="P5", due=NOW + HOUR), made("2", person="P5")
    words = {first.pk: "买家要蓝色"}
    one = handover.offer(by=cai, to_person="P6", key="form-1", words=words, now=NOW)
    assert handover.offer(by=cai, to_person="P6", key="form-1", now=NOW).pk == one.pk
    first.refresh_from_db()
    assert first.person == "P5"  # until the other has signed it is the giver's
    Task.objects.filter(pk=done.pk).update(state="done")  # done in between: stays so
    with pytest.raises(Absent):
        handover.take(by=cai, handover=one.pk, now=NOW)  # one person cannot sign twice
    handover.take(by=bei, handover=one.pk, now=NOW, answer="收到")
    first.refresh_from_db()
    done.refresh_from_db()
    assert (first.person, first.first_person, done.person) == ("P6", "P5", "P5")
    assert Act.objects.get(task=first, what="handed_over").detail["why"] == "买家要蓝色"
    assert handover.take(by=bei, handover=one.pk, now=NOW).answer == "收到"
    with pytest.raises(Refused):
        handover.withdraw(by=cai, handover=one.pk, now=NOW)


def test_an_offer_can_be_taken_back_before_it_is_signed(cai: User, bei: User) -> None:
    one = handover.offer(by=cai, to_person="P6", key="k", now=NOW)
    handover.withdraw(by=cai, handover=one.pk, now=NOW)
    with pytest.raises(Refused):
        handover.take(by=bei, handover=one.pk, now=NOW)
    assert not Handover.objects.get().open


def test_reasons_are_ranked_with_what_came_of_the_work(cai: User) -> None:
    kind = next(k for k in tasks.LISTS.values() if k.reasons and k.code == "unpaid")
    end = next(o for o in kind.outcomes if o.closes and o.needs == "reason")
    for number, reason in enumerate((kind.reasons[0], kind.reasons[1], kind.reasons[0])):
        one = made(str(number), list="unpaid", person="P5")
        tasks.finish(by=cai, task=one.pk, version=1, outcome=end.code, reason=reason.code, now=NOW)
    work = next(w for w in ranking.ranking(NOW, NOW + HOUR) if w.list == "unpaid")
    assert [(r.code, r.n) for r in work.reasons] == [
        (kind.reasons[0].code, 2), (kind.reasons[1].code, 1),
    ]  # fmt: skip
    assert (work.done, work.by_facts, work.open) == (3, 0, 0)
    assert ranking.ranking(NOW + HOUR, NOW + 2 * HOUR) == []


def test_a_shift_is_not_signed_for_by_the_same_person_under_another_name(
    cai: User, bei: User
) -> None:
    again = User.objects.create_user(
        "cai2", "a-long-password-1", role="supervisor", person=cai.person
    )
    one = handover.offer(by=cai, to_person="P6", key="h", now=NOW)
    with pytest.raises(Refused, match="两个人"):
        handover.take(by=again, handover=one.pk, now=NOW)
    assert handover.take(by=bei, handover=one.pk, now=NOW).taken_by == "bei"


def test_what_a_platform_waits_for_is_not_slept_over(cai: User) -> None:
    task = made(list="complaints", key="S/D1", due=NOW + 3 * HOUR, priority=0, person="P5")
    tasks.snooze(by=cai, task=task.pk, version=1, until=NOW + 9 * HOUR, why="等仓库", now=NOW)
    minute = timedelta(minutes=1)
    assert today(cai, NOW + HOUR - minute, midnight=NOW).total == 0
    assert today(cai, NOW + HOUR, midnight=NOW).total == 1  # two hours before
    assert climb.climb(now=NOW + 3 * HOUR) == 0
    assert climb.climb(now=NOW + 3 * HOUR + minute) == 1
