"""What people raise by hand, who answers, and that the answer comes back.

Shop S1 is on JD. 小美 is P1, 小丽 is P2. b1 asked 小美 and bought 1001 for 128.00, of which 28.00
went back (refund R1); b2 asked 小丽 and bought 1002, paid 99.00, flagged green; b3 bought
1003 of her for 50.00.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from jinpai.apps import home as data_home
from jinpai.apps.desk.actions import approvals, incidents, returning, rising, tasks
from jinpai.apps.desk.actions.approvals import Asked
from jinpai.apps.desk.actions.raising import Raised, raise_by_hand
from jinpai.apps.desk.filling import fill
from jinpai.apps.desk.models import Act, Incident, RefundRequest, Task
from jinpai.apps.desk.queries import raised, survey
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry, User

NOW = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)  # 14:00 in the shop
HOUR = timedelta(hours=1)
FILES = {
    "shops.csv": "shop,platform,name,timezone,day_cut\nS1,jd,金牌店,Asia/Shanghai,00:00\n",
    "accounts.csv": (
        "shop,account,person,from,to\nS1,店:小美,P1,2026-01-01,\nS1,店:小丽,P2,2026-01-01,\n"
    ),
    "messages.csv": (
        "# as_of: 2026-03-04T00:00:00\nshop,account,buyer,at,sender,kind,text\n"
        + "".join(
            f"S1,店:{a},{b},2026-03-01 {h}:00:00,buyer,text,在吗\n"
            f"S1,店:{a},{b},2026-03-01 {h}:01:00,agent,text,在的亲\n"
            for a, b, h in (("小美", "b1", 10), ("小丽", "b2", 11), ("小丽", "b3", 12))
        )
    ),
    "orders.csv": (
        "# as_of: 2026-03-04T00:00:00\n"
        "shop,order_id,buyer,created_at,paid_at,amount_paid,quantity,remark,flag\n"
        "S1,1001,b1,2026-03-01 10:30:00,2026-03-01 10:31:00,128.00,1,,\n"
        "S1,1002,b2,2026-03-01 11:30:00,2026-03-01 11:31:00,99.00,1,,green\n"
        "S1,1003,b3,2026-03-01 12:30:00,2026-03-01 12:31:00,50.00,1,,\n"
    ),
    "order_lines.csv": (
        "# as_of: 2026-03-04T00:00:00\nshop,order_id,line_id,product,title,quantity,amount\n"
        "S1,1001,1,T1,风衣,1,128.00\nS1,1003,1,T1,风衣,1,50.00\n"
    ),
    "refunds.csv": (
        "# as_of: 2026-03-04T00:00:00\n"
        "shop,refund_id,order_id,opened_at,finished_at,kind,reason,amount,status\n"
        "S1,R1,1001,2026-03-02 10:00:00,2026-03-02 11:00:00,refund,差价,28.00,succeeded\n"
    ),
    "disputes.csv": (
        "# as_of: 2026-03-04T00:00:00\n"
        "shop,dispute_id,order_id,opened_at,deadline,kind,result,points,fault\n"
        "S1,D7,1001,2026-03-03 12:00:00,,complaint,商家责任,1,shop\n"
    ),
    "reviews.csv": (
        "# as_of: 2026-03-04T00:00:00\nshop,order_id,at,verdict,text\n"
        "S1,1003,2026-03-03 10:00:00,bad,开线\n"
    ),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from jinpai.facts.lake import Lake
    from jinpai.facts.load import Source, load
    from jinpai.metrics.compute import refresh

    root = tmp_path_factory.mktemp("raised")
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    lake = Lake(root / "home" / "lake")
    load(lake, [Source(root / n, n) for n in FILES], now=datetime(2026, 3, 4, 12))
    refresh(lake, root / "home" / "figures")
    return root / "home"


@pytest.fixture
def shop(db: None, written: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The home is only read."""
    monkeypatch.setenv("JINPAI_HOME", str(written))
    data_home.forget()
    yield
    data_home.forget()


def user(name: str, role: str, person: str = "") -> User:
    return User.objects.create_user(
        name, "a-long-password-1", role=role, person=person, name=name.title()
    )


@pytest.fixture
def mei(db: None) -> User:
    return user("mei", "agent", "P1")


@pytest.fixture
def boss(db: None) -> User:
    return user("boss", "supervisor", "P9")


