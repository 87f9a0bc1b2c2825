"""What may go wrong at the desk: two at once, a fill that was killed, a clock set back, a rule
changed between two fills."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.desk.lake import NOW, Morning
from tests.desk.test_filling import filled, shown

from jinpai.apps.desk import filling
from jinpai.apps.desk.actions import climb, handover, tasks
from jinpai.apps.desk.filling import room as rooms
from jinpai.apps.desk.filling import tick, writing
from jinpai.apps.desk.models import Act, Handover, Task
from jinpai.apps.desk.queries.today import due_count, today
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.team.models import User
from jinpai.rules.sections.desk import Desk

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def made(key: str = "1", **more) -> Task:
    given = {"list": "parcels", "role": "agent", "title": "包裹没有动静", "person": "P5",
             "since": NOW, "now": NOW, "due": NOW + HOUR}  # fmt: skip
    return tasks.add(**(given | {"key": key} | more))


# -- a fill that was killed ----------------------------------------------------------------


class Killed(BaseException):
    """As a signal that ends the process."""


@pytest.mark.parametrize("after", range(12))
def test_a_fill_killed_after_any_list_and_run_again_is_one_fill(
    morning: Morning,
    cai: User,
    bei: User,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    calls: list[str] = []
    real = writing.make

    def dying(room, code, items) -> int:
        if len(calls) == after:
            raise Killed
        calls.append(code)
        return real(room, code, items)

    monkeypatch.setattr(writing, "make", dying)
    if after < len(filling.FILLED):
        with pytest.raises(Killed):
            filled()
    monkeypatch.setattr(writing, "make", real)
    filled()
    assert Task.objects.count() == 16
    assert Act.objects.filter(what="made").count() == 16


def test_a_fill_killed_between_a_task_and_its_act_leaves_neither(
    morning: Morning,
    cai: User,
    bei: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing, "_MADE", "INSERT INTO nonsense VALUES (%s, %s, %s)")
    with pytest.raises(Exception, match="nonsense"):
        filled()
    assert (Task.objects.count(), Act.objects.count()) == (0, 0)


def test_an_ending_is_written_whole_or_not_at_all(
    morning: Morning,
    cai: User,
    bei: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled()
    before = shown()
    morning(1)

    def dying(rows) -> None:
        raise Killed

    monkeypatch.setattr(writing, "record", dying)
    with pytest.raises(Killed):
        filled(NOW + timedelta(days=1))
    assert [row for row in shown() if row in before] == before
    monkeypatch.undo()
    morning(1)
    filled(NOW + timedelta(days=1))
    assert Task.objects.get(list="unpaid", order_id="o1").outcome == "paid"


# -- a rule changed between two fills ------------------------------------------------------


def test_a_rule_changed_between_two_fills_brings_more_and_takes_nothing(
    morning: Morning,
    cai: User,
    bei: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled()
    before = {t.pk: (t.state, t.due, t.why_zh) for t in Task.objects.all()}
    sooner = Desk(overdue_hours={"parcels": 24, "unconfirmed": 24, "lost_inquiries": 200})
    monkeypatch.setattr(rooms, "desk_in_force", lambda day: sooner)
    assert filled().made == 2  # o7 is silent for 47 h, o10 signed 71 h ago
    after = {t.pk: (t.state, t.due, t.why_zh) for t in Task.objects.all()}
    assert {pk: after[pk] for pk in before} == before
    monkeypatch.setattr(rooms, "desk_in_force", lambda day: Desk())
    assert filled().made == 0


def test_reminders_go_by_the_rule_of_the_moment(
    morning: Morning,
    cai: User,
    bei: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled()
    task = Task.objects.get(list="unpaid", order_id="o1")
    assert task.due == datetime(2026, 10, 13, 1, 30, tzinfo=UTC)  # 9:30, an hour after the order
    later = Desk(reminders_min=(10, 60, 180))
    monkeypatch.setattr(filling.reminding, "desk_in_force", lambda day: later)
    tick(NOW + 3 * HOUR)  # 12:00: the third of now four
    task.refresh_from_db()
    assert (task.due, task.why_zh) == (
        datetime(2026, 10, 13, 3, 30, tzinfo=UTC), "第 3 次提醒(共 4 次)",
    )  # fmt: skip


# -- a clock set back ----------------------------------------------------------------------


def test_with_the_clock_set_back_nothing_climbs_twice_and_nothing_wakes_early(
    cai: User,
) -> None:
    late, asleep = made("1", due=NOW - MINUTE), made("2", due=NOW + HOUR)
    tasks.snooze(by=cai, task=asleep.pk, version=1, until=NOW + 2 * HOUR, why="等", now=NOW)
    assert climb.climb(now=NOW) == 1
    back = NOW - 5 * HOUR
    assert (climb.climb(now=back), climb.climb(now=NOW)) == (0, 0)
    assert Act.objects.filter(task=late, what="climbed").count() == 1
    assert today(cai, back, midnight=back).snoozed == 1
    assert due_count(cai, back) == 0
    assert {p.code for p in today(cai, NOW, midnight=NOW).parts} == {"late"}


def test_with_the_clock_set_back_pages_show_no_time_before_its_beginning(
    cai: User,
) -> None:
    """What was done an hour from now is done all the same."""
    task = made("1", since=NOW + 400 * 24 * HOUR, due=NOW + 400 * 24 * HOUR, now=NOW + HOUR)
    tasks.claim(by=cai, task=task.pk, version=1, now=NOW)
    client = Client()
    client.force_login(cai)
    for page in ("/desk/", f"/desk/task/{task.pk}/", "/desk/list/parcels/"):
        text = client.get(page).content.decode()
        assert "包裹没有动静" in text
        assert "过 -" not in text
    whats = list(Act.objects.filter(task=task).values_list("what", flat=True))
    assert whats == ["made", "claimed"]  # in the order in which they happened


def test_a_shift_handed_over_across_a_clock_set_back_is_signed_once(
    cai: User, bei: User,
) -> None:  # fmt: skip
    task = made()
    one = handover.offer(by=cai, to_person="P6", key="k", now=NOW)
    handover.take(by=bei, handover=one.pk, now=NOW - HOUR)
    again = handover.take(by=bei, handover=one.pk, now=NOW + HOUR)
    assert again.taken_at == NOW - HOUR
    task.refresh_from_db()
    assert (task.person, task.first_person, task.version) == ("P6", "P5", 2)


# -- two at once ---------------------------------------------------------------------------


def test_of_two_who_finish_what_both_read_the_second_is_told_who_was_first(
    cai: User,
) -> None:
    boss = User.objects.create_user("boss", "a-long-password-1", role="supervisor", person="P2")
    task = made()
    tasks.finish(by=boss, task=task.pk, version=1, outcome="delivered", now=NOW)
    with pytest.raises(Moved, match="boss"):
        tasks.finish(by=cai, task=task.pk, version=1, outcome="returned", now=NOW)
    with pytest.raises((Moved, Refused)):
        tasks.attempt(by=cai, task=task.pk, version=1, outcome="told_buyer", now=NOW)
    task.refresh_from_db()
    assert (task.outcome, task.done_by) == ("delivered", "boss")
    assert [a.what for a in task.acts.all()] == ["made", "done"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["claim", "climb", "take"])
def test_two_at_the_same_moment_one_does_it(what: str) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lives in one connection")
    users = [
        User.objects.create_user(f"u{n}", "a-long-password-1", role=role, person=f"P{n}")
        for n, role in enumerate(("owner", "supervisor", "agent"))
    ]
    task = made(person="P2", due=NOW - MINUTE)
    one = handover.offer(by=users[2], to_person="P1", key="k", now=NOW)
    start, came = threading.Barrier(2), []
    work: dict[str, Callable[[User], object]] = {
        "claim": lambda by: tasks.claim(by=by, task=task.pk, version=1, now=NOW).pk,
        "climb": lambda by: climb.climb(now=NOW),
        "take": lambda by: handover.take(by=by, handover=one.pk, now=NOW).pk,
    }

    def run(by: User) -> None:
        start.wait()
        try:
            came.append(work[what](by))
        except (Moved, Refused):
            came.append(None)
        connection.close()

    threads = [threading.Thread(target=run, args=(user,)) for user in users[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = {"claim": "claimed", "climb": "climbed", "take": "handed_over"}[what]
    assert Act.objects.filter(what=told).count() == 1
    if what == "climb":
        assert sorted(came) == [0, 1]
    else:
        assert came.count(None) == 1
    assert Handover.objects.filter(taken_at__isnull=False).count() == (what == "take")
