"""Routine checklists day by day: laid out, ticked, closed; and the signed refunds table.

The shop of this file, around Tuesday 13 October 2026 (Asia/Shanghai):

    clockings   P1 小美  12th day shift;  13th night shift      P2 小丽  12th, night shift
    refunds     R1 o1 13th 99.00 质量问题, R2 o2 13th 50.00 七天无理由 (repaid), R3 o3 13th green,
                R4 o1 12th 10.00 质量问题, X1 an exchange on the 13th
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from jinpai.apps import home
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.knowledge.actions import refunds_sheet, routine_lists, routines
from jinpai.apps.knowledge.models import RefundsSheet, RoutineTemplate, Run, Tick
from jinpai.apps.knowledge.queries import refunds_table
from jinpai.apps.knowledge.queries import routines as query
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry, User
from jinpai.workflow.routines import Item, Template
from jinpai.workflow.routines.lines import read

TUESDAY = date(2026, 10, 13)
MORNING = datetime(2026, 10, 12, 21, 0, tzinfo=UTC)  # 5:00 in the shop
NOON = MORNING + timedelta(hours=7)
STAMP = "# as_of: 2026-10-13T22:00:00\n"
FILES = {
    "shops": "shop,platform,name,timezone\nS,tmall,小店,Asia/Shanghai\n",
    "accounts": "shop,account,person,from,to\nS,店:小美,P1,2026-01-01,\n",
    "clockings": STAMP + "person,day,shift,in,out,result,leave,hours\n"
    "P1,2026-10-12,白班,2026-10-12 08:30:00,2026-10-12 17:30:00,正常,,8\n"
    "P2,2026-10-12,晚班,2026-10-12 16:30:00,2026-10-12 23:55:00,正常,,7\n"
    "P1,2026-10-13,晚班,2026-10-13 16:30:00,2026-10-13 23:55:00,正常,,7\n",
    "messages": STAMP + "shop,account,buyer,at,sender,kind,text\n"
    "S,店:小美,b_one,2026-10-08 09:50:00,buyer,text,在吗\n"
    "S,店:小美,b_one,2026-10-08 09:51:00,agent,text,在的亲\n",
    "orders": STAMP + "shop,order_id,buyer,created_at,paid_at,shipped_at,signed_at,amount_due,"
    "amount_paid,quantity,flag\n"
    "S,o1,b_one,2026-10-08 10:00:00,2026-10-08 10:01:00,2026-10-08 18:00:00,"
    "2026-10-10 09:00:00,199.00,199.00,1,\n"
    "S,o2,=HYPERLINK(b),2026-10-08 10:00:00,2026-10-08 10:01:00,,,50.00,50.00,1,\n"
    "S,o3,b_three,2026-10-08 10:00:00,2026-10-08 10:01:00,,,20.00,20.00,1,green\n",
    "order_lines": STAMP + "shop,order_id,line_id,product,title,quantity,amount\n"
    "S,o1,o1-1,P-A,帆布包,1,199.00\nS,o2,o2-1,P-B,=钱包,1,50.00\n",
    "refunds": STAMP
    + "shop,refund_id,order_id,opened_at,finished_at,kind,reason,amount,status\n"
    "S,R1,o1,2026-10-13 10:00:00,,return,质量问题,99.00,open\n"
    "S,R2,o2,2026-10-13 11:00:00,2026-10-13 12:00:00,refund,七天无理由,50.00,succeeded\n"
    "S,R3,o3,2026-10-13 11:30:00,,refund,不想要了,20.00,open\n"
    "S,R4,o1,2026-10-12 11:00:00,,refund,质量问题,10.00,open\n"
    "S,X1,o1,2026-10-13 12:00:00,,exchange,质量问题,0.00,open\n",
}  # fmt: skip
LATER = (
    "# as_of: 2026-10-14T03:00:00\n"
    "shop,refund_id,order_id,opened_at,finished_at,kind,reason,amount,status\n"
    "S,R1,o1,2026-10-13 10:00:00,2026-10-13 23:00:00,return,质量问题,90.00,succeeded\n"
    "S,R5,o2,2026-10-13 23:58:00,,refund,,5.00,open\n"
)


def take(root: Path, files: dict[str, str]) -> None:
    from jinpai.facts.load import Source, load
    from jinpai.metrics.compute import refresh

    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / f"{name}.csv").write_text(text, encoding="utf-8")
    load(home.lake(), [Source(root / f"{n}.csv", f"{n}.csv") for n in files], now=NOON)
    refresh(home.lake(), home.figures_folder())
    home.forget()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory):
    root = tmp_path_factory.mktemp("routines")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINPAI_HOME", str(root / "home"))
        home.forget()
        take(root / "files", FILES)
    home.forget()
    return root


@pytest.fixture
def day(written: Path, monkeypatch: pytest.MonkeyPatch, db: None):
    """The morning of the 13th, with its facts."""
    monkeypatch.setenv("JINPAI_HOME", str(written / "home"))
    home.forget()
    yield written
    home.forget()


@pytest.fixture
def own_day(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None):
    """A copy that may take another file."""
    shutil.copytree(written / "home", tmp_path / "home")
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    yield tmp_path
    home.forget()


@pytest.fixture
def li(db: None) -> User:
    return User.objects.create_user("li", "a-long-password-1", role="agent", person="P2",
                                    name="小丽")  # fmt: skip


def runs(person: str) -> list[tuple[str, bool]]:
    found = Run.objects.filter(person=person, dropped_at__isnull=True).order_by("template__code")
    return [(r.template.code, r.guessed) for r in found]


def run_of(code: str, person: str) -> Run:
    return Run.objects.get(template__code=code, person=person)


# -- laid out ----------------------------------------------------------------------------


def test_each_morning_everyone_finds_the_checklists_of_the_own_shift(
    day: Path, mei: User, li: User, boss: User
) -> None:
    routines.morning(MORNING)
    routines.morning(MORNING)  # safe to repeat
    assert runs("P1") == [("agent-every", False), ("agent-night", False)]  # clocked on the day
    assert runs("P2") == [("agent-every", True), ("agent-night", True)]  # as the day before
    assert runs("P9") == [("supervisor-day", False)]  # no shift known: what every shift does
    shared = {r.template.code for r in Run.objects.filter(person="")}
    assert shared == {"agent-refunds", "agent-spare", "warehouse-day"}
    task = Task.objects.get(list="routines", person="P1", title="客服 · 晚班:3 项")
    assert task.due.astimezone(UTC) == datetime(2026, 10, 13, 15, 59, tzinfo=UTC)


def test_a_shift_is_chosen_and_what_was_ticked_stays(day: Path, mei: User) -> None:
    routines.morning(MORNING)
    every = run_of("agent-every", "P1")
    routines.tick(by=mei, run=every.pk, item="sizes", state="done", now=NOON)
    routines.choose_shift(by=mei, shift="day", now=NOON)
    assert runs("P1") == [("agent-day", False), ("agent-every", False)]
    night = run_of("agent-night", "P1")
    assert night.dropped_why == "shift"
    assert Task.objects.get(key=f"run:{night.key}").state == "done"
    routines.choose_shift(by=mei, shift="night", now=NOON)  # back again
    assert runs("P1") == [("agent-every", False), ("agent-night", False)]
    assert Task.objects.get(key=f"run:{night.key}").state == "open"
    routines.choose_shift(by=mei, shift="off", now=NOON)
    assert runs("P1") == [("agent-every", False)]  # begun already


# -- ticked ------------------------------------------------------------------------------


def test_a_run_is_done_when_its_last_item_is_answered(day: Path, mei: User) -> None:
    routines.morning(MORNING)
    run = run_of("agent-night", "P1")
    task = Task.objects.get(key=f"run:{run.key}")
    for item in ("taken", "inquiries"):
        routines.tick(by=mei, run=run.pk, item=item, state="done", now=NOON)
    routines.tick(by=mei, run=run.pk, item="inquiries", state="done", now=NOON)  # a double click
    task.refresh_from_db()
    assert task.state == "open" and Tick.objects.count() == 2
    routines.tick(by=mei, run=run.pk, item="away", state="not_done", reason="forgot", now=NOON)
    task.refresh_from_db()
    assert (task.state, task.outcome, task.reason) == ("done", "not_done", "forgot")
    routines.tick(by=mei, run=run.pk, item="away", state="done", now=NOON)  # made up for
    shown = query.shown([run])[0]
    assert shown.standing.outcome == "done"
    assert [t.state for t in shown.rows[2].before] == ["not_done"]  # stays on record


def test_an_answer_has_its_reason_and_is_ones_own(
    day: Path, mei: User, li: User, boss: User
) -> None:
    routines.morning(MORNING)
    run = run_of("agent-night", "P1")

    def tick(by: User, state: str = "not_done", **more) -> None:
        routines.tick(by=by, run=run.pk, item="away", state=state, now=NOON, **more)

    for more in ({}, {"reason": "lazy"}, {"reason": "other"}, {"state": "not_needed"}):
        with pytest.raises(Refused):
            tick(mei, **more)
    with pytest.raises(NotYours):  # the supervisor reads it
        tick(boss, reason="no_time")
    with pytest.raises(Absent):  # a colleague does not
        tick(li, reason="no_time")
    with pytest.raises(Refused):  # a week later it is history
        routines.tick(by=mei, run=run.pk, item="away", state="done",
                      now=NOON + timedelta(days=8))  # fmt: skip
    assert Tick.objects.count() == 0


def test_on_the_desk_nothing_is_ticked_off_as_done_unseen(day: Path, mei: User) -> None:
    routines.morning(MORNING)
    run = run_of("agent-night", "P1")
    task = Task.objects.get(key=f"run:{run.key}")
    with pytest.raises(Refused, match="自己的页面"):
        tasks.finish(by=mei, task=task.pk, version=1, outcome="done", now=NOON)
    tasks.finish(by=mei, task=task.pk, version=1, outcome="not_done", reason="no_time", now=NOON)
    assert [(t.state, t.reason) for t in Tick.objects.all()] == [("not_done", "no_time")] * 3


# -- over --------------------------------------------------------------------------------


def test_the_next_morning_days_off_fall_away_and_what_nobody_answered_stays(
    day: Path, mei: User, li: User, boss: User
) -> None:
    routines.morning(MORNING)
    routines.morning(MORNING + timedelta(days=1))
    off = run_of_day("agent-night", "P2")  # did not clock in on the 13th, others did
    assert (off.dropped_why, off.closed_at) == ("off", None)
    missed = run_of_day("agent-night", "P1")
    assert missed.closed_at and query.shown([missed])[0].missed
    assert Task.objects.get(key=f"run:{missed.key}").outcome == "not_done"
    week = query.week(date(2026, 10, 12), date(2026, 10, 14))
    line = next(x for x in week.lines if x.person == "P1" and x.template.code == "agent-night")
    assert [d.standing.left if d else None for d in line.days[:3]] == [None, 3, 3]
    assert not [x for x in week.lines if x.person == "P2" and x.days[1]]


def run_of_day(code: str, person: str) -> Run:
    return Run.objects.get(template__code=code, person=person, day=TUESDAY)


def test_what_stays_undone_shows_with_its_reasons(day: Path, mei: User) -> None:
    for n, reason in enumerate(("no_time", "blocked", "no_time")):
        now = NOON + timedelta(days=n)
        routines.begin(now)
        today = TUESDAY + timedelta(days=n)
        made = routines.make("P1", "agent", query.Shift("night"), today, now)
        run = next(r for r in made if r.template.code == "agent-night")
        for item in query.read(run.template).items:
            state = "not_done" if item.code == "away" else "done"
            routines.tick(by=mei, run=run.pk, item=item.code, state=state, now=now,
                          reason=reason if state == "not_done" else "")  # fmt: skip
    week = query.week(date(2026, 10, 12), TUESDAY + timedelta(days=2))
    found = [(u.item.code, u.streak.runs, u.streak.reasons) for u in week.undone]
    assert found == [("away", 3, (("no_time", 2), ("blocked", 1)))]


# -- the lists ---------------------------------------------------------------------------


def test_a_changed_checklist_is_a_new_version_and_todays_runs_stay(
    day: Path, mei: User, boss: User
) -> None:
    routines.morning(MORNING)
    night = query.read(query.newest("agent-night"))
    more = Template(night.code, night.role, night.shift, night.zh, night.en,
                    (*night.items[:2], Item("lights", "关灯", "关灯")))  # fmt: skip

    def save(by: User, key: str = "k", base: int = 1, note: str = "省电", **kw) -> RoutineTemplate:
        template = kw.pop("template", more)
        return routine_lists.save(
            by=by, key=key, template=template, effective=TUESDAY, note=note, base=base, now=NOON,
            **kw,
        )  # fmt: skip

    with pytest.raises(NotYours):
        save(mei)
    with pytest.raises(Refused):
        save(boss, note="")
    assert save(boss) == save(boss)
    with pytest.raises(Moved):
        save(boss, key="k2", template=night)
    assert len(query.read(run_of("agent-night", "P1").template).items) == 3
    assert query.in_force(TUESDAY)["agent-night"].number == 2
    save(boss, key="k3", base=2, retired=True)
    assert "agent-night" not in query.in_force(TUESDAY)
    entry = AuditEntry.objects.filter(action="routine.changed").get()
    assert (entry.detail["gone"], entry.detail["new"]) == (["下班前换上离开的自动回复"], ["关灯"])
    with pytest.raises(TypeError):
        query.newest("agent-night").delete()


# -- the refunds table -------------------------------------------------------------------


def sheet() -> refunds_table.Sheet:
    return refunds_table.sheet(home.reading(), "S", TUESDAY)


def test_the_days_refunds_by_reason_and_product_beside_the_week_before(day: Path) -> None:
    found = sheet()
    assert [(r.refund_id, r.amount, r.since, r.person) for r in found.rows] == [
        ("R1", Decimal("99.00"), 3, "P1"), ("R2", Decimal("50.00"), None, ""),
    ]  # fmt: skip
    assert (found.count, found.amount, found.succeeded, found.green) == (
        2, Decimal("149.00"), Decimal("50.00"), 1,
    )  # fmt: skip
    assert [(t.name, t.count, t.amount) for t in found.by_reason] == [
        ("质量问题", 1, Decimal("99.00")), ("七天无理由", 1, Decimal("50.00")),
    ]  # fmt: skip
    assert found.by_reason[0].usual == Decimal(1) / 7
    assert [t.name for t in found.by_product] == ["帆布包", "=钱包"]
    assert (found.usual_count, found.usual_amount) == (Decimal(1) / 7, Decimal("10.00") / 7)


def sign(by: User, key: str = "s1", seen: str = "") -> RefundsSheet:
    return refunds_sheet.sign(by=by, key=key, shop="S", day=TUESDAY,
                              seen=seen or sheet().seen, now=NOON)  # fmt: skip


def test_the_signature_ticks_the_night_shifts_item_and_what_comes_later_is_late(
    own_day: Path, mei: User, boss: User
) -> None:
    routines.morning(MORNING)
    run = run_of("agent-refunds", "")
    with pytest.raises(Refused, match="签字"):
        routines.tick(by=mei, run=run.pk, item="refunds", state="done", now=NOON)
    one = sign(mei)
    assert (one.count, one.amount, sign(mei)) == (2, Decimal("149.00"), one)
    task = Task.objects.get(key=f"run:{run.key}")
    assert (task.state, task.outcome, task.done_by) == ("done", "done", "mei")
    with pytest.raises(Refused, match="没有变化"):
        sign(mei, key="s2")
    before = sheet().seen
    take(own_day / "later", {"refunds": LATER})
    found = sheet()
    assert (found.late, found.changed) == (1, 1)
    assert [(r.refund_id, r.late, r.changed) for r in found.rows] == [
        ("R1", False, "99.00 · 处理中"), ("R2", False, ""), ("R5", True, ""),
    ]  # fmt: skip
    assert found.unexplained == 1
    with pytest.raises(Refused, match="有变化"):  # who signs signs what was read
        sign(boss, key="s3", seen=before)
    again = sign(boss, key="s3")
    assert (again.number, again.count, sheet().late) == (2, 3, 0)
    assert RefundsSheet.objects.count() == 2


def test_the_pages_and_the_file_mask_buyers_and_run_no_formula(
    day: Path, mei: User, boss: User
) -> None:
    routines.morning(MORNING)
    client = Client()
    client.force_login(boss)
    address = reverse("knowledge:refunds") + "?shop=S&day=2026-10-13"
    page = client.get(address).content.decode()
    for text in ("¥149.00", "质量问题", "帆布包", "绿旗", "核对完整,签字"):
        assert text in page, text
    assert "b_one" not in page and "HYPERLINK" not in page
    one_reason = client.get(address + "&reason=质量问题").content.decode()
    assert "/o1/" in one_reason and "/o2/" not in one_reason
    text = client.get(address + "&export=csv").content.decode("utf-8-sig")
    assert "'=钱包" in text and "HYPERLINK" not in text and "b_one" not in text
    assert AuditEntry.objects.filter(action="refunds.exported").count() == 1
    client.post(reverse("knowledge:refunds_sign"), {"shop": "S", "day": "2026-10-13", "key": "k",
                "seen": sheet().seen})  # fmt: skip
    assert "再核对" not in client.get(address).content.decode()
    ahead = client.get(reverse("knowledge:refunds") + "?shop=S&day=2026-10-14").content.decode()
    assert "数据只到 2026-10-13" in ahead and "数据只到" not in page
    week = client.get(reverse("knowledge:routines_week") + "?week=2026-10-13").content.decode()
    assert "小美" in week
    mine = Client()
    mine.force_login(mei)
    assert "boss" not in mine.get(reverse("knowledge:routines_week")).content.decode()
    run = run_of("agent-night", "P1")
    shown = mine.get(reverse("knowledge:routine_run", args=[run.pk])).content.decode()
    assert "看白班的交班单" in shown
    todo = mine.get(
        reverse("desk:task", args=[Task.objects.get(key=f"run:{run.key}").pk])
    ).content.decode()
    assert reverse("knowledge:routine_run", args=[run.pk]) in todo


def test_the_owner_writes_a_checklist_on_its_page(db: None, boss: User, mei: User) -> None:
    client = Client()
    client.force_login(boss)
    form = {"key": "new1", "base": "0", "code": "", "name": "打烊", "role": "agent",
            "shift": "night", "weekdays": list("1234567"), "items": "关灯\n锁门\n关灯",
            "effective": date.today().isoformat(), "note": "新店"}  # fmt: skip
    made = client.post(reverse("knowledge:routine_save"), form)
    one = RoutineTemplate.objects.get(key="new1")
    assert made["Location"] == reverse("knowledge:routine_list", args=[one.code])
    assert [x["zh"] for x in one.terms["items"]] == ["关灯", "锁门"]
    page = client.get(made["Location"]).content.decode()
    assert "打烊" in page and "锁门" in page
    gone = {"key": "r1", "base": "1", "code": one.code, "note": "不用了", "retire": "yes"}
    client.post(reverse("knowledge:routine_save"), gone | {"effective": date.today().isoformat()})
    assert query.newest(one.code).retired


def test_the_form_in_english_keeps_both_languages(db: None, boss: User) -> None:
    client = Client()
    client.force_login(boss)
    client.cookies["jinpai_language"] = "en"
    routines.begin(NOON)
    before = query.read(query.newest("agent-night"))
    page = client.get(reverse("knowledge:routine_list", args=["agent-night"]))
    rows = page.context["lines"].split("\n")
    assert rows[0] == f"{before.items[0].en} | {before.items[0].zh}"
    rows[0] = f"Say good evening | {before.items[0].zh}"
    form = {"key": "en1", "base": "1", "code": "agent-night", "name": page.context["name"],
            "first": "en", "shift": "night", "weekdays": list("1234567"),
            "items": "\r\n".join([*rows, "Lights off | 关灯", "Lock"]),
            "effective": date.today().isoformat(), "note": "x"}  # fmt: skip
    client.post(reverse("knowledge:routine_save"), form)
    after = query.read(query.newest("agent-night"))
    assert (after.zh, after.en) == (before.zh, before.en)
    assert after.items[1:-2] == before.items[1:]
    assert after.items[0] == replace(before.items[0], en="Say good evening")
    assert [(x.zh, x.en) for x in after.items[-2:]] == [("关灯", "Lights off"), ("Lock", "Lock")]


def test_a_line_in_chinese_alone_keeps_its_english() -> None:
    item = Item("a", "关灯", "Lights off", "desk", source="b")
    assert (
        read("关灯", [item], english=False) == read("关灯\n关灯", [item], english=False) == (item,)
    )
    assert read("Lights off", [item], english=True) == (item,)
    assert read("Lights off | 关好灯", [item], english=True) == (replace(item, zh="关好灯"),)
    assert read("锁门", [item], english=False)[0].en == "锁门"
    assert len(read("关灯\nLights off | 锁", [item], english=False)) == 2
