"""Files from outside, opened with suspicion: what each is, and what it starts with.

Nothing here trusts a name or a size that a file claims. A file that cannot be opened comes
out as a Problem with its cure; an archive comes out as its members.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jinpai.facts.readers.protocol import Problem, Sample

SAMPLE_BYTES = 64 * 1024
MOST_BYTES = 8 * 1024**3
MOST_UNPACKED = 2 * 1024**3
MOST_SHEET_CELLS = 60_000_000
MOST_COLUMNS = 4_000
MOST_MEMBERS = 1_000
WORST_RATIO = 300  # beyond this a large archive is a bomb; real exports pack 5 to 40 times
_BLOCK = 4 * 1024 * 1024

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class Opened:
    """A file that can be read: where its bytes are, what it is called, what it begins with."""

    path: Path
    name: str
    sha256: str
    size: int
    sample: Sample


def _problem(code: str, zh: str, en: str, cure_zh: str, cure_en: str, name: str) -> Problem:
    return Problem(code, zh, en, cure_zh, cure_en, file=name)


def _refuse(code: str, name: str) -> Problem:
    return _problem(code, *_REFUSALS[code], name)


_REFUSALS: dict[str, tuple[str, str, str, str]] = {
    "missing_file": ("找不到文件", "there is no such file", "检查路径", "check the path"),
    "not_a_file": (
        "这不是文件（是文件夹或设备）",
        "this is not a file but a folder or a device",
        "请选择文件夹里的文件",
        "choose the files inside it",
    ),
    "unreadable_file": (
        "没有读取这个文件的权限，或文件已损坏",
        "the file may not be read, or is damaged",
        "检查权限，或重新导出",
        "check its permissions, or export it again",
    ),
    "empty_file": ("文件是空的", "the file is empty", "请重新导出", "export it again"),
    "too_big": (
        "文件太大（超过 8 GB）",
        "the file is too big (over 8 GB)",
        "请按月或按周分开导出",
        "export it by month or week",
    ),
    "zip_bomb": (
        "压缩文件展开后大得不合理，已拒绝打开",
        "the archive unpacks to an absurd size and was not opened",
        "请解压后直接导入里面的文件",
        "unpack it and import the files inside",
    ),
    "too_many_members": (
        "压缩包里的文件太多（超过 1000 个）",
        "the archive holds too many files (over 1000)",
        "请分几次导入",
        "import it in parts",
    ),
    "damaged_archive": (
        "压缩文件（或 xlsx）已损坏",
        "the archive or workbook is damaged",
        "请重新下载或导出",
        "download or export it again",
    ),
    "password": (
        "表格设了打开密码，无法读取",
        "the workbook is protected by a password and cannot be read",
        "用 Excel 或 WPS 打开并输入密码，另存为不加密的 xlsx 或 CSV 后再导入；"
        "淘宝/千牛导出的密码在导出页面或短信里",
        "open it with its password and save it without one, as xlsx or CSV, then import that",
    ),
    "sheet_too_big": (
        "表格声称的行列数大得不合理",
        "the sheet claims an absurd number of rows and columns",
        "请把数据复制到新表格，或另存为 CSV 后导入",
        "copy the data to a new workbook, or save it as CSV",
    ),
    "too_many_columns": (
        "列数太多（超过 4000 列），这不像导出的表格",
        "there are too many columns (over 4000); this is no export",
        "检查分隔符和引号",
        "check the separators and quotes",
    ),
    "encoding": (
        "文字编码无法识别（不是 UTF-8、GB18030 或 UTF-16）",
        "the text encoding is not known (not UTF-8, GB18030 or UTF-16)",
        "用 Excel 或记事本另存为 “CSV UTF-8” 后再导入",
        "save it as CSV UTF-8, then import that",
    ),
    "nested_archive": (
        "压缩包里还有压缩包",
        "there is an archive inside the archive",
        "请先解压里面的压缩包",
        "unpack the inner archive first",
    ),
}


def open_file(path: Path, name: str, work: Path) -> Iterator[Opened | Problem]:
    """The readable files in one file: itself, or the members of an archive.

    `work` is a folder for unpacked members; its owner deletes it.
    """
    try:
        info = path.stat()
    except FileNotFoundError:
        yield _refuse("missing_file", name)
        return
    except OSError:
        yield _refuse("unreadable_file", name)
        return
    if not stat.S_ISREG(info.st_mode):
        yield _refuse("not_a_file", name)
        return
    if info.st_size == 0:
        yield _refuse("empty_file", name)
        return
    if info.st_size > MOST_BYTES:
        yield _refuse("too_big", name)
        return
    try:
        with open(path, "rb") as file:
            head = file.read(SAMPLE_BYTES)
        if head[:4] == b"PK\x03\x04":
            yield from _zip(path, name, work)
        elif head[:4] in (b"PK\x05\x06", b"PK\x07\x08"):
            yield _refuse("empty_file", name)
        else:
            yield _one(path, name, info.st_size, head)
    except OSError:
        yield _refuse("unreadable_file", name)


def _one(path: Path, name: str, size: int, head: bytes) -> Opened | Problem:
    if head[:8] == _OLE:
        if _has_encrypted_package(path):
            return _refuse("password", name)
        return _workbook(path, name, size, "xls")
    if head[:4] == b"PAR1":
        return _parquet(path, name, size)
    return _text(path, name, size)


def _has_encrypted_package(path: Path) -> bool:
    mark = "EncryptedPackage".encode("utf-16-le")
    with open(path, "rb") as file:
        tail = b""
        while block := file.read(_BLOCK):
            if mark in tail + block:
                return True
            tail = block[-len(mark) :]
    return False


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _zip(path: Path, name: str, work: Path) -> Iterator[Opened | Problem]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            unpacked = sum(m.file_size for m in members)
            packed = max(1, path.stat().st_size)
            if unpacked > MOST_UNPACKED or (
                unpacked > 64 * 1024**2 and unpacked / packed > WORST_RATIO
            ):
                yield _refuse("zip_bomb", name)
                return
            names = {m.filename for m in members}
            if any(n.startswith("xl/") for n in names):
                if any(m.flag_bits & 1 for m in members):
                    yield _refuse("password", name)
                elif not _sheets_are_sane(archive, members):
                    yield _refuse("sheet_too_big", name)
                else:
                    yield _workbook(path, name, path.stat().st_size, "xlsx")
                return
            if len(members) > MOST_MEMBERS:
                yield _refuse("too_many_members", name)
                return
            yield from _members(archive, members, name, work)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError):
        yield _refuse("damaged_archive", name)


def _sheets_are_sane(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> bool:
    """A cell far out makes a reader allocate everything before it: look at the addresses."""
    address = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
    for member in members:
        if not (member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")):
            continue
        columns: set[bytes] = set()
        last_row, tail, read = 1, b"", 0
        with archive.open(member) as sheet:
            while block := sheet.read(_BLOCK):
                read += len(block)
                if read > MOST_UNPACKED:
                    return False
                text = tail + block
                for found in address.finditer(text):
                    columns.add(found[1])
                    last_row = max(last_row, int(found[2]))
                tail = text[-256:]
        widest = max((_column_number(c) for c in columns), default=1)
        if widest * last_row > MOST_SHEET_CELLS or widest > MOST_COLUMNS:
            return False
    return True


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _member_name(member: zipfile.ZipInfo) -> str:
    """A member's name: archives made on Chinese Windows hold GBK without saying so."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = member.filename
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def _members(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, work: Path
) -> Iterator[Opened | Problem]:
    unpacked = 0
    for index, member in enumerate(members):
        own = _member_name(member)
        full = f"{name}/{own}"
        if member.filename.startswith("__MACOSX/") or own.startswith("."):
            continue
        if stat.S_ISLNK(member.external_attr >> 16):
            yield _refuse("not_a_file", full)
            continue
        if member.flag_bits & 1:
            yield _refuse("password", full)
            continue
        # our own name: a member called ../../x must not choose where it is written
        target = work / f"member-{index}"
        with archive.open(member) as source, open(target, "wb") as out:
            while block := source.read(_BLOCK):
                unpacked += len(block)
                if unpacked > MOST_UNPACKED:
                    yield _refuse("zip_bomb", full)
                    return
                out.write(block)
        size = target.stat().st_size
        if size == 0:
            yield _refuse("empty_file", full)
            continue
        with open(target, "rb") as file:
            head = file.read(SAMPLE_BYTES)
        if head[:2] == b"PK":
            with zipfile.ZipFile(target) as inner:
                is_book = any(n.startswith("xl/") for n in inner.namelist())
            if not is_book:
                yield _refuse("nested_archive", full)
                continue
            yield from _zip(target, full, work)
        else:
            yield _one(target, full, size, head)


