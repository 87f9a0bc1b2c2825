"""Facts fill the lists: exactly these items, settled by facts, contradicted out loud, for ever."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests.desk.lake import NOW, Morning

from jinpai.apps import home
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.filling import Filled, fill, night, tick
from jinpai.apps.desk.filling.room import Room
from jinpai.apps.desk.models import Act, Task
from jinpai.apps.team.models import User
from jinpai.workflow.titles import english

TOMORROW = NOW + timedelta(days=1)


def filled(now: datetime = NOW) -> Filled:
    return fill(home.reading(), now)


def of(code: str) -> dict[str, Task]:
    return {t.key: t for t in Task.objects.filter(list=code)}


def one(code: str) -> Task:
    return Task.objects.get(list=code)


def shown() -> list[tuple]:
    return list(Task.objects.order_by("pk").values_list())


def test_what_the_rules_call_an_item_has_english(morning: Morning, cai: User, bei: User) -> None:
    filled()
    said = {english(t.title) for t in Task.objects.all()}
    assert [t for t in said if re.search("[\u4e00-\u9fff]", t)] == []


def test_every_list_holds_exactly_what_the_facts_say(
    morning: Morning, cai: User, bei: User
) -> None:
    filled()
    found = {(t.list, t.order_id or t.buyer, t.person, t.role): t for t in Task.objects.all()}
    assert set(found) == {
        ("unpaid", "o1", "P5", "agent"),
        ("unpaid", "o15", "", "agent"),
        ("unshipped", "o3", "P5", "agent"),
        ("audit", "o3", "", "assistant"),
        ("audit", "o4", "", "assistant"),
        ("parcels", "o6", "", "agent"),
        ("parcels", "o8", "", "agent"),
        ("unconfirmed", "o9", "P6", "agent"),
        ("visits", "o11", "P6", "agent"),
        ("reviews", "o12", "", "agent"),
        ("reviews", "o12", "", "owner"),
        ("reviews", "o13", "", "agent"),
        ("promises", "o14", "P5", "agent"),
        ("complaints", "o9", "P6", "agent"),
        ("lost_inquiries", "b20", "P5", "agent"),
        ("overnight", "b22", "P5", "agent"),
    }
    assert [t.contradicted for t in found.values() if t.contradicted] == []
    assert found["complaints", "o9", "P6", "agent"].due == datetime(2026, 10, 14, 4, tzinfo=UTC)
    assert found["unpaid", "o1", "P5", "agent"].due == datetime(2026, 10, 13, 1, 30, tzinfo=UTC)
    assert found["overnight", "b22", "P5", "agent"].due == datetime(2026, 10, 13, 2, tzinfo=UTC)
    assert found["unshipped", "o3", "P5", "agent"].due == datetime(2026, 10, 14, 12, tzinfo=UTC)
    assert {t.priority for k, t in found.items() if k[1] == "o12"} == {0}
    assert found["audit", "o3", "", "assistant"].why_zh == "备注里有赠品"
    assert found["audit", "o4", "", "assistant"].data["text"] == "地址写错了帮我改一下"
    assert found["promises", "o14", "P5", "agent"].data == {"promise": "送您一份礼物"}


def test_a_minute_later_the_other_side_of_each_boundary_is_in(
    morning: Morning, cai: User, bei: User
) -> None:
    filled()
    filled(NOW + timedelta(minutes=1))
    assert set(of("parcels")) == {"S/o6/W6", "S/o8/W8", "S/o7/W7"}
    assert set(of("unconfirmed")) == {"S/o9", "S/o10"}
    assert set(of("lost_inquiries")) == {"S/b20/2026-10-12", "S/b21/2026-10-12"}


def test_filling_again_changes_nothing(morning: Morning, cai: User, bei: User) -> None:
    assert filled().made == 16
    before, acts = shown(), Act.objects.count()
    again = filled()
    assert again.made == 0
    assert not any(c.settled or c.dropped or c.disputed for c in again.counts.values())
    assert (shown(), Act.objects.count()) == (before, acts)


def test_who_does_not_log_in_gets_no_work(morning: Morning, cai: User) -> None:
    """小北 has no login: what is theirs is anyone's."""
    filled()
    assert one("unconfirmed").person == ""
    assert Task.objects.get(order_id="o1").person == "P5"


