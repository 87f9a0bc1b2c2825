"""A try and a snooze say when a task is due next; what the platform set stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jinpai.apps.desk.actions import climb, tasks
from jinpai.apps.desk.models import Act, Task
from jinpai.apps.desk.queries.today import today
from jinpai.apps.team.models import User

NOW = datetime(2026, 10, 13, 0, 31, tzinfo=UTC)  # 8:31 in the shop
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cai(db: None) -> User:
    return User.objects.create_user("cai", "a-long-password-1", role="agent", person="P5")


def made(**more) -> Task:
    given = {
        "list": "unpaid", "key": "S/o1", "role": "agent", "title": "拍下没付款", "person": "P5",
        "since": NOW - MINUTE, "due": NOW + 9 * MINUTE, "now": NOW, "source": "rule",
    }  # fmt: skip
    return tasks.add(**(given | more))


def tried(task: Task, by: User, at: datetime, outcome: str = "reminded", **more) -> Task:
    task.refresh_from_db()
    return tasks.attempt(
        by=by, task=task.pk, version=task.version, outcome=outcome, now=at, **more
    )  # fmt: skip


def test_each_reminder_made_brings_the_next_and_the_last_one_the_reason(cai: User) -> None:
    task = made()
    found = [
        (one.due, one.why_zh) for one in (tried(task, cai, NOW + n * MINUTE) for n in (10, 60, 120))
    ]
    assert found == [
        (datetime(2026, 10, 13, 1, 30, tzinfo=UTC), "第 2 次提醒(共 3 次)"),
        (datetime(2026, 10, 14, 3, 0, tzinfo=UTC), "第 3 次提醒(共 3 次)"),
        (datetime(2026, 10, 15, 3, 0, tzinfo=UTC), "提醒完了还没付:写下原因"),
    ]


def test_who_tries_may_name_a_time(cai: User) -> None:
    asked = NOW + timedelta(hours=5)
    assert tried(made(), cai, NOW, next_due=asked).due == asked


def test_a_missed_deadline_that_was_answered_by_a_try_no_longer_climbs(cai: User) -> None:
    task = made(list="parcels", key="S/o1/W1", due=NOW - MINUTE, priority=1)
    assert climb.climb(now=NOW) == 1
    one = tried(task, cai, NOW, outcome="asked_carrier")
    assert (one.due, one.climbed_at) == (NOW + timedelta(days=1), None)
    assert climb.climb(now=NOW + timedelta(days=1)) == 0
    assert climb.climb(now=NOW + timedelta(days=1, seconds=1)) == 1  # missed anew


def test_the_platforms_deadline_is_moved_by_nothing(cai: User) -> None:
    due = NOW + MINUTE
    task = made(list="complaints", key="S/D1", due=due, priority=0)
    said = {"proposal": "补发"}
    assert tried(task, cai, NOW, outcome="proposed", fields=said).due == due
    one = tasks.snooze(
        by=cai, task=task.pk, version=task.version + 1, until=NOW + 9 * MINUTE, why="等仓库",
        now=NOW,
    )  # fmt: skip
    assert one.due == due


def test_a_snoozed_item_comes_back_due_and_climbs_only_when_missed_again(cai: User) -> None:
    task = made(list="parcels", key="S/o1/W1", due=NOW + MINUTE)
    until = NOW + timedelta(hours=3)
    tasks.snooze(by=cai, task=task.pk, version=1, until=until, why="快递下午回", now=NOW)
    assert climb.climb(now=until) == 0
    back = today(cai, until, midnight=NOW)
    assert [(p.code, [t.pk for t in p.tasks]) for p in back.parts] == [("soon", [task.pk])]
    assert climb.climb(now=until + MINUTE) == 1  # back, and nobody took it
    assert Act.objects.filter(task=task, what="climbed").count() == 1


def test_a_snooze_that_ends_before_the_deadline_leaves_it(cai: User) -> None:
    task = made(list="parcels", key="S/o1/W1", due=NOW + timedelta(hours=3))
    one = tasks.snooze(by=cai, task=task.pk, version=1, until=NOW + MINUTE, why="等", now=NOW)
    assert one.due == NOW + timedelta(hours=3)