def _workbook(path: Path, name: str, size: int, container: str) -> Opened | Problem:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = {
            sheet: [
                ["" if cell is None else str(cell) for cell in row]
                for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=20)
            ]
            for sheet in book.sheet_names[:50]
        }
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        # the library reports a password and a broken file by text only
        code = "password" if "password" in str(error).lower() else "damaged_archive"
        return _refuse(code, name)
    return Opened(path, name, _sha256(path), size, Sample(name, container, sheets=sheets))


def _parquet(path: Path, name: str, size: int) -> Opened | Problem:
    try:
        schema = pq.ParquetFile(path).schema_arrow
    except (pa.ArrowException, OSError):
        return _refuse("damaged_archive", name)
    columns = tuple(schema.names)
    if len(columns) > MOST_COLUMNS:
        return _refuse("too_many_columns", name)
    # a file without lines says in its metadata what a text says in its first line
    stamp = (schema.metadata or {}).get(b"as_of", b"").decode("utf-8", "replace")
    said = f"# as_of: {stamp}" if stamp else ""
    return Opened(path, name, _sha256(path), size, Sample(name, "parquet", "", said, {}, columns))


def _decodes(path: Path, encoding: str, digest: hashlib._Hash | None = None) -> bool:
    """Whether the whole file is text in this encoding; feeds `digest` on the way."""
    decoder = codecs.getincrementaldecoder(encoding)()
    good = True
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            if digest is not None:
                digest.update(block)
            elif not good:
                return False
            if good:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    good = False
    if good:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            good = False
    return good


