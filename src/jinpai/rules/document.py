"""A rulebook's text: read with every error placed, its identity, and those that are shipped."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel, ValidationError

from jinpai.rules import check, places, wording
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook

LONGEST = 500_000  # characters; the shipped ones have about 25 000
DEEPEST = 40
MOST = 200  # problems
DOTS = 1000  # of one line
MOST = 200  # problems told at once
LARGEST = Decimal(10) ** 12
DECIMALS = 10
SHIPPED = (
    "big-pot",
    "level-coefficient",
    "kpi-bands",
    "commission-coefficient",
    "performance-pay",
    "champion",
    "grades",
    "grades-visits",
)
"""In the order of the field reports' regimes; a variant follows its regime."""

_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Nobody types these: no sheet or database takes them, or they turn what is read around."""
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_SAID = (
    ("Cannot overwrite", "同一个键写了两次", "the same key stands twice"),
    ("Duplicate inline table key", "同一个键写了两次", "the same key stands twice"),
    ("Cannot declare", "同一个段落写了两次", "the same table stands twice"),
    ("Cannot mutate", "同一个段落写了两次", "the same table stands twice"),
    ("Expected '='", "键后面应该有 =", "an = is missing after the key"),
    ("Unclosed array", "方括号 [ 没有合上", "a [ is not closed"),
    ("Unclosed inline table", "花括号 { 没有合上", "a { is not closed"),
    ("Unterminated string", "引号没有合上", "a quote is not closed"),
    ("Illegal character", "有不能用的字符(如全角引号)", "a character that cannot stand here"),
    ("Invalid character", "有不能用的字符", "a character that cannot stand here"),
    ("Invalid value", "值读不懂(文字要加半角引号)", "not readable (text needs quotes)"),
    ("Expected newline", "一行只能写一项", "only one key may stand on a line"),
    ("Invalid statement", "这一行读不懂", "this line is not readable"),
    ("Invalid initial character", "键名里有不能用的字符", "a key has a character it cannot have"),
    ("Expected ']", "段落标题没有合上", "the table's heading is not closed"),
    ("Invalid date", "日期不对", "this is no date"),
    ("Unescaped", "反斜杠写法不对", "a backslash is used wrongly"),
)  # fmt: skip


def decode(data: bytes) -> tuple[str | None, list[Problem]]:
    """A file's bytes as text; not UTF-8 is a problem with its line."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [
            Problem(
                "not_utf8", "",
                "文件不是 UTF-8 编码;请用记事本“另存为”选 UTF-8",
                "the file is not UTF-8; save it as UTF-8",
                found=f"0x{data[error.start]:02x}", wanted="UTF-8", line=line,
            )
        ]  # fmt: skip


def read(text: str) -> tuple[Rulebook | None, list[Problem]]:
    """The rulebook, or None and every error with key path, found, wanted and line. Warnings come
    with a rulebook."""
    if len(text) > LONGEST:
        return None, [
            Problem(
                "too_long", "", f"规则书太长:{len(text)} 个字符",
                f"{len(text)} characters are too long", str(len(text)), f"≤ {LONGEST}",
            )
        ]  # fmt: skip
    text = text.removeprefix("\ufeff")
    raw, problem = _parse(text)
    if problem is not None:
        return None, [problem]
    book, problems = judge(raw)
    if problems:
        known = places.lines(text)
        told = [replace(p, line=p.line or places.line_of(p.path, known)) for p in problems[:MOST]]
        problems = told if len(problems) <= MOST else [*told, _more(problems[MOST:])]
    return book, problems


def judge(raw: Mapping[str, Any]) -> tuple[Rulebook | None, list[Problem]]:
    """The same for a document already parsed, with Decimal for its numbers; without lines."""
    problems = list(_wild(raw, ()))
    book: Rulebook | None = None
    if not problems:
        try:
            book = Rulebook.model_validate(raw)
        except ValidationError as error:
            problems = wording.in_words(error, raw, Rulebook)
        else:
            problems = [*_wrong_types(raw, book, ()), *check.check(book)]
    if any(p.severity == "error" for p in problems):
        return None, problems
    return book, problems