def form(code: str, key: str = "k", **more) -> Raised:
    said = {"what": "能开专票吗"} | more.pop("said", {})
    return Raised(code, key, said, **more)


def put(by: User, code: str, key: str = "k", **more) -> Task:
    return raise_by_hand(by=by, form=form(code, key, **more), now=NOW)


def client(who: User) -> Client:
    found = Client()
    found.force_login(who)
    return found


# -- questions that were parked ----------------------------------------------------------


def test_a_parked_question_is_asked_answered_and_told_to_the_buyer(mei: User) -> None:
    lao = user("lao", "warehouse", "P4")
    one = put(mei, "parked", buyer="b1", to="P4")
    assert (one.person, one.role, one.raised_by, one.due) == ("P4", "warehouse", "mei", NOW + HOUR)
    assert put(mei, "parked", buyer="b1", to="P4").pk == one.pk  # a double click
    with pytest.raises(Absent):
        tasks.note(by=mei, task=one.pk, text="?", now=NOW)  # it is his now
    with pytest.raises(Refused, match="答复"):
        tasks.attempt(by=lao, task=one.pk, version=1, outcome="found", now=NOW)
    tasks.attempt(by=lao, task=one.pk, version=1, outcome="found", now=NOW,
                  fields={"answer": "能开"})  # fmt: skip
    one.refresh_from_db()
    assert (one.person, one.role, one.first_person) == ("P1", "agent", "P4")
    assert (one.data["answer"], one.due, one.open) == ("能开", NOW + timedelta(minutes=30), True)
    tasks.finish(by=mei, task=one.pk, version=one.version, outcome="bought", now=NOW)
    one.refresh_from_db()
    assert one.converted
    assert raised.answers(mei) == []  # she ended it herself


def test_the_answer_finds_the_role_when_the_asker_has_left(mei: User, boss: User) -> None:
    one = put(mei, "parked", buyer="b1", to="role:supervisor")
    User.objects.filter(pk=mei.pk).update(is_active=False)
    tasks.attempt(by=boss, task=one.pk, version=1, outcome="not_found", now=NOW, note="厂家没回")
    one.refresh_from_db()
    assert (one.person, one.role, one.data["answer"]) == ("", "agent", "厂家没回")


def test_what_was_a_leavers_is_the_roles_again_and_the_first_owner_stays(mei: User) -> None:
    li = user("li", "agent", "P2")
    one = put(mei, "parked", buyer="b1", to="P2")
    kept = put(mei, "calls", said={"caller": "张"}, to="P1", due=NOW + HOUR)
    tasks.claim(by=li, task=one.pk, version=1, now=NOW)
    assert returning.of_leavers(now=NOW) == 0
    User.objects.filter(pk=li.pk).update(is_active=False)
    assert returning.of_leavers(now=NOW) == 1
    assert returning.of_leavers(now=NOW) == 0
    one.refresh_from_db()
    kept.refresh_from_db()
    assert (one.person, one.first_person, one.state, one.claimed_by) == ("", "P2", "open", "")
    assert kept.person == "P1"


# -- the other forms ---------------------------------------------------------------------


def test_a_call_without_a_follow_up_is_noted_and_done(mei: User) -> None:
    one = put(mei, "calls", said={"caller": "张先生", "result": "讲清楚了"}, to="P1")
    assert (one.title, one.state, one.outcome) == ("张先生:能开专票吗", "done", "no_need")
    later = put(mei, "calls", "k2", said={"caller": "张先生"}, to="P1", due=NOW + HOUR)
    assert (later.open, later.due) == (True, NOW + HOUR)
    with pytest.raises(Refused, match="时限"):
        put(mei, "calls", "k3", said={"caller": "张先生"}, due=NOW)
    with pytest.raises(Refused, match="谁打来的"):
        put(mei, "calls", "k4")


