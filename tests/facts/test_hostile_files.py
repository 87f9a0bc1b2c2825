"""Files from outside may be anything: each is told apart plainly, none stops the import."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.facts.shop_files import MESSAGES, ORDERS, Shop

from jinpai.facts.opening import Opened, open_file
from jinpai.facts.readers.protocol import Problem

ONE = "S1,1,b,2026-10-01 10:00:00,,1\n"


def _code(path: Path, tmp_path: Path) -> str:
    found = list(open_file(path, path.name, tmp_path))
    assert len(found) == 1
    assert isinstance(found[0], Problem)
    assert found[0].zh and found[0].en and found[0].cure_zh and found[0].cure_en
    return found[0].code


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_missing_file_a_folder_a_device_and_an_empty_file_are_told(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    blank = tmp_path / "blank.csv"
    blank.write_text("\ufeff\n \n")
    assert _code(tmp_path / "no.csv", tmp_path) == "missing_file"
    assert _code(tmp_path, tmp_path) == "not_a_file"
    assert _code(Path("/dev/zero"), tmp_path) == "not_a_file"
    assert _code(empty, tmp_path) == "empty_file"
    assert _code(blank, tmp_path) == "empty_file"


def test_a_link_to_a_device_or_to_nothing_is_not_followed_into_trouble(tmp_path: Path) -> None:
    device, dangling = tmp_path / "device.csv", tmp_path / "dangling.csv"
    device.symlink_to("/dev/zero")
    dangling.symlink_to(tmp_path / "nowhere")
    assert _code(device, tmp_path) == "not_a_file"
    assert _code(dangling, tmp_path) == "missing_file"


def test_a_password_is_told_plainly(tmp_path: Path) -> None:
    book = tmp_path / "订单.xlsx"
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    book.write_bytes(ole + b"\0" * 600)
    assert _code(book, tmp_path) == "password"


def test_an_old_workbook_that_is_none_is_damaged(tmp_path: Path) -> None:
    book = tmp_path / "x.xls"
    book.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4000)
    assert _code(book, tmp_path) == "damaged_archive"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.csv", "w", force_zip64=True) as member,
    ):
        for _ in range(80):
            member.write(b"0" * 1024 * 1024)
    assert path.stat().st_size < 200_000
    assert _code(path, tmp_path) == "zip_bomb"


def test_a_cell_far_out_does_not_make_a_sheet_of_billions(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["XFD1048576"] = "y"
    path = tmp_path / "far.xlsx"
    book.save(path)
    assert _code(path, tmp_path) == "sheet_too_big"


def test_a_broken_zip_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04" + os.urandom(500))
    assert _code(path, tmp_path) == "damaged_archive"


def test_broken_parquet_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "messages.parquet"
    path.write_bytes(b"PAR1" + os.urandom(500) + b"PAR1")
    assert _code(path, tmp_path) == "damaged_archive"


def test_an_archive_is_its_members_and_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.csv", "x")
    path = _zip(
        tmp_path / "all.zip",
        {
            "../../evil.csv": (ORDERS + ONE).encode(),
            "sub/messages.csv": (MESSAGES + "S1,a,b,2026-10-01 10:00:00,buyer,text,x\n").encode(),
            "__MACOSX/._messages.csv": b"junk",
            "inner.zip": inner.getvalue(),
        },
    )
    work = tmp_path / "work"
    work.mkdir()
    found = list(open_file(path, "all.zip", work))
    assert [f.name for f in found if isinstance(f, Opened)] == [
        "all.zip/evil.csv",
        "all.zip/messages.csv",
    ]
    assert [f.code for f in found if isinstance(f, Problem)] == ["nested_archive"]
    assert all(f.path.parent == work for f in found if isinstance(f, Opened))
    assert not (tmp_path / "evil.csv").exists()


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{i}" for i in range(5000)) + "\n")
    assert _code(path, tmp_path) == "too_many_columns"


def test_a_file_of_a_million_commas_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("," * 1_000_000)
    assert _code(path, tmp_path) == "too_many_columns"


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "noise.csv"
    path.write_bytes(b"shop,order_id\n" + b"\xff\xff\xfe\x80\x81," * 50)
    assert _code(path, tmp_path) == "encoding"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_gives_the_same_rows(tmp_path: Path, encoding: str) -> None:
    shop = Shop(tmp_path)
    # plain ASCII for longer than the sample, then Chinese: the whole file decides
    lines = "".join(f"S1,a,b,2026-10-01 10:00:00,buyer,text,{i:060d}\n" for i in range(1200))
    text = MESSAGES + lines + "S1,店:小迪,李四,2026-10-01 10:10:15,buyer,text,在吗？\n"
    report = shop.one("messages.csv", text.encode(encoding))
    assert report.tables["messages"].new == 1201
    assert shop.rows("messages", "account || buyer || text")[-1] == "店:小迪李四在吗？"


def test_nul_bytes_are_dropped(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.one("messages.csv", MESSAGES.encode() + b"S1,a,b,2026-10-01 10:00:00,buyer,text,h\x00i\n")
    assert shop.rows("messages", "text") == ["hi"]


def test_a_cell_of_a_million_characters_is_rejected_and_the_rest_loads(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    row = "S1,a,b,2026-10-01 10:00:0{},buyer,text,{}\n"
    report = shop.one("m.csv", MESSAGES + row.format(1, "x" * 1_000_000) + row.format(2, "ok"))
    assert [p.code for p in report.problems] == ["cell_too_long"]
    assert shop.rows("messages", "text") == ["ok"]


def test_a_cell_of_exactly_the_longest_length_is_taken(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    row = "S1,a,b,2026-10-01 10:00:0{},buyer,text,{}\n"
    report = shop.one(
        "m.csv", MESSAGES + row.format(1, "x" * 100_000) + row.format(2, "y" * 100_001)
    )
    assert (report.tables["messages"].new, report.tables["messages"].rejected) == (1, 1)


def test_a_quote_that_never_ends_is_told_with_its_line(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    good = "S1,1,b,2026-10-01 10:00:00,,1\n"
    report = shop.one(
        "o.csv", ORDERS + good + 'S1,2,"b,2026-10-01 10:00:00,,1\n' + "S1,3,b,,,\n" * 3
    )
    assert report.problems and report.problems[0].line == 3
    assert shop.rows("orders", "order_id") == ["1"]


def test_a_file_of_another_kind_is_refused_and_the_others_load(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    report = shop.take(
        ("notes.txt", "周一开会，下午三点\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + os.urandom(3000)),
        ("orders.csv", ORDERS + ONE),
    )
    assert [f.status for f in report.files] == ["refused", "refused", "imported"]
    assert report.files[0].problems[0].code == "unknown_kind"


def test_ruined_ids_in_typed_columns_are_seen(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    shop = Shop(tmp_path)
    sink = io.BytesIO()
    table = pa.table({"shop": ["S1", "S1"], "order_id": [3304375611452180770.0, 12345.0]})
    pq.write_table(table, sink)
    report = shop.one("orders.parquet", sink.getvalue())
    assert [p.code for p in report.problems] == ["ruined_id"]
    assert shop.rows("orders", "order_id") == ["12345"]
