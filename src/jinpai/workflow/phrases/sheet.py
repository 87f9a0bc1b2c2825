"""The 快捷短语 file of 千牛: code, phrase, group; one way of saying a row.

Rows of one code are variants of one phrase; a row without code is a phrase by itself.
Read are both headings that are met (快捷短语编码, 快捷编码), GBK and UTF-8, and the escapes of
a compatible client (&#13; &#10; &#44;). A text that a spreadsheet would run as a formula is
written with an apostrophe before it, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from jinpai.workflow.phrases.fault import Fault
from jinpai.workflow.phrases.variants import LONGEST

HEAD = ("快捷短语编码", "快捷短语", "快捷短语分组")
CODES = ("快捷短语编码", "快捷编码")
NO_GROUP = "未分组"
LARGEST = 4_000_000  # bytes
CODE, GROUP = 16, 40  # signs that Jinpai keeps
CLIENT = (4, 430, 10)
"""Signs of code, phrase and group that a compatible client takes; of 千牛 it is not known."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ENCODINGS = ("gbk", "utf-8")


@dataclass(frozen=True, slots=True)
class Row:
    """One way of saying a phrase; the line of the file at which it begins (0: not of a file)."""

    code: str
    text: str
    group: str = NO_GROUP
    line: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds, and what is wrong with the rest of it."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    encoding: str = ""


def read(data: bytes) -> Sheet:
    """Every row that can be read; of each other row the line, what is wrong, and the cure."""
    if len(data) > LARGEST:
        return _none("large", "文件超过 4 MB。", "The file is larger than 4 MB.",
                     "分成几个文件。", "Make several files of it.")  # fmt: skip
    text, encoding = _text(data)
    if text is None:
        return _none("encoding", "文件的编码看不懂。", "The file's encoding cannot be read.",
                     "另存为 CSV(GBK 或 UTF-8)。", "Save it as CSV in GBK or UTF-8.")  # fmt: skip
    lines = csv.reader(io.StringIO(text, newline=""))
    rows: list[Row] = []
    faults: list[Fault] = []
    places: tuple[int, int, int] | None = None
    known: set[tuple[str, str, str]] = set()
    while True:
        begins = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            break
        except csv.Error:
            faults.append(Fault("broken", "这一行读不出来。", "This row cannot be read.",
                                "看看引号是否成对。", "See whether the quotes are paired.",
                                begins))  # fmt: skip
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if places is None:
            places = _places(cells)
            if places is None:
                return _none(
                    "heading", "没有 快捷短语编码、快捷短语、快捷短语分组 这三列。",
                    "The columns 快捷短语编码, 快捷短语, 快捷短语分组 are not there.",
                    "用千牛导出的快捷短语文件。", "Use the file that 千牛 exports.",
                )  # fmt: skip
            continue
        found = _row(cells, places, begins)
        if isinstance(found, Fault):
            faults.append(found)
        elif (same := (found.code, found.text, found.group)) in known:
            faults.append(Fault("twice", "文件里已经有同样的一行。",
                                "The file holds the same row already.", line=begins,
                                warning=True))  # fmt: skip
        else:
            known.add(same)
            rows.append(found)
    if places is None:
        return _none("nothing", "文件是空的。", "The file is empty.")
    return Sheet(tuple(rows), tuple(faults), encoding)


def _none(code: str, zh: str, en: str, cure_zh: str = "", cure_en: str = "") -> Sheet:
    return Sheet(faults=(Fault(code, zh, en, cure_zh, cure_en, 1),))


def _text(data: bytes) -> tuple[str | None, str]:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    tried: tuple[str, ...] = ("utf-16",) if marked else ("utf-8-sig", "gb18030")
    for encoding in tried:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding.removesuffix("-sig")
    return None, ""


def _places(cells: list[str]) -> tuple[int, int, int] | None:
    heads = [cell.strip().strip("\ufeff") for cell in cells]
    code = next((heads.index(name) for name in CODES if name in heads), None)
    if code is None or HEAD[1] not in heads or HEAD[2] not in heads:
        return None
    return code, heads.index(HEAD[1]), heads.index(HEAD[2])


def _row(cells: list[str], places: tuple[int, int, int], line: int) -> Row | Fault:
    if len(cells) <= max(places):
        return Fault(
            "short", f"这一行只有 {len(cells)} 格。", f"This row has only {len(cells)} cells.",
            "短语里有逗号时要用引号括起来。", "A phrase with a comma stands in quotes.", line,
        )  # fmt: skip
    code, text, group = (_plain(cells[place]) for place in places)
    if not text:
        return Fault("empty", "这一行没有短语。", "This row has no phrase.",
                     "写上,或者删掉这一行。", "Write one, or take the row out.", line)  # fmt: skip
    for value, most, zh, en in (
        (code, CODE, "编码", "The code"), (text, LONGEST, "短语", "The phrase"),
        (group, GROUP, "分组", "The group"),
    ):  # fmt: skip
        if len(value) > most:
            return Fault(
                "too_long", f"{zh}有 {len(value)} 字,最多 {most}。",
                f"{en} has {len(value)} characters, at most {most}.", "缩短。", "Shorten it.", line,
            )  # fmt: skip
    return Row(code, text, group or NO_GROUP, line)


def _plain(cell: str) -> str:
    """A cell as it was meant: escapes and the apostrophe before a formula taken off."""
    if cell.startswith("'") and cell[1:].startswith(DANGEROUS):
        cell = cell[1:]
    for escape, sign in (("&#13;", "\n"), ("&#10;", "\n"), ("&#44;", ",")):
        cell = cell.replace(escape, sign)
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def write(rows: Iterable[Row], encoding: str = "gbk") -> bytes | tuple[Fault, ...]:
    """The file; or which rows the encoding has no signs for."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    faults = []
    for row in rows:
        group = "" if row.group == NO_GROUP else row.group
        cells = [_harmless(cell) for cell in (row.code, row.text, group)]
        lost = "".join(dict.fromkeys(c for c in "".join(cells) if not _has(c, encoding)))
        if lost:
            faults.append(Fault(
                "encoding", f"「{row.text[:20]}」里的 {lost} 在 GBK 里没有。",
                f"“{row.text[:20]}” holds {lost}, which GBK lacks.",
                "去掉这些字符,或者导出 UTF-8。", "Take them out, or export UTF-8.",
            ))  # fmt: skip
        writer.writerow(cells)
    if faults:
        return tuple(faults)
    return out.getvalue().encode("utf-8-sig" if encoding == "utf-8" else encoding)


def _has(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def beyond(rows: Iterable[Row]) -> tuple[Fault, ...]:
    """Rows that a compatible client may cut or refuse. They are written all the same."""
    out = []
    for row in rows:
        for value, most, zh, en in zip(
            (row.code, row.text, row.group), CLIENT, ("编码", "短语", "分组"),
            ("the code", "the phrase", "the group"), strict=True,
        ):  # fmt: skip
            if len(value) > most:
                begun, n = row.text[:20], len(value)
                out.append(Fault(
                    "beyond", f"「{begun}」的{zh}有 {n} 字,有的客户端只收 {most}。",
                    f"“{begun}”: {en} has {n} characters; some clients take {most}.", warning=True,
                ))  # fmt: skip
    return tuple(dict.fromkeys(out))
