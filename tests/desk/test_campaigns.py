"""Campaigns, recall lists with consent and limits, buyers and their segments.

Shop S, today Tuesday 13 October 2026, 10:00 in the shop. Campaign 周年庆 is on the 20th and 21st.

dev   bought on 1 June, 1 July and 1 August (devoted)          served by 蔡蔡 (P5)
new   bought on the 2nd (new), P-TOP                            served by 小北 (P6)
bad   bought three times, sent all back (risky)
grn   bought on the 3rd with a green flag, and on the 4th without
ask   asked 蔡蔡 yesterday, ordered nothing
due   ordered on the 5th, never paid
nil   bought on the 6th; never said yes
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from tests.desk.lake import ACCOUNTS, LINES, REFUND, SAID, SHOPS, order, take, talk

from jinpai.apps import home
from jinpai.apps.board import buyers
from jinpai.apps.desk import campaign_parts
from jinpai.apps.desk.actions import campaigns, consent, recalls, tasks
from jinpai.apps.desk.actions.climb import climb
from jinpai.apps.desk.filling import fill
from jinpai.apps.desk.filling.room import Room
from jinpai.apps.desk.models import Campaign, Consent, Contact, Task
from jinpai.apps.desk.queries import recalls as query
from jinpai.apps.desk.queries import segments
from jinpai.apps.desk.queries.comparison import compared
from jinpai.apps.desk.queries.recalls import Wanted
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry, User

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
ORDER = (
    "shop,order_id,buyer,created_at,paid_at,shipped_at,signed_at,completed_at,closed_at,"
    "amount_due,amount_paid,quantity,remark,flag\n"
)


def bought(number: str, buyer: str, day: str, flag: str = "") -> str:
    at = f"2026-{day} 10:00:00"
    return f"S,{number},{buyer},{at},{at},,,,,99.00,99.00,1,,{flag}\n"


ORDERS = ORDER + "".join((
    bought("d1", "dev", "06-01"), bought("d2", "dev", "07-01"), bought("d3", "dev", "08-01"),
    bought("n1", "new", "10-02"),
    bought("r1", "bad", "10-01"), bought("r2", "bad", "10-02"), bought("r3", "bad", "10-03"),
    bought("g1", "grn", "10-03", "green"), bought("g2", "grn", "10-04"),
    order("u1", "due", "05 10:00"),
    bought("x1", "nil", "10-06"),
))  # fmt: skip
REFUNDS = REFUND + "".join(
    f"S,R{n},r{n},2026-10-0{n} 11:00:00,2026-10-05 10:00:00,return,不想要了,99.00,succeeded\n"
    for n in (1, 2, 3)
)
ORDER_LINES = LINES + "S,n1,n1-1,P-TOP,爆款,1,99.00\nS,d3,d3-1,P-TOP,爆款,1,99.00\n"
MESSAGES = SAID + "".join((
    talk("蔡蔡", "dev", "01 09:00"), talk("小北", "new", "02 09:00"),
    talk("蔡蔡", "ask", "12 09:00"), talk("小北", "due", "05 09:00"),
))  # fmt: skip
LATER = ORDER + "".join((
    order("a1", "ask", "14 12:00", paid="14 12:01"),
    bought("w1", "walk", "10-20"), bought("w2", "walk", "10-20"), bought("w3", "walk", "10-06"),
))  # fmt: skip
LATER_SAID = SAID + talk("蔡蔡", "walk", "20 09:00") + talk("小北", "walk", "06 09:00")


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    import os
    import shutil

    before, folder = os.environ["JINPAI_HOME"], tmp_path_factory.mktemp("campaigns")
    first, second = folder / "home", folder / "later"
    os.environ["JINPAI_HOME"] = str(first)
    home.forget()
    take(folder, shops=SHOPS)
    take(folder, accounts=ACCOUNTS, orders=ORDERS, order_lines=ORDER_LINES, refunds=REFUNDS,
         messages=MESSAGES)  # fmt: skip
    home.reading()
    shutil.copytree(first, second)
    os.environ["JINPAI_HOME"] = str(second)
    home.forget()
    take(folder, datetime(2026, 10, 22, 9), orders=LATER, messages=LATER_SAID)
    home.reading()
    home.forget()
    os.environ["JINPAI_HOME"] = before
    yield first, second


@pytest.fixture(autouse=True)
def shop(
    monkeypatch: pytest.MonkeyPatch, homes: tuple[Path, Path], db: None
) -> Iterator[None]:  # fmt: skip
    monkeypatch.setenv("JINPAI_HOME", str(homes[0]))
    home.forget()
    yield
    home.forget()


def person(name: str, role: str, code: str = "") -> User:
    return User.objects.create_user(name, "a-long-password-1", role=role, person=code, name=name)


@pytest.fixture
def boss(db: None) -> User:
    return person("主管", "supervisor", "P1")


@pytest.fixture
def cai(db: None) -> User:
    return person("蔡蔡", "agent", "P5")


@pytest.fixture
def bei(db: None) -> User:
    return person("小北", "agent", "P6")


GOODS = [{"product": "P-TOP", "title": "爆款", "stock": "300", "usual": "100.00", "price": "80"}]


def plan(**changes: object) -> campaigns.Plan:
    given = {"name": "周年庆", "shops": ["S"], "first": date(2026, 10, 20),
             "last": date(2026, 10, 21), "goods": GOODS}  # fmt: skip
    return campaigns.Plan(**(given | changes))  # type: ignore[arg-type]


def planned(boss: User, **changes: object) -> Campaign:
    return campaigns.make(by=boss, plan=plan(**changes), key="k1", now=NOW)


def agrees(by: User, *names: str, given: bool = True, at: datetime = NOW, no: int = 1) -> None:
    for name in names:
        consent.record(by=by, shop="S", buyer=name, given=given, where="chat", said_at=at,
                       evidence="好的", key=f"{name}{no}{given}", now=NOW)  # fmt: skip


EVERYONE = ("dev", "new", "bad", "grn", "ask", "due")


def built(boss: User, one: Campaign, key: str = "b1", **changes: object) -> int:
    wanted = Wanted(days=180)
    change = recalls.build(
        by=boss, campaign=one.pk, wanted=wanted, people=changes.get("people", ["P5", "P6"]),  # type: ignore[arg-type]
        served=bool(changes.get("served", True)), key=key, reading=home.reading(), now=NOW,
    )  # fmt: skip
    return change.detail["added"]


def opened(by: User, task: Task, key: str = "c1", now: datetime = NOW) -> Contact:
    return recalls.contact(by=by, task=task.pk, key=key, reading=home.reading(), now=now)


def entries() -> dict[str, Task]:
    return {t.buyer: t for t in Task.objects.filter(list="recalls")}


# -- campaigns -----------------------------------------------------------------------------


def test_a_campaign_brings_its_checklist_and_the_goods_climb_a_week_before(boss: User) -> None:
    one = planned(boss)
    goods = Task.objects.get(list="preparations", key=f"{one.pk}/goods")
    assert (goods.title, goods.role) == ("周年庆:定下活动的货和备货数量", "operations")
    assert goods.due == datetime(2026, 10, 12, 16, tzinfo=UTC)  # the 13th, midnight in the shop
    assert climb(now=NOW) == 1
    goods.refresh_from_db()
    assert goods.climbed_at == NOW
    assert campaigns.make(by=boss, plan=plan(), key="k1", now=NOW).pk == one.pk
    assert Task.objects.filter(list="preparations").count() == 8


def test_a_campaign_that_is_over_is_only_looked_back_at(boss: User) -> None:
    one = planned(boss, first=date(2026, 9, 9), last=date(2026, 9, 9))
    assert [t.key for t in Task.objects.filter(list="preparations")] == [f"{one.pk}/look_back"]


def test_deciding_ends_its_task_and_other_goods_are_decided_again(boss: User) -> None:
    one = planned(boss)
    goods = Task.objects.get(key=f"{one.pk}/goods")
    with pytest.raises(Refused, match="在活动的页面上定下"):
        tasks.finish(by=boss, task=goods.pk, version=1, outcome="ready", now=NOW)
    campaigns.decide(by=boss, campaign=one.pk, version=1, now=NOW)
    goods.refresh_from_db()
    assert (goods.state, goods.outcome, goods.done_by) == ("done", "ready", "主管")
    with pytest.raises(Moved):
        campaigns.change(by=boss, campaign=one.pk, version=1, plan=plan(name="店庆"), now=NOW)
    more = [*GOODS, {"product": "P2", "stock": ""}]
    one = campaigns.change(by=boss, campaign=one.pk, version=2, plan=plan(goods=more), now=NOW)
    goods.refresh_from_db()
    assert (one.decided_at, goods.state) == (None, "open")
    with pytest.raises(Refused, match="还没有备货数量:P2"):
        campaigns.decide(by=boss, campaign=one.pk, version=3, now=NOW)


def test_deadlines_move_with_the_days_and_end_with_a_cancelled_campaign(boss: User) -> None:
    one = planned(boss)
    climb(now=NOW)
    later = plan(first=date(2026, 10, 27), last=date(2026, 10, 27))
    one = campaigns.change(by=boss, campaign=one.pk, version=1, plan=later, now=NOW)
    goods = Task.objects.get(key=f"{one.pk}/goods")
    assert (goods.due, goods.climbed_at) == (datetime(2026, 10, 19, 16, tzinfo=UTC), None)
    agrees(boss, "new")
    built(boss, one)
    with pytest.raises(Refused, match="写原因"):
        campaigns.cancel(by=boss, campaign=one.pk, version=2, why=" ", now=NOW)
    campaigns.cancel(by=boss, campaign=one.pk, version=2, why="没货", now=NOW)
    assert set(Task.objects.values_list("state", flat=True)) == {"dropped"}
    with pytest.raises(Refused, match="取消了"):
        built(boss, one, "b2")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": " "}, "叫什么"),
        ({"shops": []}, "选店铺"),
        ({"last": date(2026, 10, 19)}, "不能早于"),
        ({"last": date(2026, 12, 19)}, "最长 60 天"),
        ({"percent": 0}, "1 到 100"),
        ({"goods": [{"product": "P", "price": "1e9"}]}, "价格"),
        ({"goods": [{"title": "外套"}]}, "没有商品编码"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(boss: User, changes: dict, why: str) -> None:
    with pytest.raises(Refused, match=why):
        planned(boss, **changes)


def test_agents_do_not_plan(cai: User) -> None:
    with pytest.raises(NotYours):
        planned(cai)


# -- the list ------------------------------------------------------------------------------


def test_only_who_agreed_is_listed_and_why_the_others_are_not(boss: User) -> None:
    one = planned(boss)
    agrees(boss, *EVERYONE)
    agrees(boss, "due", given=False, at=NOW, no=2)
    found = query.found(Room(home.reading(), NOW), one, "S", Wanted(days=180))
    assert [(e.buyer.buyer, e.source, e.segment) for e in found.entries] == [
        ("dev", "lost", "devoted"), ("new", "past", "new"), ("ask", "lost", ""),
    ]  # fmt: skip
    assert found.left_out == {"no_consent": 1, "risky": 1, "green": 1, "opted_out": 1}
    assert found.total == 7


def test_a_list_by_product_and_days(boss: User) -> None:
    one = planned(boss)
    agrees(boss, *EVERYONE)
    room = Room(home.reading(), NOW)

    def names(**wanted: object) -> list[str]:
        return [e.buyer.buyer for e in query.found(room, one, "S", Wanted(**wanted)).entries]  # type: ignore[arg-type]

    assert names(days=180, product="P-TOP") == ["dev", "new"]
    assert names(days=30, product="P-TOP") == ["new"]
    assert names(days=30, sources=("unpaid",)) == ["due"]
    assert names(days=180, segments=("devoted",)) == ["dev", "ask", "due"]
    assert names(days=180, sources=()) == []


def test_entries_go_to_who_served_the_buyer_and_the_rest_evenly(
    boss: User, cai: User, bei: User
) -> None:
    one = planned(boss)
    agrees(boss, *EVERYONE)
    assert built(boss, one) == 4
    assert {b: t.person for b, t in entries().items()} == {
        "dev": "P5", "ask": "P5", "new": "P6", "due": "P6",
    }  # fmt: skip
    assert entries()["dev"].due == datetime(2026, 10, 19, 16, tzinfo=UTC)
    assert built(boss, one) == 4  # the same form
    assert built(boss, one, "b2") == 0  # another one: all are on the list
    assert len(entries()) == 4


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_two_people_build_the_same_list_at_once(boss: User) -> None:
    one = planned(boss)
    agrees(boss, *EVERYONE)
    added: list[int] = []

    def work(key: str) -> None:
        added.append(built(boss, one, key))
        connection.close()

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(added) == [0, 4]


# -- contacts ------------------------------------------------------------------------------


def test_a_contact_is_asked_for_counted_and_logged(boss: User, cai: User, bei: User) -> None:
    one = planned(boss)
    agrees(boss, "dev")
    built(boss, one)
    task = entries()["dev"]
    with pytest.raises(Refused, match="先点"):
        tasks.finish(by=cai, task=task.pk, version=1, outcome="interested", now=NOW)
    with pytest.raises(Absent):
        opened(bei, task)
    made = opened(cai, task)
    assert opened(cai, task).pk == made.pk  # a double click
    assert list(AuditEntry.objects.filter(action="buyer.revealed").values_list("subject")) == [
        ("S/dev",)
    ]
    tasks.finish(by=cai, task=task.pk, version=1, outcome="interested", now=NOW)
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("done", "interested")


def test_quiet_hours_and_the_limit_over_campaigns(boss: User, cai: User) -> None:
    one = planned(boss)
    two = campaigns.make(by=boss, plan=plan(name="双11"), key="k2", now=NOW)
    agrees(boss, "dev")
    for campaign in (one, two):
        built(boss, campaign, f"b{campaign.pk}")
    tasks_of = list(Task.objects.filter(list="recalls").order_by("pk"))
    night = datetime(2026, 10, 13, 13, 0, tzinfo=UTC)  # 21:00 in the shop
    with pytest.raises(Refused, match="免打扰时间,10-14 09:00 以后"):
        opened(cai, tasks_of[0], now=night)
    opened(cai, tasks_of[0], now=night - timedelta(minutes=1))
    opened(cai, tasks_of[1])
    with pytest.raises(Refused, match="联系次数到了上限"):
        opened(cai, tasks_of[0], "again")
    assert Contact.objects.count() == 2


def test_who_opts_out_between_build_and_contact_is_not_contacted(boss: User, cai: User) -> None:
    one = planned(boss)
    two = campaigns.make(by=boss, plan=plan(name="双11"), key="k2", now=NOW)
    agrees(boss, "dev")
    for campaign in (one, two):
        built(boss, campaign, f"b{campaign.pk}")
    agrees(cai, "dev", given=False, at=NOW, no=2)
    assert set(Task.objects.filter(list="recalls").values_list("state", flat=True)) == {"dropped"}
    task = entries()["dev"]
    with pytest.raises(Moved):
        opened(cai, task)
    task = tasks.reopen(by=cai, task=task.pk, version=task.version, why="再试", now=NOW)
    with pytest.raises(Refused, match="说过不要联系"):
        opened(cai, task)
    agrees(cai, "dev", at=NOW + timedelta(seconds=1), no=3)
    assert opened(cai, task, now=NOW + timedelta(minutes=1)).buyer == "dev"


def test_the_outcome_opted_out_ends_every_list_without_a_contact_first(
    boss: User, cai: User
) -> None:
    one = planned(boss)
    two = campaigns.make(by=boss, plan=plan(name="双11"), key="k2", now=NOW)
    agrees(boss, "dev", at=NOW - timedelta(days=1))
    for campaign in (one, two):
        built(boss, campaign, f"b{campaign.pk}")
    mine, other = Task.objects.filter(list="recalls").order_by("pk")
    tasks.finish(by=cai, task=mine.pk, version=1, outcome="opted_out", now=NOW)
    mine.refresh_from_db(), other.refresh_from_db()
    assert (mine.state, mine.outcome, other.state) == ("done", "opted_out", "dropped")
    word = Consent.objects.get(given=False)
    assert (word.buyer, word.where, word.by) == ("dev", "recall", "蔡蔡")
    assert built(boss, one, "b9") == 0


def test_a_refusal_in_one_shop_counts_in_every_shop() -> None:
    by = person("某人", "agent", "P7")
    agrees(by, "dev")
    consent.record(by=by, shop="T", buyer="dev", given=False, where="call",
                   said_at=NOW, key="t", now=NOW)  # fmt: skip
    assert [w.given for w in consent.words("S", ["dev"])["dev"]] == [True, False]
    assert consent.words("T", ["dev"])["dev"][0].given is False  # a yes is of its shop only


def test_consent_needs_evidence_and_is_never_changed(boss: User) -> None:
    with pytest.raises(Refused, match="依据"):
        consent.record(by=boss, shop="S", buyer="dev", given=True, where="chat", said_at=NOW,
                       key="x", now=NOW)  # fmt: skip
    with pytest.raises(Refused, match="还没有到"):
        agrees(boss, "dev", at=NOW + timedelta(hours=1))
    agrees(boss, "dev")
    one = Consent.objects.get()
    with pytest.raises(TypeError):
        one.save()
    with pytest.raises(TypeError):
        one.delete()
    assert "dev" not in AuditEntry.objects.get(action="consent.given").subject


def test_the_file_for_the_platforms_tool_counts_and_is_harmless(
    boss: User, cai: User, client: Client
) -> None:
    one = planned(boss, teaser="=cmd()")
    agrees(boss, "dev", "new")
    built(boss, one)
    opened(cai, entries()["dev"])
    made = recalls.export(by=boss, campaign=one.pk, key="e1", reading=home.reading(), now=NOW)
    assert [c.buyer for c in made] == ["new"]  # dev was written to already
    assert (entries()["new"].state, entries()["new"].outcome) == ("done", "told")
    again = recalls.export(by=boss, campaign=one.pk, key="e1", reading=home.reading(), now=NOW)
    assert [c.pk for c in again] == [c.pk for c in made]
    with pytest.raises(Refused, match="没有可以带走的人"):
        recalls.export(by=boss, campaign=one.pk, key="e2", reading=home.reading(), now=NOW)
    with pytest.raises(NotYours):
        recalls.export(by=cai, campaign=one.pk, key="e3", reading=home.reading(), now=NOW)
    client.force_login(boss)
    answer = client.post(f"/desk/campaign/{one.pk}/recall/{one.pk}-e1.csv")
    assert answer.content.decode("utf-8-sig").splitlines()[1] == "S,new,周年庆,'=cmd()"
    # the same form again shows the names again: each look is logged
    assert AuditEntry.objects.filter(action="campaign.exported").count() == 3


def test_a_no_after_a_yes_of_the_same_form_is_written_down(cai: User) -> None:
    def said(given: bool) -> Consent:
        return consent.record(by=cai, shop="S", buyer="dev", given=given, where="chat",
                              said_at=NOW, key="k", now=NOW, evidence="好的")  # fmt: skip

    yes, again, no = said(True), said(True), said(False)
    assert (yes.pk, yes.given, no.given) == (again.pk, True, False)
    assert Consent.objects.count() == 2


# -- what came of it -----------------------------------------------------------------------


def test_who_bought_after_a_contact_is_found_in_the_facts(
    boss: User, cai: User, monkeypatch: pytest.MonkeyPatch, homes: tuple[Path, Path]
) -> None:
    one = planned(boss)
    agrees(boss, *EVERYONE)
    built(boss, one)
    for name in ("ask", "dev"):
        opened(boss, entries()[name])
    monkeypatch.setenv("JINPAI_HOME", str(homes[1]))
    home.forget()
    later = NOW + timedelta(days=2)
    result = query.result(Room(home.reading(), later), one)
    assert (result.listed, result.contacted, result.bought) == (4, 2, 1)
    assert (result.conversion, result.amount) == (0.5, Decimal("99.00"))
    assert result.by_person == {"P5": (2, 1)}
    fill(home.reading(), later)
    assert (entries()["ask"].state, entries()["ask"].outcome) == ("done", "bought")
    assert entries()["dev"].state == "open"
    fill(home.reading(), NOW + timedelta(days=9))  # the campaign is over
    assert entries()["dev"].state == "dropped"


def test_the_comparison_is_with_the_same_weekday_and_missing_is_not_zero(
    boss: User, monkeypatch: pytest.MonkeyPatch, homes: tuple[Path, Path]
) -> None:
    one = planned(boss, staff={"2026-10-20": 2})
    assert compared(home.reading(), one, [one], boss, date(2026, 10, 19)) is None
    monkeypatch.setenv("JINPAI_HOME", str(homes[1]))
    home.forget()
    found = compared(home.reading(), one, [one], boss, date(2026, 10, 22))
    assert found is not None
    assert [line.day for line in found.days] == [date(2026, 10, 20), date(2026, 10, 21)]
    codes = [m.code for m in found.metrics]
    sales = found.days[0].cells[codes.index("sales")]
    assert (sales.now.value, sales.before.value) == (Decimal("198.00"), Decimal("99.00"))
    assert sales.change == Decimal(1)
    assert (sales.before.days, sales.before.of) == (1, 4)  # the 6th only; the others are unknown
    assert found.days[0].each == Decimal("0.5")  # one reception, two people planned
    assert found.previous == ""


# -- segments, the buyer's page, the knowledge of auto-replies ------------------------------


def test_segments_are_counted_and_lead_to_their_buyers() -> None:
    room = Room(home.reading(), NOW)
    found = segments.combinations(room.reading, "S", room.desk, date(2026, 10, 13))
    counted = segments.counts(found, room.desk, date(2026, 10, 13))
    assert {c.kind.code: c.buyers for c in counted} == {
        "devoted": 1, "regular": 0, "new": 3, "risky": 1,
    }  # fmt: skip
    rows = segments.rows(room.reading, "S", room.desk, date(2026, 10, 13), code="new",
                         found=found, offset=0, limit=50)  # fmt: skip
    assert [r.buyer for r in rows] == ["nil", "grn", "new"]
    assert rows[1].paid == 1  # the green order is none


def test_a_buyers_page_is_masked_until_it_is_revealed_and_that_is_logged(
    boss: User, client: Client
) -> None:
    client.force_login(boss)
    page = f"/desk/buyer/S/{buyers.token('S', 'ask')}/"
    text = client.get(page).content.decode()
    assert "a**" in text and ">ask<" not in text and "买家 ask" not in text
    client.post(f"{page}reveal")
    assert "买家 ask" in client.get(page).content.decode()
    assert AuditEntry.objects.get(action="buyer.revealed").subject == "S/ask"


def test_an_agent_opens_only_buyers_they_served_or_work_on(
    boss: User, cai: User, client: Client
) -> None:
    client.force_login(cai)
    pages = {b: f"/desk/buyer/S/{buyers.token('S', b)}/" for b in ("dev", "new", "nobody")}
    assert {b: client.get(p).status_code for b, p in pages.items()} == {
        "dev": 200, "new": 403, "nobody": 404,
    }  # fmt: skip
    assert "99.00" not in client.get(pages["dev"]).content.decode()
    one = planned(boss)
    agrees(boss, "new")
    built(boss, one, people=["P5"], served=False)
    assert client.get(pages["new"]).status_code == 200


def test_the_pages_from_plan_to_contact(boss: User, cai: User, client: Client) -> None:
    client.force_login(boss)
    form = {
        "key": "f1", "name": "周年庆", "shops": ["S"], "first": "2099-10-20", "last": "2099-10-21",
        "percent": "65", "goods-0-product": "P-TOP", "goods-0-title": "爆款",
        "goods-0-stock": "10", "goods-0-usual": "100", "goods-0-price": "60",
        "teaser": "周年庆见", "staff-2099-10-20": "4",
    }  # fmt: skip
    client.post("/desk/campaigns/add", form)
    one = Campaign.objects.get()
    text = client.get(f"/desk/campaign/{one.pk}/").content.decode()
    assert "低于折扣底线 70%" in text and "全店折扣" in text
    assert one.staff == {"2099-10-20": 4}
    client.post(f"/desk/campaign/{one.pk}/change", form | {"version": "1", "big": "on"})
    assert "低于折扣底线" not in client.get(f"/desk/campaign/{one.pk}/").content.decode()
    client.post(f"/desk/buyer/S/{buyers.token('S', 'dev')}/consent",
                {"key": "y", "given": "yes", "where": "chat", "evidence": "好"})  # fmt: skip
    asked = {"asked": "1", "sources": ["past"], "segments": ["devoted"], "days": "180"}
    listed = client.get(f"/desk/campaign/{one.pk}/recall/", asked).content.decode()
    assert "可以联系 1 位" in listed and "没有同意的记录" in listed and "广告法 43 条" in listed
    client.post(f"/desk/campaign/{one.pk}/recall/build",
                asked | {"key": "b", "people": ["P5"], "share": "even"})  # fmt: skip
    task = entries()["dev"]
    client.force_login(cai)
    page = client.get(f"/desk/task/{task.pk}/").content.decode()
    assert "打开联系" in page and "<b>dev</b>" not in page
    monday = client.get("/desk/campaigns/").content.decode()
    assert "周年庆" in monday
    assert client.get("/desk/segments/").status_code == 403


def test_the_campaigns_page_knows_its_auto_replies(boss: User) -> None:
    one = planned(boss)
    ((template, context),) = campaign_parts.parts(one, boss, NOW)
    assert (template, context["without"]) == ("knowledge/_campaign_replies.html", ["小店"])
    far = campaigns.make(
        by=boss, plan=plan(name="双12", first=date(2026, 12, 12), last=date(2026, 12, 12)),
        key="far", now=NOW,
    )  # fmt: skip
    ((_template, context),) = campaign_parts.parts(far, boss, NOW)
    assert context["without"] == []
