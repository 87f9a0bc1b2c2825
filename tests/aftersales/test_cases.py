"""A case from its opening to its end: each step once, by whoever may, on what was read."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from jinpai.apps.aftersales import photos
from jinpai.apps.aftersales.actions import attaching, steps
from jinpai.apps.aftersales.models import Case, CaseEvent
from jinpai.apps.aftersales.queries import told
from jinpai.apps.aftersales.queries.judged import judged
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team.models import AuditEntry, User

from .conftest import NOW, Open

PAID = "2026100522001400001234567890"


def go(case: Case, by: User, to: str, **given: str) -> Case:
    """The step on what is in the database now."""
    case.refresh_from_db()
    return steps.step(by=by, case=case.pk, version=case.version, to=to, given=given, now=NOW)


def open_tasks(case: Case) -> list[tuple[str, str, str, str]]:
    return [
        (t.list, t.role, t.person, t.title)
        for t in Task.objects.filter(key__startswith=f"case:{case.pk}:", state="open")
    ]


def test_a_return_without_fault_goes_its_way_and_each_state_is_on_somebodys_today(
    shop: Path, opened: Open, cai: User
) -> None:
    case = opened()
    found = judged(case)
    assert (found.answer.code, found.answer.day) == ("within", 4)
    assert found.money is not None
    assert found.money.total == Decimal("188.00")
    assert open_tasks(case) == [("cases", "agent", "P5", "退货 · 已登记 · T1")]
    for to, given in (
        ("approved", {}), ("waiting", {"return_address": "1 号仓"}),
        ("arrived", {"waybill": "SF123"}), ("inspected", {"condition": "opened"}),
    ):  # fmt: skip
        go(case, cai, to, **given)
    assert open_tasks(case) == [("cases", "agent", "P5", "退货 · 已验货 · T1")]
    with pytest.raises(Refused, match="188"):
        go(case, cai, "refunded", amount="187.99", reference=PAID)
    with pytest.raises(Refused, match="188"):
        go(case, cai, "refunded", amount="188.01", reference=PAID)
    with pytest.raises(Refused, match="流水号"):
        go(case, cai, "refunded", amount="188.00", reference="13812345678")
    case = go(case, cai, "refunded", amount="188.00", reference=PAID)
    assert case.due == NOW + timedelta(hours=24)  # the buyer is told, the case closed
    case = go(case, cai, "closed")
    assert case.due is None
    assert open_tasks(case) == []
    assert [e.after for e in case.events.filter(what="moved")] == [
        "approved", "waiting", "arrived", "inspected", "refunded", "closed",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="case.moved").count() == 6


def test_a_case_goes_along_with_its_item_that_was_handed_over(
    shop: Path, opened: Open, cai: User
) -> None:
    case = opened()
    task = Task.objects.get(key=f"case:{case.pk}:1")
    tasks.hand_over(by=cai, task=task.pk, version=1, person="P6", why="下班", now=NOW)
    case = go(case, cai, "approved")
    assert case.person == "P6"
    assert open_tasks(case) == [("cases", "agent", "P6", "退货 · 已同意 · T1")]


def test_arrived_goods_are_the_warehouses_for_24_hours(shop: Path, opened: Open, cai: User) -> None:
    case = opened()
    for to, given in (("approved", {}), ("waiting", {}), ("arrived", {"waybill": "SF1"})):
        case = go(case, cai, to, **given)
    assert case.due == NOW + timedelta(hours=24)
    assert open_tasks(case) == [("returns", "warehouse", "", "退货 · 已到仓 · T1")]


def test_a_fault_is_never_refused_and_its_freight_is_repaid_before_the_end(
    shop: Path, opened: Open, cai: User
) -> None:
    case = opened("T2", cause="quality")
    with pytest.raises(Refused, match="第二十四条"):
        go(case, cai, "refused", reason="超期了")
    for to, given in (
        ("approved", {}), ("waiting", {}), ("arrived", {"waybill": "SF1"}),
        ("inspected", {"condition": "intact", "freight_advanced": "12.00"}),
        ("refunded", {"amount": "58.00", "reference": PAID}),
    ):  # fmt: skip
        case = go(case, cai, to, **given)
    assert judged(case).following == ("freight_repaid", "cancelled")
    with pytest.raises(Refused):
        go(case, cai, "closed")
    with pytest.raises(Refused, match="12"):
        go(case, cai, "freight_repaid", amount="11.99", reference=PAID)
    with pytest.raises(Refused, match="12"):
        go(case, cai, "freight_repaid", amount="12.01", reference=PAID, reason="买家多要")
    case = go(case, cai, "freight_repaid", amount="12.00", reference=PAID)
    assert go(case, cai, "closed").state == "closed"


def test_a_faulty_return_is_not_booked_under_another_reason(shop: Path, opened: Open) -> None:
    with pytest.raises(Refused, match="真实原因"):
        opened(cause="quality", told="no_reason")
    assert Case.objects.count() == 0


def test_the_same_form_is_one_case_and_a_double_click_one_step(
    shop: Path, opened: Open, cai: User, boss: User
) -> None:
    case = opened()
    assert opened().pk == case.pk
    first = steps.step(by=cai, case=case.pk, version=1, to="approved", given={}, now=NOW)
    again = steps.step(by=cai, case=case.pk, version=1, to="approved", given={}, now=NOW)
    assert (first.version, again.version) == (2, 2)
    with pytest.raises(Moved):  # the other read the same page
        steps.step(by=boss, case=case.pk, version=1, to="refused", given={"reason": "x"}, now=NOW)
    assert case.events.count() == 2


def test_late_needs_days_granted_by_someone_with_the_authority(
    shop: Path, opened: Open, cai: User, boss: User
) -> None:
    case = opened(now=NOW + timedelta(days=4))  # the 8th day after signing
    assert judged(case).answer.code == "late"
    with pytest.raises(Refused):
        go(case, cai, "approved", reason="老客户")
    with pytest.raises(NotYours):
        steps.grant(by=cai, case=case.pk, version=1, days=1, why="老客户", now=NOW)
    with pytest.raises(Refused, match="原因"):
        steps.grant(by=boss, case=case.pk, version=1, days=1, why=" ", now=NOW)
    case = steps.grant(by=boss, case=case.pk, version=1, days=1, why="老客户", now=NOW)
    assert judged(case).answer.allowed
    assert go(case, cai, "approved").state == "approved"


def test_contact_lies_encrypted_and_goes_when_the_case_ends(
    shop: Path, opened: Open, cai: User
) -> None:
    case = opened(form={"contact": "王女士 13812345678"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM aftersales_case")
        (raw,) = cursor.fetchone()
    assert "138" not in raw
    assert Case.objects.get(pk=case.pk).contact == "王女士 13812345678"
    go(case, cai, "cancelled", reason="买家不退了")
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM aftersales_case")
        assert cursor.fetchone() == ("",)
    assert CaseEvent.objects.filter(detail__contact="deleted").count() == 1


def test_what_stays_for_ever_takes_no_private_account(shop: Path, opened: Open, cai: User) -> None:
    case = opened()
    for text in ("打给 13812345678", "支付宝 a@b.cn", "卡 6222021234567890128"):
        with pytest.raises(Refused):
            steps.note(by=cai, case=case.pk, text=text, now=NOW)
    with pytest.raises(TypeError):
        case.delete()
    with pytest.raises(TypeError):
        case.events.get().save()


def jpeg() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif, comment=b"hidden words")
    return out.getvalue()


def test_a_photo_loses_what_was_hidden_in_it(bare: Path, opened: Open, cai: User) -> None:
    case = opened("X1", cause="quality")
    given = jpeg()
    assert b"SecretPhone" in given
    kept = attaching.attach(by=cai, case=case.pk, content=given, now=NOW)
    stored = photos.place(case.pk, kept.sha256, kept.content_type).read_bytes()
    assert b"SecretPhone" not in stored
    assert b"hidden" not in stored
    with Image.open(io.BytesIO(stored)) as image:
        assert image.size == (40, 30)
    assert attaching.attach(by=cai, case=case.pk, content=given, now=NOW).pk == kept.pk
    assert judged(case).answer.ask == ()
    for role, code in (("warehouse", 200), ("operations", 403)):
        client = Client()
        client.force_login(User.objects.create_user(role, "a-long-password-1", role=role))
        answer = client.get(reverse("aftersales:file", args=[case.pk, kept.pk]))
        assert answer.status_code == code
        assert client.get(reverse("aftersales:file", args=[case.pk + 1, kept.pk])).status_code in (
            403, 404,
        )  # fmt: skip
        if code == 200:
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Disposition"].startswith("attachment")
            assert "sandbox" in answer["Content-Security-Policy"]
    assert case.files.count() == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "空"), (b"<svg onload=alert(1)>", "看得懂"), (b"GIF89a" + b"0" * 50, "看得懂"),
     (jpeg()[:200], "看得懂"), (b"\x1aE\xdf\xa3" + b"0" * 50, "看得懂"),
     (b"\0\0\0\x18ftypmp42" + b"0" * (8 * 1024 * 1024), "8 MB"),
     (b"\0\0\0\x18ftypmp42" + b"0" * 500, "MP4")],
)  # fmt: skip
def test_what_is_no_photo_or_video_or_too_big_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        photos.read(content)


def test_the_pages_tell_answer_rule_money_and_the_message(
    shop: Path, cai: User, client: Client
) -> None:
    client.force_login(cai)
    page = client.get(reverse("aftersales:new"), {"order": "T2"}).content.decode()
    assert "钱包" in page
    assert "b_second" not in page
    form = {"key": "f1", "order_id": "T2", "shop": "S", "kind": "return", "cause": "quality",
            "goods": "ordinary", "back-L1": "1", "signed": "",
            "return_address": "杭州 1 号仓"}  # fmt: skip
    answer = client.post(reverse("aftersales:open"), form)
    case = Case.objects.get()
    assert answer["Location"] == reverse("aftersales:case", args=[case.pk])
    client.post(reverse("aftersales:step", args=[case.pk]), {"version": "1", "to": "approved"})
    client.post(reverse("aftersales:tick", args=[case.pk]), {"code": "signed"})
    page = client.get(answer["Location"]).content.decode()
    for text in ("第二十四条", "58.00", "杭州 1 号仓", "如实选「质量问题」", "全退", "等买家寄回"):
        assert text in page, text
    assert "b_second" not in page
    board = client.get(reverse("aftersales:cases")).content.decode()
    assert "T2" in board
    task = Task.objects.get(list="cases", state="open")
    todo = client.get(reverse("desk:task", args=[task.pk])).content.decode()
    assert f'href="{answer["Location"]}"' in todo
    wrong = client.post(
        reverse("aftersales:step", args=[case.pk]), {"version": "x", "to": "waiting"}
    )
    assert wrong.status_code == 400


def test_the_buyers_waybill_is_noted_and_may_be_corrected_until_the_goods_are_there(
    shop: Path, opened: Open, cai: User
) -> None:
    case = opened(cause="quality")
    go(case, cai, "approved")
    go(case, cai, "waiting", return_address="1 号仓")

    def told(**given: str) -> None:
        steps.tick(by=cai, case=case.pk, code="waybill", given=given, now=NOW)
        case.refresh_from_db()

    with pytest.raises(Refused, match="快递单号"):
        told(waybill=" ")
    told(waybill="sf 1234567", freight_advanced="8", insured="on")
    assert (case.return_waybill, case.freight_advanced, case.freight_insured) == (
        "SF1234567", Decimal("8.00"), True,
    )  # fmt: skip
    told(waybill="SF1234567")  # twice is once
    told(waybill="SF1234568")
    ticks = CaseEvent.objects.filter(case=case, what="ticked").order_by("id")
    assert [e.detail for e in ticks] == [
        {"step": "waybill", "waybill": "SF1234567", "freight_advanced": "8.00",
         "freight_insured": True},
        {"step": "waybill", "waybill": "SF1234568"},
    ]  # fmt: skip
    client = Client()
    client.force_login(cai)
    page = client.get(reverse("aftersales:case", args=[case.pk])).content.decode()
    assert page.count('value="SF1234568"') == 2  # to correct it, and where the goods arrive
    go(case, cai, "arrived", waybill="SF1234568")
    told(waybill="SF1234569")
    assert case.return_waybill == "SF1234568"  # what came is what came


def test_what_is_wanted_instead_is_noted_with_its_difference_and_goes_into_the_remark(
    shop: Path, opened: Open, cai: User
) -> None:
    case = opened(kind="exchange", cause="size")
    with pytest.raises(Refused, match="哪一款"):
        steps.tick(by=cai, case=case.pk, code="which", given={"wanted": " "}, now=NOW)
    for difference in ("10", "12.5", "12.50"):  # twice the same is once
        steps.tick(by=cai, case=case.pk, code="which", now=NOW,
                   given={"wanted": "黑色 L 码", "difference": difference})  # fmt: skip
    case.refresh_from_db()
    assert (case.wanted, case.difference) == ("黑色 L 码", Decimal("12.50"))
    ticks = CaseEvent.objects.filter(case=case, what="ticked").order_by("id")
    assert [e.detail for e in ticks] == [
        {"step": "which", "wanted": "黑色 L 码", "difference": "10.00"},
        {"step": "which", "difference": "12.50"},
    ]
    remark = next(r.remark for r in told.rows(case, judged(case)) if r.flag == "blue")
    assert remark.endswith(",换成 黑色 L 码,差价 12.50")