def test_a_ticket_goes_where_it_belongs_and_the_raiser_sees_the_answer(mei: User) -> None:
    ops = user("ops", "operations")
    one = put(mei, "tickets", said={"kind": "page", "what": "尺码表写错", "page": "风衣详情"})
    assert (one.role, one.title) == ("operations", "页面写错:尺码表写错")
    assert put(mei, "tickets", "k2", said={"kind": "idea"}).role == "supervisor"
    with pytest.raises(NotYours):
        tasks.claim(by=mei, task=one.pk, version=1, now=NOW)
    assert raised.answers(mei) == []
    with pytest.raises(Refused, match="还没有答复"):
        tasks.acknowledge(by=mei, task=one.pk, now=NOW)
    tasks.finish(by=ops, task=one.pk, version=1, outcome="fixed", now=NOW,
                 fields={"answer": "改了"})  # fmt: skip
    (told,) = raised.answers(mei)
    assert (told.task.pk, told.answer) == (one.pk, "改了")
    assert "改了" in client(mei).get("/desk/").content.decode()
    with pytest.raises(Absent):
        tasks.acknowledge(by=ops, task=one.pk, now=NOW)  # only who raised it
    tasks.acknowledge(by=mei, task=one.pk, now=NOW + HOUR)
    tasks.acknowledge(by=mei, task=one.pk, now=NOW + HOUR)
    assert raised.answers(mei) == []
    assert AuditEntry.objects.filter(action="task.acknowledged").count() == 1
    # opened again and answered otherwise: shown again
    one.refresh_from_db()
    tasks.reopen(by=ops, task=one.pk, version=one.version, why="没改全", now=NOW + 2 * HOUR)
    tasks.finish(by=ops, task=one.pk, version=one.version + 1, outcome="declined",
                 reason="later", fields={"answer": "下月"}, now=NOW + 3 * HOUR)  # fmt: skip
    assert [r.answer for r in raised.answers(mei)] == ["下月"]


def test_what_a_case_put_up_in_somebodys_name_is_no_answer(mei: User, boss: User) -> None:
    one = tasks.add(list="calls", key="case:1:2", role="agent", title="等寄回", since=NOW, now=NOW,
                    source=Task.Source.CASE, by=mei)  # fmt: skip
    tasks.finish(by=boss, task=one.pk, version=1, outcome="solved", now=NOW)
    assert raised.answers(mei) == [] and raised.raised(mei) == []


def test_a_complaint_by_hand_has_the_platforms_deadline_and_the_files_name(
    shop: None, mei: User
) -> None:
    one = put(mei, "complaints", said={"kind": "complaint", "number": "D7"}, order_id="1001")
    assert (one.key, one.priority, one.due) == ("S1/D7", 0, NOW + 24 * HOUR)
    assert (one.shop, one.buyer, one.why_zh) == ("S1", "b1", "京东:24 小时内处理")
    case = put(mei, "complaints", "k2", said={"kind": "platform_case"}, order_id="1001")
    assert case.due == NOW + 4 * HOUR  # 14:00 to 18:00
    given = put(mei, "complaints", "k3", said={"kind": "penalty"}, order_id="1001", due=NOW + HOUR)
    assert (given.due, given.why_zh) == (NOW + HOUR, "平台给的时限")
    old = put(mei, "complaints", "k4", said={"kind": "complaint"}, order_id="1001",
              opened=NOW - 2 * HOUR)  # fmt: skip
    assert old.due == NOW + 22 * HOUR
    with pytest.raises(Refused, match="立案时间"):
        put(mei, "complaints", "k5", said={"kind": "complaint"}, order_id="1001", opened=NOW + HOUR)


def test_the_files_end_what_was_raised_by_hand_under_their_name(shop: None, mei: User) -> None:
    one = put(mei, "complaints", said={"kind": "complaint", "number": "D7"}, order_id="1001")
    assert one.data["product"] == "风衣"
    other = put(mei, "complaints", "k2", said={"kind": "complaint"}, order_id="1001")
    fill(data_home.reading(), NOW)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.outcome, one.done_by) == ("done", "lost", "")
    assert other.open


def test_a_bad_review_of_a_best_seller_by_hand_is_an_incident_and_tells_the_owner(
    shop: None, mei: User
) -> None:
    said = {"verdict": "bad", "what": "一洗就掉色"}
    one = put(mei, "reviews", said=said, order_id="1003", to="P1")
    assert incidents.is_incident(one)
    first, alert = incidents.both(one)
    assert alert is not None and (first.pk, alert.role, alert.priority) == (one.pk, "owner", 0)
    assert incidents.both(alert) == (one, alert)
    put(mei, "reviews", said=said, order_id="1003", to="P1")
    assert Task.objects.filter(list="reviews").count() == 2


def test_naming_an_order_by_hand_opens_nothing(shop: None, mei: User) -> None:
    put(mei, "calls", said={"caller": "张"}, order_id="1003", to="P1", due=NOW + HOUR)
    assert client(mei).get("/desk/order/S1/1003/").status_code == 403
    assert client(mei).get("/desk/approvals/new/?order=1003").status_code == 403
    assert client(mei).get("/desk/approvals/new/?order=1001").status_code == 200