def digest(text: str) -> str:
    """The identity of a version: SHA-256 of the text as UTF-8 with \\n at the line ends."""
    same = text.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(same.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def shipped() -> Mapping[str, str]:
    """Code → text of the rulebooks that come with the program: the reports' in their order, then
    any other file of the folder."""
    folder = resources.files("jinpai.rules") / "rulebooks"
    names = (file.name for file in folder.iterdir())
    there = sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    codes = [*SHIPPED, *(code for code in there if code not in SHIPPED)]
    return {code: (folder / f"{code}.toml").read_text("utf-8") for code in codes}


def _parse(text: str) -> tuple[dict[str, Any], Problem | None]:
    for n, row in enumerate(text.split("\n"), 1):
        if row.count(".") > DOTS:  # a.a.a…: the parser would take minutes
            return {}, replace(_too_deep(""), line=n)
    try:
        return tomllib.loads(text, parse_float=Decimal), None
    except RecursionError:
        return {}, _too_deep("")
    except ValueError as error:  # TOMLDecodeError, or a whole number of thousands of digits
        said = str(error)
        where = _AT.search(said)
        line = text.count("\n") + 1
        if where and where.group(1):
            line = int(where.group(1))
        elif not where:
            line = _longest_number(text)
        zh, en = "读不懂", "not readable"
        for start, in_zh, in_en in _SAID:
            if said.startswith(start):
                zh, en = in_zh, in_en
                break
        rows = text.split("\n")
        found = rows[line - 1].strip()[:60] if line <= len(rows) else ""
        return {}, Problem(
            "not_toml", "", f"第 {line} 行:{zh}", f"line {line}: {en}", found, "TOML", line=line
        )


def _longest_number(text: str) -> int:
    found = re.search(r"\d{400}", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _more(untold: list[Problem]) -> Problem:
    """What was found beyond what anybody reads; as grave as the gravest of it."""
    errors = any(p.severity == "error" for p in untold)
    return Problem(
        "more", untold[0].path, f"还有 {len(untold)} 处,改好上面的再看",
        f"and {len(untold)} more; mend those above first",
        str(len(untold)), severity="error" if errors else "warning",
    )  # fmt: skip


def _too_deep(path: str) -> Problem:
    return Problem(
        "too_deep", path, "层数太深", "nested too deeply", f"> {DEEPEST}", f"≤ {DEEPEST}"
    )


def _wild(value: object, path: tuple[places.Step, ...]) -> Iterator[Problem]:
    """Numbers that are none, or that no shop has; nesting beyond reason."""
    if len(path) > DEEPEST:
        yield _too_deep(places.spell(path[:DEEPEST]))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _wild(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _wild(part, (*path, index))
    elif isinstance(value, str) and (odd := _ODD.search(value)):
        yield Problem(
            "bad_value", places.spell(path), "有看不见的控制字符",
            "there is an invisible control character", f"U+{ord(odd.group()):04X}",
        )  # fmt: skip
    elif isinstance(value, Decimal | int) and not isinstance(value, bool):
        number = Decimal(value)
        place = places.spell(path)
        if not number.is_finite():
            yield Problem(
                "bad_value", place, "nan、inf 不是数字", "nan and inf are no numbers", str(value)
            )
        elif number.copy_abs() > LARGEST:
            yield Problem(
                "out_of_range", place, "数字太大", "the number is too large",
                wording.told(value), f"≤ {LARGEST}",
            )  # fmt: skip
        elif -int(number.as_tuple().exponent) > DECIMALS:
            yield Problem(
                "out_of_range", place, f"小数太长,最多 {DECIMALS} 位",
                f"too many decimals, at most {DECIMALS}", wording.told(value), f"≤ {DECIMALS}",
            )  # fmt: skip


def _wrong_types(raw: object, read: object, path: tuple[places.Step, ...]) -> Iterator[Problem]:
    """Values that were understood although written as something else: "30" for 30, true for 1."""
    if isinstance(read, BaseModel):
        named: dict[str, str] = {
            f.alias or name: name for name, f in type(read).model_fields.items()
        }
        for key, part in raw.items() if isinstance(raw, Mapping) else ():
            yield from _wrong_types(
                part, getattr(read, str(named.get(key, key)), None), (*path, key)
            )
    elif isinstance(read, Mapping):
        for key, part in raw.items() if isinstance(raw, Mapping) else ():
            yield from _wrong_types(part, read.get(key), (*path, key))
    elif isinstance(read, tuple):
        for index, (part, value) in enumerate(
            zip(raw if isinstance(raw, list) else (), read, strict=False)
        ):
            yield from _wrong_types(part, value, (*path, index))
    elif isinstance(read, bool) is not isinstance(raw, bool):
        yield _type(path, raw, "true / false" if isinstance(read, bool) else "数字 number")
    elif isinstance(read, int | Decimal) and not isinstance(raw, int | Decimal):
        yield _type(path, raw, "数字 number")


def _type(path: tuple[places.Step, ...], raw: object, wanted: str) -> Problem:
    found = f'"{raw}"' if isinstance(raw, str) else wording.told(raw)
    return Problem(
        "bad_value", places.spell(path),
        f"应为{'数字,不加引号' if wanted[0] == '数' else ' true 或 false'};现在是 {found}",
        f"{'a number without quotes' if wanted[0] == '数' else 'true or false'} is needed; "
        f"found {found}",
        found, wanted,
    )  # fmt: skip