def _scan_text(path: Path) -> tuple[str, str]:
    """(sha256, encoding) of a text file; encoding "" when it is none known."""
    with open(path, "rb") as file:
        start = file.read(4)
    if start[:3] == codecs.BOM_UTF8:
        names = ["utf-8-sig"]
    elif start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        names = ["utf-16"]
    else:
        names = ["utf-8", "gb18030"]
    digest = hashlib.sha256()
    found = names[0] if _decodes(path, names[0], digest) else ""
    if not found and len(names) > 1 and _decodes(path, names[1]):
        found = names[1]
    return digest.hexdigest(), found


def _text(path: Path, name: str, size: int) -> Opened | Problem:
    sha256, encoding = _scan_text(path)
    if not encoding:
        return _refuse("encoding", name)
    with open(path, "rb") as file:
        head = file.read(SAMPLE_BYTES)
    decoder = codecs.getincrementaldecoder(encoding)()
    text = decoder.decode(head).replace("\x00", "")
    body = text.lstrip("\ufeff \r\n\t")
    if not body and size <= SAMPLE_BYTES:
        return _refuse("empty_file", name)
    while body.startswith("#"):
        body = body.partition("\n")[2].lstrip(" \r\n\t")
    if body.startswith("{"):
        return Opened(
            path, name, sha256, size,
            Sample(name, "jsonl", encoding, text, columns=_json_columns(body)),
        )  # fmt: skip
    first = body.partition("\n")[0]
    separators = max(first.count(c) for c in ",\t;|")
    if separators > MOST_COLUMNS:
        return _refuse("too_many_columns", name)
    container = "csv" if separators else "text"
    return Opened(path, name, sha256, size, Sample(name, container, encoding, text))


def _json_columns(body: str) -> tuple[str, ...]:
    """The field names of the first objects."""
    names: dict[str, None] = {}
    for line in io.StringIO(body).readlines()[:50]:
        try:
            row: Any = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict):
            names.update(dict.fromkeys(str(k) for k in list(row)[:MOST_COLUMNS]))
    return tuple(names)
