"""Dropping files: what each one is, what is asked, what is refused, and nothing else happens."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.imports.files import MESSAGES, ORDERS, file, month

from jinpai.apps import home
from jinpai.apps.imports import uploads
from jinpai.apps.imports.models import Drop, DroppedFile

DROP = "/data/imports/drop/"


def dropped(page: Client, *files: object) -> Drop:
    answer = page.post(DROP, {"files": list(files)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Drop.objects.get()


def left_on_disk(data_home: Path) -> list[str]:
    root = data_home / "uploads"
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def test_the_kind_of_every_file_is_shown_before_anything_is_imported(page: Client) -> None:
    drop = dropped(page, *month())
    answer = page.get(reverse("imports:dropped", args=[drop.pk]))
    words = answer.content.decode()
    assert "聊天消息" in words and "订单" in words
    assert [f.tables for f in drop.files.all()] == [
        ["shops"], ["accounts"], ["people"], ["messages"], ["orders"],
    ]  # fmt: skip
    assert home.lake().snapshot().import_no == 0


def test_the_content_says_what_a_file_is_not_its_name(page: Client) -> None:
    drop = dropped(page, file("photo.png.csv", ORDERS))
    assert drop.files.get().tables == ["orders"]


def test_a_web_page_named_csv_is_told_to_be_no_export(page: Client) -> None:
    drop = dropped(page, file("orders.csv", "<!doctype html><html><body>请登录</body></html>"))
    assert drop.files.get().problem["code"] == "unknown_kind"
    words = page.get(reverse("imports:dropped", args=[drop.pk])).content.decode()
    assert "disabled" in words  # there is nothing to import


def test_an_empty_file_is_told_to_be_empty(page: Client) -> None:
    # Django's own parser drops a part without a body; one blank line is as empty
    drop = dropped(page, file("orders.csv", "\n"), file("good.csv", ORDERS))
    problems = [f.problem["code"] if f.problem else None for f in drop.files.all()]
    assert problems == ["empty_file", None]


def bomb(megabytes: int) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            block = b"0" * 1_000_000
            for _i in range(megabytes):
                sheet.write(block)
    return body.getvalue()


def test_a_workbook_that_unpacks_to_an_absurd_size_is_not_opened(page: Client) -> None:
    drop = dropped(page, file("orders.xlsx", bomb(100)))
    assert drop.files.get().problem["code"] in ("bomb", "zip_bomb")


def test_a_zip_that_lies_about_its_size_is_counted_as_it_inflates(tmp_path: Path) -> None:
    path = tmp_path / "lies.xlsx"
    raw = bytearray(bomb(3))
    # the directory and the header claim one byte
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    raw = bytearray(bytes(raw).replace(real.to_bytes(4, "little"), (1).to_bytes(4, "little")))
    path.write_bytes(raw)
    assert uploads.unpacked_size(path, limit=1_000_000) is None
    assert uploads.unpacked_size(path, limit=4_000_000) == 3_000_008


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/absolute/订单.csv", "订单.csv"),
        ("a\u202egnp.csv", "agnp.csv"),
        ("line\nbreak.csv", "linebreak.csv"),
        ("  ", "未命名"),
        ("..", "未命名"),
        ("e\u0301.csv", "é.csv"),
    ],
)
def test_a_name_is_shown_without_path_controls_and_direction_marks(sent: str, shown: str) -> None:
    assert uploads.shown_name(sent) == shown


def test_a_long_name_is_cut_but_keeps_its_suffix() -> None:
    assert len(uploads.shown_name("订" * 500 + ".xlsx")) == 200
    assert uploads.shown_name("订" * 500 + ".xlsx").endswith("….xlsx")


def test_a_name_with_a_path_writes_nothing_outside_the_drop(page: Client, data_home: Path) -> None:
    drop = dropped(page, file("../../../evil.csv", ORDERS))
    assert all(name.startswith(f"{drop.pk}/") for name in left_on_disk(data_home))
    assert not list(data_home.parent.glob("evil*"))


def test_more_bytes_than_allowed_are_refused_and_nothing_stays(
    page: Client, data_home: Path, settings: object
) -> None:
    settings.UPLOAD_LIMIT = 1000
    answer = page.post(DROP, {"files": [file("orders.csv", ORDERS * 20)]})
    assert answer.status_code == 422
    assert "超过" in answer.content.decode()
    assert left_on_disk(data_home) == [] and not Drop.objects.exists()


def test_exactly_the_allowed_bytes_are_taken_and_one_more_is_not(
    page: Client, settings: object
) -> None:
    size = len(ORDERS.encode())
    settings.UPLOAD_LIMIT = size
    assert page.post(DROP, {"files": [file("orders.csv", ORDERS)]}).status_code == 302
    settings.UPLOAD_LIMIT = size - 1
    assert page.post(DROP, {"files": [file("orders.csv", ORDERS)]}).status_code == 422


def test_what_a_drop_holds_already_counts(page: Client, settings: object) -> None:
    drop = dropped(page, file("orders.csv", ORDERS))
    settings.UPLOAD_LIMIT = len(ORDERS.encode()) + 10
    answer = page.post(
        reverse("imports:add", args=[drop.pk]), {"files": [file("m.csv", MESSAGES)]},
        headers={"X-Drop": "one"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert [f.name for f in drop.files.all()] == ["orders.csv"]


def test_ten_thousand_small_files_at_once_are_refused_with_a_sentence(
    page: Client, data_home: Path
) -> None:
    boundary = "x"
    part = (
        '--x\r\nContent-Disposition: form-data; name="files"; filename="f{}.csv"\r\n'
        "Content-Type: text/csv\r\n\r\na\r\n"
    )
    body = "".join(part.format(i) for i in range(10_000)) + "--x--\r\n"
    answer = page.post(
        DROP, body.encode(), content_type=f"multipart/form-data; boundary={boundary}"
    )
    assert answer.status_code == 422
    assert "一次提交的文件超过" in answer.content.decode()
    assert left_on_disk(data_home) == [] and not Drop.objects.exists()


def test_a_drop_takes_so_many_files_and_no_more(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "FILES_PER_DROP", 2)
    drop = dropped(page, file("a.csv", ORDERS), file("b.csv", MESSAGES))
    answer = page.post(
        reverse("imports:add", args=[drop.pk]), {"files": [file("c.csv", MESSAGES)]},
        headers={"X-Drop": "one"},
    )  # fmt: skip
    assert answer.status_code == 422 and "最多放入 2 个" in answer.content.decode()
    assert drop.files.count() == 2


def test_there_must_be_room_for_the_files_and_for_the_lake() -> None:
    assert uploads.room_for(1000, free=uploads.KEEP_FREE + 1000)
    assert not uploads.room_for(1001, free=uploads.KEEP_FREE + 1000)


def test_an_upload_without_files_says_so(page: Client) -> None:
    answer = page.post(DROP, {})
    assert answer.status_code == 422 and "没有收到文件" in answer.content.decode()


def test_a_form_without_its_token_is_refused(page: Client, data_home: Path) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = page.cookies
    answer = strict.post(DROP, {"files": [file("orders.csv", ORDERS)]})
    assert answer.status_code == 403
    assert left_on_disk(data_home) == [] and not Drop.objects.exists()


def test_a_file_can_be_taken_out_again(page: Client, data_home: Path) -> None:
    drop = dropped(page, file("a.csv", ORDERS), file("b.csv", MESSAGES))
    page.post(reverse("imports:take_out", args=[drop.pk, drop.files.first().pk]))
    assert [f.name for f in drop.files.all()] == ["b.csv"]
    assert len(left_on_disk(data_home)) == 1


def test_throwing_a_drop_away_leaves_nothing(page: Client, data_home: Path) -> None:
    drop = dropped(page, *month())
    page.post(reverse("imports:throw_away", args=[drop.pk]))
    assert left_on_disk(data_home) == []
    assert not Drop.objects.exists() and not DroppedFile.objects.exists()


def test_an_export_that_names_no_shop_asks_for_it_and_one_that_does_not_ask_is_not_asked(
    page: Client,
) -> None:
    taobao = (
        "订单编号,买家会员名,买家应付货款,买家实际支付金额,"
        "订单状态,订单创建时间,订单付款时间,宝贝总数量\n"
    )
    drop = dropped(
        page, file("orders.csv", ORDERS), file("ExportOrderList202610011200.csv", taobao)
    )
    assert [(f.needs_shop, f.needs_day) for f in drop.files.all()] == [
        (False, False), (True, False),
    ]  # fmt: skip
    assert drop.files.last().as_of_found == "2026-10-01T12:00:00"
    assert drop.files.first().as_of_found == ""
