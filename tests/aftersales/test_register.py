"""A parcel that came back: scanned once, found, inspected, passed on, reconciled."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from jinpai.apps.aftersales.actions import inspecting, reconciling, register, steps
from jinpai.apps.aftersales.models import Case, Inspection, Parcel, Signature
from jinpai.apps.aftersales.queries import reconciling as days
from jinpai.apps.aftersales.queries import register as rows
from jinpai.apps.aftersales.templatetags.aftersales import event_words
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.actions.climb import climb
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team.models import AuditEntry, User

from .conftest import NOW, Open

H = timedelta(hours=1)
GOOD = {"condition": "opened", "quality": "none", "complete": True}


@pytest.fixture
def kui(db: None) -> User:
    return User.objects.create_user("kui", "a-long-password-1", role="warehouse", person="P8",
                                    name="老奎")  # fmt: skip


def waits(opened: Open, by: User, order: str = "T1", waybill: str = "SF100200", **more) -> Case:
    """A case whose goods are on their way back."""
    case = opened(order, **more)
    for to in ("approved", "waiting"):
        case = steps.step(by=by, case=case.pk, version=case.version, to=to, given={}, now=NOW)
    Case.objects.filter(pk=case.pk).update(return_waybill=waybill)
    case.refresh_from_db()
    return case


def scan(by: User, text: str, now: datetime = NOW) -> register.Scan:
    return register.scan(by=by, text=text, now=now, key=f"{text}-{now}-{by}")


def inspect(by: User, parcel: Parcel, now: datetime = NOW, key: str = "", **given):
    parcel.refresh_from_db()
    return inspecting.inspect(
        by=by, parcel=parcel.pk, version=parcel.version, key=key or f"i-{parcel.pk}-{now}",
        now=now, **(GOOD | given),
    )  # fmt: skip


def row(parcel: Parcel, now: datetime = NOW) -> rows.Row:
    return rows.rows([Parcel.objects.get(pk=parcel.pk)], now)[0]


def test_a_scan_finds_its_case_and_the_inspection_moves_it(
    bare: Path, opened: Open, cai: User, kui: User
) -> None:
    case = waits(opened, cai)
    found = scan(kui, " sf100 200\r\n")
    assert found.parcel is not None
    assert (found.parcel.waybill, found.parcel.matched, found.again) == (
        "SF100200", "waybill", False,
    )  # fmt: skip
    case.refresh_from_db()
    assert (case.state, case.return_waybill) == ("arrived", "SF100200")
    _, made = inspect(kui, found.parcel)
    case.refresh_from_db()
    assert (made.result, case.state, case.condition) == ("stock", "inspected", "opened")
    event = case.events.last()
    assert event_words(event, case) == "验货:验收入库;拆封查验、合理试用;没有质量问题"
    with override("en"):
        assert event_words(event, case) == (
            "Inspected: back into stock; opened to check, tried within reason; no fault"
        )
        event.detail["text"] += ";右角有划痕"
        assert event_words(event, case).endswith("; no fault; 右角有划痕")
        event.detail["text"] = "没有质量问题"
        assert event_words(event, case) == "没有质量问题"
    assert {
        e.action for e in AuditEntry.objects.filter(action__startswith="parcel.")
    } == {"parcel.arrived", "parcel.inspected"}  # fmt: skip


def test_the_same_parcel_twice_and_two_people_at_once_change_nothing(
    bare: Path, opened: Open, cai: User, kui: User, boss: User
) -> None:
    case = waits(opened, cai, "T1000")
    first = scan(kui, "SF100200").parcel
    again = scan(boss, "sf100200", NOW + H)
    assert again.again
    assert again.parcel == first
    assert scan(kui, "t1000", NOW + H).parcel == first  # by the number of its order
    twin, new = register.arrive(by=boss, text="SF100200", now=NOW, key="other", case=case.pk)
    assert (twin, new) == (first, False)
    assert Parcel.objects.count() == 1
    assert case.events.filter(after="arrived").count() == 1
    assert first is not None
    inspect(kui, first, key="once")
    with pytest.raises(Moved):
        inspecting.inspect(by=boss, parcel=first.pk, version=1, key="late", now=NOW, **GOOD)
    parcel, _ = inspecting.inspect(by=kui, parcel=first.pk, version=1, key="once", now=NOW, **GOOD)
    assert (parcel.version, Inspection.objects.count()) == (2, 1)


def test_what_nobody_expected_is_claimed_by_service_and_then_moves(
    bare: Path, opened: Open, cai: User, kui: User
) -> None:
    assert scan(kui, "YT5566").parcel is None
    parcel, _ = register.arrive(by=kui, text="YT5566", now=NOW, key="u", note="黑包一只")
    task = Task.objects.get(key=f"parcel:{parcel.pk}")
    assert (task.role, task.state, task.due) == ("agent", "open", NOW + 24 * H)
    inspect(kui, parcel, complete=False, note="少肩带")
    case = waits(opened, cai, waybill="")
    parcel.refresh_from_db()
    register.claim(by=cai, parcel=parcel.pk, version=parcel.version, case=case.pk, now=NOW + H)
    case.refresh_from_db()
    task.refresh_from_db()
    assert (case.state, case.return_waybill, task.state) == ("inspected", "YT5566", "done")
    assert row(parcel).differences == ()
    assert "少配件或赠品" in case.events.last().detail["text"]


def test_a_case_cancelled_meanwhile_is_said_and_service_decides(
    bare: Path, opened: Open, cai: User, kui: User
) -> None:
    case = waits(opened, cai)
    steps.step(by=cai, case=case.pk, version=case.version, to="cancelled",
               given={"reason": "不退了"}, now=NOW)  # fmt: skip
    found = scan(kui, "SF100200")
    assert found.parcel is None
    assert found.found is not None
    assert found.found.match.late
    parcel, _ = register.arrive(by=kui, text="SF100200", case=case.pk, now=NOW, key="c")
    assert row(parcel).differences == ("ended",)
    assert Task.objects.get(key=f"parcel:{parcel.pk}").person == "P5"
    inspect(kui, parcel)
    case.refresh_from_db()
    assert case.state == "cancelled"
    lost, _ = register.arrive(by=kui, text="SF777777", now=NOW, key="d")
    register.claim(by=cai, parcel=lost.pk, version=1, case=case.pk, now=NOW + H)
    again = Task.objects.get(key__startswith=f"parcel:{lost.pk}", state="open")
    tasks.finish(by=cai, task=again.pk, version=again.version, outcome="settled", now=NOW + 2 * H)
    assert row(lost).settled == NOW + 2 * H  # a person's word settles what no case can
    assert [p.pk for p in rows.unsettled()] == [parcel.pk]


def test_24_hours_run_from_arrival_and_climb(
    bare: Path, opened: Open, cai: User, kui: User
) -> None:
    case = waits(opened, cai)
    parcel = scan(kui, "SF100200").parcel
    assert parcel is not None
    assert row(parcel, NOW + 24 * H).clock.state == "soon"
    assert row(parcel, NOW + 24 * H + timedelta(minutes=1)).clock.state == "overdue"
    todo = Task.objects.get(key__startswith=f"case:{case.pk}:", state="open")
    assert (todo.list, todo.role, todo.due) == ("returns", "warehouse", NOW + 24 * H)
    climb(now=NOW + 25 * H)
    todo.refresh_from_db()
    assert todo.climbed_at == NOW + 25 * H


def test_a_wrong_row_is_corrected_by_a_new_one(
    bare: Path, opened: Open, cai: User, kui: User
) -> None:
    one, other = waits(opened, cai), waits(opened, cai, "T2", "ZT9000")
    parcel = scan(kui, "SF100200").parcel
    assert parcel is not None
    with pytest.raises(Refused, match="原因"):
        register.correct(by=kui, parcel=parcel.pk, version=1, why=" ", key="k", now=NOW,
                         case=other.pk)  # fmt: skip
    new = register.correct(by=kui, parcel=parcel.pk, version=1, why="扫错了", key="k", now=NOW + H,
                           waybill="SF100299", case=other.pk)  # fmt: skip
    parcel.refresh_from_db()
    other.refresh_from_db()
    one.refresh_from_db()
    assert (parcel.standing, new.standing, new.corrects) == (False, True, parcel)
    assert (new.arrived_at, new.waybill, other.state) == (NOW, "SF100299", "arrived")
    assert "不是这一单的" in one.events.last().detail["text"]
    assert Task.objects.filter(key=f"parcel:{parcel.pk}:corrected", role="agent").count() == 1
    with pytest.raises(Refused, match="更正"):
        register.correct(by=kui, parcel=parcel.pk, version=2, why="x", key="k2", now=NOW)
    with pytest.raises(TypeError):
        parcel.delete()
    assert scan(kui, "SF100200").parcel is None  # free again for the parcel that is really it


def test_the_day_is_signed_by_both_sides_after_its_time(
    bare: Path, opened: Open, cai: User, kui: User, boss: User
) -> None:
    waits(opened, cai)
    parcel = scan(kui, "SF100200").parcel
    assert parcel is not None
    day = date(2026, 10, 5)
    five = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)  # 17:00 in the shop
    both = Task.objects.filter(key__startswith="reconcile:2026-10-05")
    assert {t.role for t in both} == {"warehouse", "agent"}
    with pytest.raises(Refused, match="17:00"):
        reconciling.sign(by=kui, day=day, side="warehouse", now=five - timedelta(seconds=1))
    with pytest.raises(NotYours):
        reconciling.sign(by=kui, day=day, side="service", now=five)
    made = reconciling.sign(by=kui, day=day, side="warehouse", now=five)
    assert made.figures == {
        "before": 0, "arrived": 1, "inspected": 0, "passed": 0, "settled": 0, "unmatched": 0,
        "overdue": 0,
    }  # fmt: skip
    assert reconciling.sign(by=kui, day=day, side="warehouse", now=five + H).pk == made.pk
    with pytest.raises(Moved):
        reconciling.sign(by=boss, day=day, side="warehouse", now=five)
    reconciling.sign(by=boss, day=day, side="service", now=five, note="都对上了")
    assert {t.state for t in both.all()} == {"done"}
    assert days.a_day(day, five).disagree == ()
    with pytest.raises(TypeError):
        Signature.objects.all()[0].delete()


def test_nobody_signs_both_sides(bare: Path, boss: User) -> None:
    day, later = date(2026, 10, 5), NOW + 24 * H
    reconciling.sign(by=boss, day=day, side="warehouse", now=later)
    with pytest.raises(Refused, match="两个人"):
        reconciling.sign(by=boss, day=day, side="service", now=later)


def test_a_case_that_says_it_came_without_a_row_is_a_difference(
    bare: Path, opened: Open, cai: User
) -> None:
    case = waits(opened, cai)
    steps.step(by=cai, case=case.pk, version=case.version, to="arrived",
               given={"waybill": "SF1"}, now=NOW)  # fmt: skip
    assert [c.pk for c in days.a_day(date(2026, 10, 5), NOW).unseen] == [case.pk]


def test_the_pages_by_a_scanner_and_what_an_agent_sees(
    bare: Path, opened: Open, cai: User, kui: User, client: Client
) -> None:
    case = waits(opened, cai, cause="quality")
    client.force_login(kui)
    page = client.get(reverse("aftersales:register"))
    assert "camera=(self)" in page["Permissions-Policy"]
    assert "autofocus" in page.content.decode()
    at = client.post(reverse("aftersales:scan"), {"code": "SF100200", "key": "a"})["Location"]
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "JPEG")
    out.seek(0)
    out.name = "p.jpg"
    done = client.post(f"{at}inspect", {
        "version": "1", "key": "b", "condition": "spoilt", "quality": "confirmed",
        "complete": "yes", "photo": out,
    }, follow=True)  # fmt: skip
    text = done.content.decode()
    assert "验收,放残次区" in text
    assert "已交给售后" in text
    parcel = Parcel.objects.get()
    assert parcel.photos.count() == case.files.count() == 1
    again = client.post(reverse("aftersales:scan"), {"code": "SF100200"}, follow=True)
    assert "没有改动" in again.content.decode()
    choice = client.post(reverse("aftersales:scan"), {"code": "ZZ0000"})
    assert choice["Location"] == f"{reverse('aftersales:choose')}?code=ZZ0000"
    assert client.get(choice["Location"]).status_code == 200
    client.force_login(cai)
    seen = client.get(at).content.decode()
    assert "data-scan" not in seen
    assert at in client.get(reverse("aftersales:case", args=[case.pk])).content.decode()


def test_nothing_waited_for_says_what_to_do(bare: Path, kui: User) -> None:
    client = Client()
    client.force_login(kui)
    page = client.get(reverse("aftersales:waiting")).content.decode()
    assert f'<a class="button" href="{reverse("aftersales:register")}">去登记</a>' in page


def test_the_warehouse_notes_the_waybill_of_what_is_sent_instead(
    bare: Path, opened: Open, cai: User, kui: User
) -> None:
    case = waits(opened, cai, kind="exchange", cause="quality")
    Case.objects.filter(pk=case.pk).update(wanted="黑色 L 码")
    parcel = scan(kui, "SF100200").parcel
    assert parcel is not None
    inspect(kui, parcel, quality="confirmed")
    case.refresh_from_db()
    client = Client()
    client.force_login(kui)
    page, way = (reverse(f"aftersales:{n}", args=[parcel.pk]) for n in ("parcel", "send"))
    text = client.get(page).content.decode()
    assert "黑色 L 码" in text and way not in text  # service decides first
    client.post(way, {"version": case.version, "waybill": "YT900"})
    case.refresh_from_db()
    assert (case.state, case.sent_waybill) == ("inspected", "")
    case = steps.step(by=cai, case=case.pk, version=case.version, to="replaced", given={}, now=NOW)
    assert way in client.get(page).content.decode()
    form = {"version": case.version, "waybill": "yt 9001", "carrier": "圆通", "to": "refunded"}
    for wrong in ("sf100200", "?"):
        client.post(way, form | {"waybill": wrong})
    for _twice in range(2):
        client.post(way, form)
    case.refresh_from_db()
    assert (case.state, case.sent_waybill, case.carrier) == ("shipped", "YT9001", "圆通")
    assert case.events.filter(after="shipped", by="kui").count() == 1
    text = client.get(page).content.decode()
    assert "YT9001" in text and way not in text
    client.force_login(cai)
    assert client.post(way, form).status_code == 403  # an agent has the case's own page
