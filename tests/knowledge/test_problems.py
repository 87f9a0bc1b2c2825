"""The problem sheet as it is kept: the own answer first, improved beside it, known, risen, late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from jinpai.apps import home
from jinpai.apps.board import buyers
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.knowledge.actions import pages, problems
from jinpai.apps.knowledge.actions.improving import amended, improve
from jinpai.apps.knowledge.actions.pages import Written
from jinpai.apps.knowledge.models import HandIn, Page, Problem, ProblemChange
from jinpai.apps.knowledge.queries import handed
from jinpai.apps.knowledge.queries import problems as query
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry, User

NOW = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)  # nine in the morning of the shop
DAY = timedelta(days=1)


@pytest.fixture
def op(db: None) -> User:
    return User.objects.create_user("op", "a-long-password-1", role="operations", name="运营")


@pytest.fixture
def li(db: None) -> User:
    return User.objects.create_user(
        "li", "a-long-password-1", role="agent", person="P2", name="小丽"
    )


def hand_in(by: User, key: str = "k", now: datetime = NOW, **more) -> Problem:
    given = {"kind": "presale", "question": "这款会缩水吗", "own_answer": "不会的"}
    return problems.hand_in(by=by, key=key, now=now, **(given | more))


def better(by: User, one: Problem, version: int = 1, **more) -> Problem:
    given = {"outcome": "improved", "answer": "冷水洗不缩水。", "now": NOW}
    return improve(by=by, problem=one.pk, version=version, **(given | more))


def test_a_problem_is_handed_in_once_with_the_own_answer(mei: User, op: User) -> None:
    one = hand_in(mei)
    assert hand_in(mei).pk == one.pk  # the same form again
    assert (one.state, one.day, one.person) == ("waiting", date(2026, 3, 3), "P1")
    task = Task.objects.get(list="problem_sheet")
    assert (task.role, task.title, task.due) == ("operations", "这款会缩水吗", NOW + DAY)
    sheet = HandIn.objects.get()
    assert (sheet.person, sheet.at, sheet.nothing) == ("P1", NOW, False)
    problems.nothing(by=mei, now=NOW + DAY)
    hand_in(mei, "later", NOW + DAY)  # said nothing, then something came up
    assert [s.nothing for s in HandIn.objects.order_by("day")] == [False, True]
    for wrong in ({"own_answer": " "}, {"question": ""}, {"kind": "moon"}, {"where": "/x/?a"}):
        with pytest.raises(Refused):
            hand_in(mei, "wrong", **wrong)
    with pytest.raises(Refused):
        hand_in(op, "nobody")  # bound to no person
    placed = hand_in(mei, "place", where="https://jinpai.example/board/reception/?shop=S1&buyer=b")
    assert (placed.chat, placed.order_id) == ("shop=S1&buyer=b", "")
    assert hand_in(mei, "order", where=" 1003 ").order_id == "1003"
    assert AuditEntry.objects.filter(action__startswith="problem.").count() == 5


def test_the_improved_answer_stands_beside_the_own_one_and_on_a_page(mei: User, op: User) -> None:
    one = better(op, hand_in(mei))
    assert (one.own_answer, one.answer, one.state) == ("不会的", "冷水洗不缩水。", "improved")
    assert one.page is not None
    assert (one.page.title, one.page.text, one.page.version) == (
        "这款会缩水吗", "冷水洗不缩水。", 1,
    )  # fmt: skip
    task = Task.objects.get()
    assert (task.state, task.outcome, task.done_by, task.converted) == (
        "done", "improved", "op", True,
    )  # fmt: skip
    assert better(op, one).version == 2  # a retry
    better(op, one, 2, answer="冷水洗不缩水,别烘干。")  # once more: the same page, the next version
    page = Page.objects.get()
    assert (page.text, page.version) == ("冷水洗不缩水,别烘干。", 2)
    assert [c.what for c in one.changes.all()] == ["made", "improved", "improved"]
    with pytest.raises(NotYours):
        better(mei, one, 3)


def test_of_two_who_improve_at_once_the_second_is_told_and_keeps_nothing(
    mei: User, op: User, boss: User
) -> None:
    one = hand_in(mei)
    better(op, one)
    with pytest.raises(Moved, match="运营"):
        better(boss, one, answer="我来答。", title="另一页")
    assert [p.title for p in Page.objects.all()] == ["这款会缩水吗"]
    assert Problem.objects.get().answer == "冷水洗不缩水。"


def test_an_answer_amends_a_page_that_is_there(mei: User, op: User) -> None:
    sheet = pages.save(by=op, written=Written("保温杯", "## 保养\n\n手洗。"), key="p", now=NOW)
    one = better(op, hand_in(mei), page=sheet.pk)
    assert one.page_id == sheet.pk
    text = "## 保养\n\n手洗。\n\n## 这款会缩水吗\n\n冷水洗不缩水。"
    assert Page.objects.get().text == text
    assert amended(text, "问", "冷水洗不缩水。", "不缩水。").endswith("不缩水。")
    assert amended(text, "问", "", "手洗。") == text  # said already


def test_other_ends_of_a_problem(mei: User, op: User) -> None:
    good = better(op, hand_in(mei), outcome="good_already")
    assert (good.answer, good.page.text) == ("不会的", "不会的")
    same = hand_in(mei, "2", question="会不会缩水呢")
    assert same.same_as_id == good.pk
    with pytest.raises(Refused):
        better(op, same, outcome="duplicate")  # of which?
    better(op, same, outcome="duplicate", other=good.pk)
    assert Problem.objects.get(pk=same.pk).page_id == good.page_id
    other = hand_in(mei, "3", question="怎么还没到")
    with pytest.raises(Refused):
        better(op, other, outcome="declined")  # without a word
    better(op, other, outcome="declined", word="不是问题")
    assert Problem.objects.get(pk=other.pk).word == "不是问题"
    assert [t.outcome for t in Task.objects.order_by("id")] == [
        "good_already", "duplicate", "declined",
    ]  # fmt: skip


def test_one_answer_may_end_the_same_problem_on_every_sheet(
    mei: User, li: User, op: User, boss: User
) -> None:
    one = hand_in(mei)
    same = hand_in(li, "2", question="请问会缩水吗")
    taken = hand_in(li, "3", question="会不会缩水")
    task = Task.objects.get(key=f"problem:{taken.pk}")
    tasks.claim(by=boss, task=task.pk, version=1, now=NOW)  # somebody works on this one
    better(op, one, also=True)
    states = dict(Problem.objects.values_list("pk", "state"))
    assert states == {one.pk: "improved", same.pk: "duplicate", taken.pk: "waiting"}
    assert Problem.objects.get(pk=same.pk).page_id == Page.objects.get().pk


def test_who_is_asked_for_more_has_it_on_today_until_it_goes_back(
    mei: User, op: User, li: User
) -> None:
    one = hand_in(mei)
    better(op, one, outcome="asked_back", word="哪一款?")
    task = Task.objects.get()
    assert (task.person, task.first_person, task.open) == ("P1", "P1", True)
    with pytest.raises(Refused):  # not by the list's own form: the answer would be missing
        tasks.finish(by=mei, task=task.pk, version=task.version, outcome="improved", now=NOW)
    with pytest.raises(Absent):
        problems.add(by=li, problem=one.pk, version=2, text="别人的", now=NOW)
    problems.add(by=mei, problem=one.pk, version=2, text="羊毛那款,不会", now=NOW)
    task.refresh_from_db()
    assert (task.person, task.role) == ("", "operations")
    assert ProblemChange.objects.get(what="added").detail["before"] == "不会的"
    better(op, one, 3, outcome="asked_back", word="再说一遍")
    better(op, one, 4)  # no longer waiting
    assert Task.objects.get().outcome == "improved"


def test_an_agent_finds_it_known_after_the_own_answer(mei: User, li: User, op: User) -> None:
    known = better(op, hand_in(mei))
    assert not query.sees(li, known, NOW)  # the own answer first
    one = hand_in(li, "li", question="请问会缩水吗?", own_answer="会一点")
    assert query.sees(li, known, NOW)
    near = query.nearby(one)
    assert [(p.pk, text) for p, text in near.pages] == [(known.page_id, "冷水洗不缩水。")]
    problems.known(by=li, problem=one.pk, version=1, page=known.page_id, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.page_id, one.own_answer) == ("duplicate", known.page_id, "会一点")
    assert Task.objects.get(key=f"problem:{one.pk}").outcome == "duplicate"


def test_the_same_problem_rises_by_itself_once_and_again_after_an_answer(
    mei: User, li: User, boss: User
) -> None:
    first = hand_in(mei, "1", NOW - 2 * DAY)
    hand_in(li, "2", NOW - 2 * DAY, question="会缩水吗")
    hand_in(li, "2b", NOW - 2 * DAY, question="亲会缩水的吗")  # once a day
    assert not Task.objects.filter(list="escalations").exists()
    hand_in(mei, "3", NOW, question="会不会缩水")
    rise = Task.objects.get(list="escalations")
    assert (rise.key, rise.role, rise.title) == (
        f"problem:{first.pk}:1", "supervisor", "同类问题 3 次:这款会缩水吗",
    )  # fmt: skip
    hand_in(li, "4", NOW)
    assert Task.objects.filter(list="escalations").count() == 1
    week = query.week(date(2026, 3, 2), NOW)
    assert [(g.first.pk, g.times, g.people) for g in week.risen] == [(first.pk, 4, 2)]
    tasks.finish(by=boss, task=rise.pk, version=rise.version, outcome="solved", now=NOW)
    for n in (1, 2, 3):
        assert Task.objects.filter(list="escalations").count() == 1
        hand_in(mei, f"after{n}", NOW + n * DAY)
    assert Task.objects.filter(list="escalations").last().key == f"problem:{first.pk}:2"


def test_days_and_people_show_who_handed_in_and_who_was_late(
    mei: User, li: User, shop: Path
) -> None:
    User.objects.create_user("zz", "a-long-password-1", role="agent", person="P3", name="小美二")
    problems.nothing(by=mei, now=datetime(2026, 2, 28, 1, tzinfo=UTC))  # the first sheet of all
    nine = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    hand_in(mei, "1", nine + timedelta(minutes=30))
    problems.nothing(by=li, now=nine + timedelta(hours=3, minutes=31))  # began at 12:00:20
    found = handed.grid(home.reading(), date(2026, 3, 1), date(2026, 3, 3), NOW)
    assert [name for _code, name in found.people] == ["小丽", "小美", "小美二"]
    rows = {line.day.day: [(c.standing, c.problems) for c in line.cells] for line in found.lines}
    assert rows == {
        3: [("not_yet", 0)] * 3,
        2: [("late", 0), ("in_time", 1), ("off", 0)],
        1: [("unknown", 0), ("missing", 0), ("unknown", 0)],  # nobody clocked; 小美 wrote
    }
    assert found.shares == [(0, 1), (1, 2), (0, 0)]
    before = handed.grid(home.reading(), date(2026, 2, 1), date(2026, 2, 28), NOW)
    assert [line.day.day for line in before.lines] == [28]
    own = handed.grid(home.reading(), date(2026, 3, 1), date(2026, 3, 3), NOW, person="P1")
    assert [code for code, _name in own.people] == ["P1"]


def test_the_pages_hand_in_and_improve(
    mei: User, li: User, op: User, shop: Path, client: Client
) -> None:
    client.force_login(mei)
    form = {"key": "f", "kind": "presale", "question": "会缩水吗", "own_answer": ""}
    answer = client.post("/knowledge/problems/add", form)
    assert answer.status_code == 422 and 'value="会缩水吗"' in answer.content.decode()
    made = client.post("/knowledge/problems/add", {**form, "own_answer": "<b>不会</b>"})
    one = Problem.objects.get()
    assert made["Location"] == f"/knowledge/problem/{one.pk}/"
    page = client.get(made["Location"]).content.decode()
    assert "&lt;b&gt;不会&lt;/b&gt;" in page and "改进答案" not in page
    client.force_login(li)
    assert client.get(made["Location"]).status_code == 403
    assert "大家的问题" not in client.get("/knowledge/problems/").content.decode()
    client.post("/knowledge/problems/nothing")
    assert client.get(made["Location"]).status_code == 200
    assert "会缩水吗" in client.get("/knowledge/problems/?state=open").content.decode()
    client.force_login(op)
    task = Task.objects.get()
    page = client.get(f"/desk/task/{task.pk}/").content.decode()
    assert f"/knowledge/problem/{one.pk}/#end" in page and 'value="improved"' not in page
    end = {"version": "1", "outcome": "improved", "answer": "不缩水。", "same": ""}
    assert (
        client.post(f"/knowledge/problem/{one.pk}/end", {**end, "answer": " "}).status_code == 422
    )
    done = client.post(f"/knowledge/problem/{one.pk}/end", end)
    assert done["Location"] == f"/knowledge/page/{Page.objects.get().pk}/"
    stale = client.post(f"/knowledge/problem/{one.pk}/end", {**end, "answer": "别的答案"})
    assert stale.status_code == 422 and "别的答案" in stale.content.decode()
    assert "会缩水吗" in client.get("/knowledge/problems/week/").content.decode()
    page = client.get("/knowledge/problems/handed/").content.decode()
    assert f"day={one.day}&amp;person=P1" in page
    client.force_login(mei)
    chat = {
        "shop": "S1",
        "account": "店:小美",
        "day": "2026-03-01",
        "buyer": buyers.token("S1", "b_one"),
    }
    page = client.get("/board/reception/", chat).content.decode()
    assert "/knowledge/problems/?where=%2Fboard%2Freception%2F%3Fshop%3DS1" in page
    page = client.get("/knowledge/problems/").content.decode()
    assert "改进了" in page and "进了知识库" in page
    client.post("/knowledge/problems/add", {**form, "key": "g", "own_answer": "x", "where": "1003"})
    placed = Problem.objects.get(key="g")
    assert (placed.shop, placed.order_id, placed.product) == ("S1", "1003", "cup")
    page = client.get(f"/knowledge/problem/{placed.pk}/").content.decode()
    assert 'href="/desk/order/S1/1003/"' in page


def test_a_week_without_problems_leads_to_the_sheet(db: None, boss: User) -> None:
    client = Client()
    client.force_login(boss)
    page = client.get("/knowledge/problems/week/").content.decode()
    assert '<a class="button" href="/knowledge/problems/">每日问题表</a>' in page