def test_the_facts_end_what_they_ended(morning: Morning, cai: User, bei: User) -> None:
    filled()
    morning(1)
    filled(TOMORROW)
    ended = {
        f"{t.list} {t.order_id or t.buyer}": (t.state, t.outcome, t.converted, t.done_by)
        for t in Task.objects.all()
    }
    assert ended["unpaid o1"] == ("done", "paid", True, "")
    assert ended["unshipped o3"] == ("done", "shipped", True, "")
    assert ended["audit o3"] == ("done", "gone", False, "")
    assert ended["promises o14"] == ("done", "remarked", True, "")
    assert ended["unconfirmed o9"] == ("done", "confirmed", True, "")
    assert ended["parcels o6"] == ("done", "delivered", True, "")
    assert ended["complaints o9"] == ("done", "lost", False, "")
    assert ended["lost_inquiries b20"] == ("done", "bought", True, "")
    assert ended["overnight b22"] == ("done", "replied", True, "")
    act = Task.objects.get(list="unpaid", order_id="o1").acts.last()
    assert act is not None
    assert (act.what, act.by, act.detail) == (
        "done", "", {"outcome": "paid", "facts": {"paid_at": "2026-10-13 09:20"}},
    )  # fmt: skip


def test_a_green_flag_or_a_refund_takes_the_work_away(
    morning: Morning, cai: User, bei: User
) -> None:
    filled()
    morning(1)
    filled(TOMORROW)
    assert Task.objects.get(list="visits", order_id="o11").state == "dropped"
    assert Task.objects.get(list="audit", order_id="o4").state == "dropped"
    assert not Task.objects.filter(list="unshipped", order_id="o4").exists()


def test_what_a_person_closed_stays_closed_and_both_are_shown(
    morning: Morning, cai: User, bei: User
) -> None:
    filled()
    task = Task.objects.get(list="unpaid", order_id="o1")
    tasks.finish(
        by=cai, task=task.pk, version=task.version, outcome="not_paid", reason="price", now=NOW
    )
    morning(1)
    counts = filled(TOMORROW).counts["unpaid"]
    task.refresh_from_db()
    assert (task.state, task.outcome, task.reason) == ("done", "not_paid", "price")
    assert task.contradicted == {"record": "最终没付", "facts": "2026-10-13 09:20 已付款"}
    assert (counts.made, counts.settled, counts.disputed) == (0, 0, 1)
    assert [a.what for a in task.acts.all()] == ["made", "done", "contradicted"]
    filled(TOMORROW)  # said once
    assert task.acts.count() == 3


def test_recorded_as_paid_and_a_later_export_knows_nothing_of_it(
    morning: Morning, cai: User, bei: User
) -> None:
    filled()
    task = Task.objects.get(list="unpaid", order_id="o15")
    tasks.finish(by=cai, task=task.pk, version=task.version, outcome="paid", now=NOW)
    filled(NOW + timedelta(minutes=5))  # the same export as before says nothing against it
    task.refresh_from_db()
    assert task.contradicted is None
    morning(1)
    filled(TOMORROW)
    task.refresh_from_db()
    assert task.contradicted == {
        "record": "付款了",
        "facts": "2026-10-14 09:00 导出的订单里没有付款",
    }
    morning(2)
    filled(TOMORROW + timedelta(days=1))
    task.refresh_from_db()
    assert task.contradicted is None
    assert [a.what for a in task.acts.all()] == ["made", "done", "contradicted", "noted"]


