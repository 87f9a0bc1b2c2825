"""What may stand after `import`: files, folders and archives, as they come from people."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from jinpai.cli.gather import gather
from jinpai.cli.speech import Stop


def names(found: list[tuple[Path, str]]) -> list[str]:
    return [name for _, name in found]


def test_a_folder_is_walked_in_order_without_hidden_files_locks_and_the_truth(tmp_path):
    for name in ("b.csv", "a/orders.xlsx", ".DS_Store", "~$orders.xlsx", "truth.json"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text("x")
    assert names(gather([str(tmp_path / "in")], tmp_path)) == ["a/orders.xlsx", "b.csv"]


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tmp_path):
    (tmp_path / "truth.json").write_text("{}")
    assert names(gather([str(tmp_path / "truth.json")], tmp_path)) == ["truth.json"]


class FromChineseWindows(zipfile.ZipInfo):
    """Writes its name in GBK and does not say so, as Explorer's "send to zip folder" does."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def test_names_inside_a_zip_from_chinese_windows_are_read(tmp_path):
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(FromChineseWindows("订单导出.csv"), "a,b\n")
    assert "订单导出.csv".encode("gb18030") in archive.read_bytes()
    (found,) = gather([str(archive)], tmp_path / "scratch")
    assert found[1] == "订单导出.csv"
    assert found[0].read_text() == "a,b\n"


def test_a_name_that_climbs_out_of_the_archive_is_for_showing_only(tmp_path):
    archive = tmp_path / "evil.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("x/../../../evil.csv", "a\n")
    scratch = tmp_path / "scratch"
    (found,) = gather([str(archive)], scratch)
    assert found[0].resolve().is_relative_to(scratch.resolve())


def test_a_workbook_is_a_file_though_it_is_a_zip(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.save(tmp_path / "orders.xlsx")
    assert gather([str(tmp_path / "orders.xlsx")], tmp_path) == [
        (tmp_path / "orders.xlsx", "orders.xlsx")
    ]


def test_an_archive_with_a_password_says_so(tmp_path):
    archive = tmp_path / "locked.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.csv", "a\n")
    raw = bytearray(archive.read_bytes())
    raw[raw.find(b"PK\x03\x04") + 6] |= 1
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(bytes(raw))
    with pytest.raises(Stop, match=r"locked\.zip has a password; unpack it first"):
        gather([str(archive)], tmp_path / "scratch")


def test_an_archive_that_claims_more_than_the_disk_holds_is_not_opened(tmp_path, monkeypatch):
    from jinpai.cli import gather as module

    archive = tmp_path / "big.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.csv", "x" * 1001)
    monkeypatch.setattr(module, "MOST", 1001)
    assert len(gather([str(archive)], tmp_path / "fits")) == 1
    monkeypatch.setattr(module, "MOST", 1000)
    with pytest.raises(Stop, match="too much for here"):
        gather([str(archive)], tmp_path / "not")


def test_an_empty_folder_is_no_import(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(Stop, match="no file to import"):
        gather([str(tmp_path / "empty")], tmp_path)
