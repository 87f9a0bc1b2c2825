"""A list's page: what was asked for, what came of the work, and the same rows as a file."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.queries.one_list import asked, came, rows
from jinpai.apps.desk.templatetags.desk import titled, when
from jinpai.apps.desk.templatetags.desk_empty import COMES, nothing_yet
from jinpai.apps.team.models import User
from jinpai.workflow.kinds import Kind
from jinpai.workflow.lists import LISTS
from jinpai.workflow.raising import FORMS

UNPAID = LISTS["unpaid"]
NOW = timezone.now().replace(hour=4, minute=0, second=0, microsecond=0)
TODAY = timezone.localtime(NOW).date()
DAY = timedelta(days=1)


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_user("boss", "a-long-password-1", role="supervisor", person="P2")


@pytest.fixture
def cai(db: None) -> User:
    return User.objects.create_user(
        "cai", "a-long-password-1", role="agent", person="P5", name="蔡蔡"
    )


def made(key: str, **more) -> Task:
    given = {
        "list": "unpaid", "role": "agent", "title": "拍下没付款", "person": "P5", "shop": "S",
        "since": NOW - DAY, "now": NOW, "order_id": key, "buyer": f"买家{key}号",
    }  # fmt: skip
    changes = {k: more.pop(k) for k in ("attempts", "converted", "done_at", "done_by", "state",
                                        "reason", "outcome") if k in more}  # fmt: skip
    task = tasks.add(**(given | {"key": key} | more))
    Task.objects.filter(pk=task.pk).update(**changes)
    return task


def ended(key: str, attempts: int, paid: bool, **more) -> Task:
    given = {
        "state": "done", "done_at": NOW, "attempts": attempts, "converted": paid,
        "outcome": "paid" if paid else "not_paid", "reason": "" if paid else "price",
        "done_by": "" if paid else "cai",
    }  # fmt: skip
    return made(key, **(given | more))


def keys(query: str, **more) -> list[str]:
    wanted = asked(QueryDict(query), UNPAID, TODAY)
    return [t.key for t in rows(Task.objects.filter(list="unpaid"), wanted)]


def test_the_address_says_which_rows_and_in_what_order(cai: User) -> None:
    made("a", due=NOW + DAY, attempts=2)
    made("b", due=NOW, person="P6", attempts=1, shop="T")
    made("c", since=NOW - 9 * DAY)
    ended("d", 1, False)
    ended("e", 0, True, done_at=NOW - 8 * DAY)
    assert keys("") == ["b", "a", "c"]  # without a deadline last
    assert keys("sort=-attempts") == ["a", "b", "c"]
    assert keys("sort=attempts") == ["c", "b", "a"]
    assert keys("person=P6") == keys("shop=T") == ["b"]
    assert keys(f"from={TODAY - DAY}") == ["b", "a"]  # began then
    assert keys("state=done") == ["d"]  # of the last seven days
    assert keys(f"state=done&from={TODAY - 9 * DAY}") == ["d", "e"]
    assert keys("state=all&reason=price") == ["d"]
    assert keys("state=moon&sort=password&from=x&reason=y&person=%00") == ["b", "a", "c"]


def test_what_the_reminders_brought(cai: User) -> None:
    for n, (tries, paid) in enumerate(
        [(0, True), (0, True), (0, False), (1, True), (1, False), (2, False), (3, True), (4, False)]
    ):
        ended(str(n), tries, paid)
    ended("before", 1, True, done_at=NOW - 8 * DAY)
    made("open", attempts=1)
    found = came(Task.objects.filter(list="unpaid"), UNPAID, asked(QueryDict(""), UNPAID, TODAY))
    assert [(s.tries, s.closed, s.converted) for s in found.by_tries] == [
        (0, 3, 2), (1, 2, 1), (2, 1, 0), (3, 2, 1),
    ]  # fmt: skip
    assert (found.closed, found.converted, found.by_facts, found.share) == (8, 4, 4, 0.5)
    assert [(r.code, r.n, r.share) for r in found.reasons] == [("price", 4, 1.0)]


def test_thanks_for_a_payment_are_a_try_of_the_list_and_end_nothing(cai: User) -> None:
    task = made("1", list="unshipped", title="付了款还没发货")
    tasks.attempt(by=cai, task=task.pk, version=1, outcome="thanked", now=NOW)
    task.refresh_from_db()
    assert (task.state, task.attempts) == ("open", 1)
    kind = LISTS["unshipped"]
    found = came(Task.objects.filter(list="unshipped"), kind, asked(QueryDict(""), kind, TODAY))
    assert (found.tries, found.closed) == (1, 0)


def test_nothing_that_ended_is_no_share_of_nothing(cai: User) -> None:
    found = came(Task.objects.all(), UNPAID, asked(QueryDict(""), UNPAID, TODAY))
    assert (found.closed, found.share, found.by_tries[0].share) == (0, None, None)


def test_the_file_has_the_rows_of_the_page_and_no_formula(boss: User, cai: User) -> None:
    made("1", title="=1+1", due=NOW)
    made("2", order_id="+86", due=NOW + DAY)
    ended("3", 1, False)
    client = Client()
    client.force_login(boss)
    page = client.get("/desk/list/unpaid/?sort=-due").content.decode()
    answer = client.get("/desk/list/unpaid.csv?sort=-due")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="jinpai-unpaid.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(r[1], r[2], r[3], r[5]) for r in lines] == [
        ("事情", "订单", "买家", "归谁"),
        ("拍下没付款", "'+86", "买**号", "蔡蔡"),
        ("'=1+1", "1", "买**号", "蔡蔡"),
    ]
    assert page.index("拍下没付款</a>") < page.index("=1+1</a>")
    assert "买家1号" not in page
    assert "3" not in {r[2] for r in lines}


def test_an_agent_exports_nobody_elses(cai: User) -> None:
    made("own")
    made("others", person="P6")
    client = Client()
    client.force_login(cai)
    text = client.get("/desk/list/unpaid.csv").content.decode()
    assert "own" in text
    assert "others" not in text


def test_a_lost_inquiry_shows_buyer_time_question_and_reason(boss: User) -> None:
    made("1", list="lost_inquiries", title="问了没买", order_id="", data={"asked": "有 L 码吗"},
         since=datetime(2026, 10, 12, 1, 0, tzinfo=UTC), reason="size")  # fmt: skip
    client = Client()
    client.force_login(boss)
    lines = list(csv.reader(io.StringIO(
        client.get("/desk/list/lost_inquiries.csv").content.decode("utf-8-sig")
    )))  # fmt: skip
    assert lines[0][2:] == ["买家", "咨询时间", "问了什么", "归谁", "尝试", "原因"]
    assert lines[1][2:5] == ["买**号", "2026-10-12 09:00", "有 L 码吗"]
    assert lines[1][7] == "尺码、规格不合"


def test_both_sides_of_a_contradiction_stand_in_the_list(boss: User) -> None:
    task = ended("1", 1, False)
    tasks.contradict(task=task, record="最终没付", facts="09:20 已付款", now=NOW)
    client = Client()
    client.force_login(boss)
    for page in ("/desk/list/unpaid/?state=done", f"/desk/task/{task.pk}/"):
        text = client.get(page).content.decode()
        assert "最终没付" in text
        assert "09:20 已付款" in text


def test_ranking_and_list_lead_to_each_other(boss: User) -> None:
    ended("1", 1, False)
    client = Client()
    client.force_login(boss)
    assert "/desk/reasons/?week=" in client.get("/desk/list/unpaid/").content.decode()
    text = client.get("/desk/reasons/").content.decode()
    assert "/desk/list/unpaid/?state=done&amp;reason=price&amp;from=" in text


@pytest.mark.parametrize("kind", LISTS.values(), ids=LISTS)
def test_an_empty_list_says_what_brings_something(kind: Kind) -> None:
    said = nothing_yet(kind)
    assert ("导入" in said) == (kind.filled in ("facts", "both") and kind.code not in COMES)
    assert ("提一件" in said) == (kind.code in {form.list for form in FORMS.values()})


def test_how_late_in_english_is_told_in_minutes(cai: User) -> None:
    task = made("late", due=NOW - timedelta(minutes=11))
    with override("en"):
        assert when(task, NOW) == "11 min late"
        assert titled(task) == "Ordered, not paid"
    assert when(task, NOW) == "过 11 分"