def test_reminders_move_on_and_stop_by_rule(morning: Morning, cai: User, bei: User) -> None:
    filled(datetime(2026, 10, 13, 0, 31, tzinfo=UTC))  # 8:31, a minute after the order
    task = Task.objects.get(list="unpaid", order_id="o1")
    assert task.due == datetime(2026, 10, 13, 0, 40, tzinfo=UTC)
    assert task.why_zh == "第 1 次提醒(共 3 次)"
    tasks.attempt(
        by=cai, task=task.pk, version=task.version, outcome="reminded",
        now=datetime(2026, 10, 13, 0, 41, tzinfo=UTC),
    )  # fmt: skip
    tick(datetime(2026, 10, 13, 0, 45, tzinfo=UTC))
    task.refresh_from_db()
    assert task.due == datetime(2026, 10, 13, 1, 30, tzinfo=UTC)
    assert task.why_zh == "第 2 次提醒(共 3 次)"
    tick(datetime(2026, 10, 13, 3, 0, tzinfo=UTC))
    task.refresh_from_db()
    assert task.due == datetime(2026, 10, 13, 1, 30, tzinfo=UTC)  # late, and still to be made
    tick(datetime(2026, 10, 14, 3, 1, tzinfo=UTC))  # after 11:00 of the next day
    task.refresh_from_db()
    assert (task.due, task.why_zh) == (
        datetime(2026, 10, 15, 3, tzinfo=UTC), "提醒完了还没付:写下原因",
    )  # fmt: skip
    filled(datetime(2026, 10, 15, 2, 59, tzinfo=UTC))
    task.refresh_from_db()
    assert task.state == "open"
    filled(datetime(2026, 10, 15, 3, 0, tzinfo=UTC))
    task.refresh_from_db()
    assert (task.state, task.outcome, task.done_by) == ("done", "stopped", "")


def test_a_clock_set_back_takes_nothing_back(morning: Morning, cai: User, bei: User) -> None:
    filled()
    morning(1)
    filled(TOMORROW)
    before = {t.pk: (t.state, t.due) for t in Task.objects.all()}
    again = filled(NOW - timedelta(days=30))
    after = {t.pk: (t.state, t.due) for t in Task.objects.all()}
    assert {pk: after[pk] for pk in before} == before
    assert not any(c.settled or c.dropped or c.disputed for c in again.counts.values())


def test_months_of_history_are_no_work(morning: Morning, cai: User, bei: User) -> None:
    """Two months later only what has no end by itself is brought up."""
    assert filled(NOW + timedelta(days=70)).made == 0


@pytest.mark.django_db(transaction=True)
def test_two_fills_at_once_make_each_task_once(morning: Morning) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lives in one connection")
    User.objects.create_user("cai", "a-long-password-1", role="agent", person="P5")
    User.objects.create_user("bei", "a-long-password-1", role="agent", person="P6")
    reading, made, start = home.reading(), [], threading.Barrier(2)

    def work() -> None:
        start.wait()
        made.append(fill(reading, NOW).made)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == Task.objects.count() == 16
    assert Act.objects.filter(what="made").count() == 16


def test_another_fill_in_between_is_no_second_task(
    morning: Morning, cai: User, bei: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both looked, and one wrote first: the database refuses the second of a key."""
    filled()
    before, acts = shown(), Act.objects.count()
    monkeypatch.setattr(Room, "known", lambda room, code: set())  # as it looked before
    assert filled().made == 0
    assert (shown(), Act.objects.count()) == (before, acts)


def test_an_import_fills_the_lists(morning: Morning, cai: User, bei: User) -> None:
    from jinpai.apps.imports import after

    assert night.after_import in after.AFTER
    after.run(NOW)
    assert Task.objects.count() == 16


def test_a_fill_that_fails_leaves_the_import_done(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from jinpai.apps.imports import after

    def broken(now: datetime) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(after, "AFTER", [broken])
    after.run(NOW)
    assert "broken failed after an import" in caplog.text


def test_each_night_once_and_between_only_what_time_changes(
    morning: Morning, cai: User, bei: User
) -> None:
    clock = night.Clock()
    assert clock.turn(NOW) is True  # a worker that starts fills
    assert clock.turn(NOW + timedelta(hours=19, minutes=59)) is False  # 4:59
    assert clock.turn(NOW + timedelta(hours=20)) is True  # 5:00
    assert clock.turn(NOW) is False  # set back: no second night