def test_what_is_not_enough_comes_back_with_every_word(mei: User) -> None:
    answer = client(mei).post("/desk/add", {"list": "calls", "key": "k", "what": "问\x00发票"})
    assert answer.status_code == 422
    assert 'value="问发票"' in answer.content.decode()
    assert Task.objects.count() == 0
    answer = client(mei).post(
        "/desk/add", {"list": "tickets", "key": "k", "what": "点子", "kind": "idea"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/desk/raised/")


# -- again and again ---------------------------------------------------------------------


def test_the_same_page_named_three_times_rises_once_a_week(mei: User, boss: User) -> None:
    def ticket(key: str, at: datetime = NOW) -> None:
        said = {"kind": "page", "page": "首页"}
        raise_by_hand(by=mei, form=form("tickets", key, said=said), now=at)

    ticket("1")
    ticket("2")
    assert not Task.objects.filter(list="escalations").exists()
    ticket("3")
    one = Task.objects.get(list="escalations")
    assert (one.role, one.title) == ("supervisor", "同类问题 3 次:首页")
    ticket("4", NOW + HOUR)
    assert rising.rise(now=NOW) == 0  # it waits
    tasks.finish(by=boss, task=one.pk, version=1, outcome="solved", now=NOW)
    assert rising.rise(now=NOW) == 0  # this week it was said
    assert rising.rise(now=NOW + timedelta(days=7)) == 1  # the next it is seen again
    page = client(boss).get(f"/desk/task/{one.pk}/").content.decode()
    assert page.count("页面写错:能开专票吗") == 3  # made before it rose


# -- asking whether all is well ----------------------------------------------------------


def test_nobody_asks_for_a_confirmation_before_asking_whether_all_is_well(mei: User) -> None:
    one = tasks.add(list="unconfirmed", key="1", role="agent", person="P1", title="签收了没确认",
                    since=NOW, now=NOW, order_id="1001", shop="S1")  # fmt: skip
    with pytest.raises(Refused, match="满意"):
        tasks.finish(by=mei, task=one.pk, version=1, outcome="satisfied", now=NOW)
    page = client(mei).get(f"/desk/task/{one.pk}/").content.decode()
    assert 'value="satisfied" required disabled' in page
    assert "/aftersales/new/?shop=S1&amp;order=1001" in page
    tasks.attempt(by=mei, task=one.pk, version=1, outcome="well", now=NOW)
    tasks.finish(by=mei, task=one.pk, version=2, outcome="satisfied", now=NOW)


def test_what_buyers_say_is_counted_by_week_without_what_the_files_said(mei: User) -> None:
    boss = user("chief", "owner", "P0")
    ends = (("satisfied", ""), ("second_need", ""), ("unsatisfied", "size"), ("no_contact", ""))
    for number, (outcome, reason) in enumerate(ends):
        one = tasks.add(list="visits", key=str(number), role="agent", person="P1", title="回访",
                        since=NOW, now=NOW)  # fmt: skip
        tasks.finish(by=mei, task=one.pk, version=1, outcome=outcome, reason=reason, now=NOW)
    told = tasks.add(list="visits", key="f", role="agent", title="回访", since=NOW, now=NOW)
    tasks.settle(task=told, outcome="satisfied", now=NOW, said={})
    week = survey.survey(boss, "visits", NOW)[0]
    assert (week.asked, week.reached, week.content, week.second_need, week.not_content) == (
        4, 3, 2, 1, 1,
    )  # fmt: skip
    assert [r[2] for r in week.reasons] == [1]
    assert survey.survey(user("li", "agent", "P2"), "visits", NOW)[0].asked == 0
    assert client(mei).get("/desk/survey/?list=unconfirmed").status_code == 200


# -- money back --------------------------------------------------------------------------


def request(by: User, amount: str, key: str = "k", *, order: str = "1001", **more) -> RefundRequest:
    given = {"kind": "price_difference", "reason": "活动价没生效"} | more
    return approvals.ask(
        by=by, form=Asked(key, "S1", order, amount=amount, **given), now=NOW
    )  # fmt: skip


def test_money_back_is_asked_approved_by_another_and_paid_on_the_platform(
    shop: None, mei: User, boss: User
) -> None:
    one = request(mei, "60.00")
    assert request(mei, "60.00").pk == one.pk
    assert (one.paid_before, one.back_before) == (Decimal("128.00"), Decimal("28.00"))
    assert (one.task.role, one.task.title) == ("supervisor", "退差价 60.00 元")
    with pytest.raises(NotYours):
        approvals.approve(by=mei, pk=one.pk, version=1, now=NOW)
    with pytest.raises(Refused, match="自己的页面"):
        tasks.finish(by=boss, task=one.task_id, version=1, outcome="approved", now=NOW)
    with pytest.raises(Moved):
        approvals.approve(by=boss, pk=one.pk, version=9, now=NOW)
    approvals.approve(by=boss, pk=one.pk, version=1, now=NOW)
    approvals.approve(by=boss, pk=one.pk, version=1, now=NOW)  # a double click
    other = user("own", "owner", "P0")
    with pytest.raises(Moved, match="Boss"):
        approvals.refuse(by=other, pk=one.pk, version=1, reason="too_much", now=NOW)
    one.refresh_from_db()
    assert one.paying is not None
    assert (one.state, one.paying.person, one.paying.title) == ("approved", "P1", "打款 60.00 元")
    assert [r.task.pk for r in raised.answers(mei)] == [one.task_id]
    for wrong in ("13812345678", "mei@example.com", "12"):
        with pytest.raises(Refused, match="流水号"):
            approvals.pay(by=mei, pk=one.pk, version=2, reference=wrong, now=NOW)
    approvals.pay(by=mei, pk=one.pk, version=2, reference="JD20260305A1", now=NOW)
    approvals.pay(by=mei, pk=one.pk, version=2, reference="JD20260305A1", now=NOW)
    one.refresh_from_db()
    assert (one.state, one.paid_by, one.reference) == ("paid", "mei", "JD20260305A1")
    assert {t.outcome for t in Task.objects.filter(list="refund_approvals")} == {
        "approved", "paid",
    }  # fmt: skip
    assert sorted(AuditEntry.objects.filter(action__startswith="approval.")
                  .values_list("action", flat=True)) == [
        "approval.approved", "approval.asked", "approval.paid"]  # fmt: skip
    # the same payment is no other's
    two = request(mei, "1.00", "k2")
    approvals.approve(by=boss, pk=two.pk, version=1, now=NOW)
    with pytest.raises(Refused, match="另一笔"):
        approvals.pay(by=mei, pk=two.pk, version=2, reference="JD20260305A1", now=NOW)


def test_all_requests_of_an_order_together_are_no_more_than_it_paid(
    shop: None, mei: User, boss: User
) -> None:
    request(mei, "60.00")
    with pytest.raises(Refused, match=r"40\.00"):
        request(mei, "40.01", "k2")
    two = request(mei, "40.00", "k3")
    with pytest.raises(Refused, match=r"0\.00"):
        request(mei, "0.01", "k4")
    approvals.withdraw(by=mei, pk=two.pk, version=1, now=NOW)
    assert request(mei, "40.00", "k5").state == "asked"
    for text in ("六十", "NaN", "-1", "0", "1.005"):
        with pytest.raises(Refused):
            request(mei, text, f"x{text}")


def test_never_for_a_review_never_for_brushing_and_the_law_is_named(shop: None, mei: User) -> None:
    with pytest.raises(Refused, match="电子商务法"):
        request(mei, "5.00", kind="cash_back", reason="好评返现")
    with pytest.raises(Refused, match="反不正当竞争法"):
        request(mei, "5.00", order="1002")
    with pytest.raises(Refused, match="先导入"):
        request(mei, "5.00", order="9999")
    assert RefundRequest.objects.count() == 0


def test_nobody_decides_their_own_and_a_refusal_has_its_reason(
    shop: None, mei: User, boss: User
) -> None:
    own = request(boss, "5.00")
    assert own.task.role == "owner"
    with pytest.raises(Refused, match="别人审批"):
        approvals.approve(by=boss, pk=own.pk, version=1, now=NOW)
    one = request(mei, "5.00", "k2")
    with pytest.raises(Refused, match="原因"):
        approvals.refuse(by=boss, pk=one.pk, version=1, reason="", now=NOW)
    approvals.refuse(by=boss, pk=one.pk, version=1, reason="no_evidence", note="补照片", now=NOW)
    (told,) = raised.answers(mei)
    assert (told.task.outcome, told.answer) == ("refused", "补照片")
    assert f"/desk/approval/{one.pk}/" in client(mei).get("/desk/order/S1/1001/").content.decode()
    with pytest.raises(Moved):
        approvals.pay(by=mei, pk=one.pk, version=2, reference="JD20260305A1", now=NOW)
    # no colleague sees it, the warehouse has no such page
    li, lao = user("li", "agent", "P2"), user("lao", "warehouse", "P4")
    assert client(li).get(f"/desk/approval/{one.pk}/").status_code == 404
    assert client(lao).get(f"/desk/approval/{one.pk}/").status_code == 403
    assert client(mei).get(f"/desk/approval/{one.pk}/").status_code == 200
    assert b"1001" not in client(li).get("/desk/approvals/").content
    assert b"1001" in client(boss).get("/desk/approvals/?state=refused").content
    with pytest.raises(TypeError):
        one.delete()


# -- incidents ---------------------------------------------------------------------------


@pytest.fixture
def incident(db: None) -> Task:
    data = {"verdict": "差评", "text": "开线", "product": "风衣", "incident": "爆款差评"}
    for tail, role, person in (("", "agent", "P2"), ("/owner", "owner", "")):
        tasks.add(list="reviews", key=f"S1/1003/x{tail}", role=role, person=person, shop="S1",
                  order_id="1003", title="事故:爆款差评", since=NOW - 48 * HOUR, now=NOW,
                  data=data, source=Task.Source.RULE)  # fmt: skip
    return Task.objects.get(key="S1/1003/x")


def test_an_incident_is_answered_worked_and_closed_into_what_changes(
    shop: None, mei: User, boss: User, incident: Task
) -> None:
    li, pk = user("li", "agent", "P2"), incident.pk
    with pytest.raises(Absent):
        incidents.reply(by=mei, pk=pk, version=0, text="抱歉", now=NOW)
    with pytest.raises(Refused, match="换评价"):
        incidents.reply(by=li, pk=pk, version=0, text="改评返现 5 元", now=NOW)
    incidents.reply(by=li, pk=pk, version=0, text="非常抱歉,已为您换新", now=NOW)
    incidents.reply(by=li, pk=pk, version=0, text="非常抱歉,已为您换新", now=NOW)
    with pytest.raises(Moved):
        incidents.reply(by=boss, pk=pk, version=0, text="另一句", now=NOW)
    due = NOW + 24 * HOUR
    step = incidents.step(by=boss, pk=pk, key="a", what="查这一批的车线", to="P1", due=due, now=NOW)
    again = incidents.step(
        by=boss, pk=pk, key="a", what="查这一批的车线", to="P1", due=due, now=NOW
    )
    assert again.pk == step.pk and step.person == "P1"
    said = {"summary": "一批车线松", "change": "到货抽检车线", "kind": "fault"}
    with pytest.raises(NotYours):
        incidents.close(by=li, pk=pk, version=1, now=NOW, **said)
    with pytest.raises(Refused, match="2 件"):
        incidents.close(by=boss, pk=pk, version=1, now=NOW, **said)
    for who, task, outcome, more in (
        (mei, step, "done", {"fields": {"result": "退回工厂"}}),
        (li, incident, "solved", {"reason": "quality"}),
    ):
        tasks.finish(by=who, task=task.pk, version=1, outcome=outcome, now=NOW, **more)
    # whoever has a step may read the story; the others' chats stay closed
    page = client(mei).get(f"/desk/incident/{pk}/").content.decode()
    assert "查这一批的车线" in page and "开线" in page and "在吗" not in page
    incidents.close(by=boss, pk=pk, version=1, now=NOW, **said)
    incidents.close(by=boss, pk=pk, version=1, now=NOW, **said)
    one = Incident.objects.get()
    assert one.ticket is not None
    assert (one.ticket.list, one.ticket.role, one.ticket.title) == (
        "tickets", "operations", "到货抽检车线",
    )  # fmt: skip
    assert Task.objects.get(key="S1/1003/x/owner").outcome == "seen"
    with pytest.raises(Refused, match="结束"):
        incidents.step(by=boss, pk=pk, key="b", what="再查", to="P1", due=due, now=NOW)
    owner = user("own", "owner", "P0")
    story = client(owner).get(f"/desk/incident/{pk}/").content.decode()
    for words in ("风衣", "非常抱歉,已为您换新", "一批车线松", "到货抽检车线", "n=1"):
        assert words in story
    assert client(owner).get(f"/desk/incident/{step.pk}/").status_code == 404
    assert Act.objects.filter(task=incident, what="noted").count() == 2
