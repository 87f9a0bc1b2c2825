"""What a cell of a Chinese shop export means, once its wrapping is taken off.

Exports protect long numbers as `="308…"`, lead with `'` or a TAB, write "nothing" in a
dozen ways, hang 元 on money and spell one header with both kinds of parentheses.
Every function takes text and gives text ("" = unknown), so that nothing is rounded.

Source: reference formats.md §1.3, §1.4 and §3A.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

MISSING = frozenset(
    {
        "", "-", "--", "---", "—", "——", "–", "/", "\\", "null", "none", "nan", "n/a", "#n/a",
        "(null)", "nil", "undefined", "无", "暂无", "暂无数据", "延迟统计", "无数据", "统计中",
        "无退款申请", "数据计算中", "计算中",
    }
)  # fmt: skip
"""Cells that say "not known". None of them is 0: what is not known is shown as not known."""

_LONGEST_MISSING = max(map(len, MISSING)) + 1
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\x00"), None)
_WRAPPED = frozenset("='\"‘’`")
_HEADER_BLANK = re.compile(r"\s+")
_HEADER_UNIT = re.compile(r"\((?:元|秒|分钟|件|人|次|条|%|s)\)$")
_HEADER_DROP = re.compile(r"[\s()\[\]【】,,、;:'\"*]+")
_PROTECTED = re.compile(r'^="(.*)"$', re.DOTALL)
_SCIENTIFIC = re.compile(r"^[+-]?\d+(\.\d+)?[eE]\+?\d+$")
_TIME = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
    r"(?:[\sT]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?$"
)
_SERIAL = re.compile(r"^\d{5}(\.\d+)?$")
_DURATION = re.compile(r"^(?:(\d+)(?:小时|时))?(?:(\d+)(?:分钟|分))?(?:(\d+(?:\.\d+)?)秒)?$")
_CLOCK = re.compile(r"^(\d+):(\d{1,2}):(\d{1,2})$")
_EXCEL_EPOCH = datetime(1899, 12, 30)
_PLAIN_AMOUNT = re.compile(r"^\d{1,12}(?:\.\d{1,4})?$", re.ASCII)
_PLAIN_TIME = re.compile(
    r"^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$", re.ASCII
)
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050  # 2000-01-01 … 2099-12-31

EXCEL_DIGITS = 15
"""Excel keeps 15 significant digits of a number and turns the rest into zeros."""


def header(text: str) -> str:
    """A column title reduced to what identifies it: half width, no blanks, no brackets, no unit.

    `首次响应时长（秒)`, ` 首次响应时长(秒)` and 首次响应时长 are one name;
    so are 店铺Id and 店铺ID.
    """
    plain = unicodedata.normalize("NFKC", unwrap(text).translate(_INVISIBLE))
    plain = _HEADER_UNIT.sub("", _HEADER_BLANK.sub("", plain))
    return _HEADER_DROP.sub("", plain).lower()


def unwrap(text: str) -> str:
    """The content of a cell without `="…"`, a leading `'`, TABs, blanks and invisible signs."""
    text = (text if text.isascii() and "\x00" not in text else text.translate(_INVISIBLE)).strip()
    if text[:1] not in _WRAPPED:
        return text
    for _ in range(3):
        before = text
        if protected := _PROTECTED.match(text):
            text = protected.group(1).replace('""', '"').strip()
        if len(text) > 1 and text[0] == '"' == text[-1] and text.count('"') == 2:
            text = text[1:-1].strip()
        if text[:1] in ("'", "‘", "’", "`"):
            text = text[1:].strip()
        if text == before:
            break
    return text


def value(text: str) -> str:
    """The cell's text, "" where it says that nothing is known."""
    text = unwrap(text)
    return "" if len(text) < _LONGEST_MISSING and text.lower() in MISSING else text


def text_of(text: str) -> str:
    """Free text (a remark, a title): NFC, and only the plain signs of emptiness removed."""
    text = unicodedata.normalize("NFC", unwrap(text))
    return "" if text.lower() in ("-", "--", "null", "(null)", "nan") else text


def money(text: str) -> str:
    """Yuan as plain decimal text: `1,234.00`, `0元`, `¥ 12.5`, `12.5 元` → "1234.00" ….

    What is no amount comes back as it stood, so that it is reported and never read as 0.
    """
    text = value(text)
    if _PLAIN_AMOUNT.match(text):
        return text
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    plain = plain.removeprefix("CNY").removeprefix("RMB")
    plain = plain.removeprefix("¥").removesuffix("元").replace(",", "")
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    return plain if number(plain) is not None else text


def number(text: str) -> Decimal | None:
    """The finite decimal that the text is, else nothing."""
    if not text or len(text) > 40:
        return None
    try:
        found = Decimal(text)
    except (InvalidOperation, ValueError):
        return None
    return found if found.is_finite() and "_" not in text else None


def plain_number(found: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: 12.0 → "12", 1E+2 → "100"."""
    shown = format(found, "f")
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def count(text: str) -> str:
    """A whole number as text: `1,234`, `12.0`, `3件` → "1234", "12", "3"."""
    text = value(text)
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    plain = plain.rstrip("件个人次条字笔单")
    found = number(plain)
    return plain_number(found) if found is not None else text


def seconds(text: str) -> str:
    """A duration in seconds as text: `35.2`, `11秒`, `2分30秒`, `7小时41分52秒`, `00:01:23`."""
    text = value(text)
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    found = number(plain.removesuffix("s").removesuffix("S"))
    if found is not None:
        return plain_number(found)
    if clock := _CLOCK.match(plain):
        hours, minutes, rest = (int(part) for part in clock.groups())
        return str(hours * 3600 + minutes * 60 + rest)
    if plain and (spoken := _DURATION.match(plain)):
        total = Decimal(int(spoken.group(1) or 0) * 3600 + int(spoken.group(2) or 0) * 60)
        return plain_number(total + Decimal(spoken.group(3) or 0))
    return text


def moment(text: str) -> str:
    """A time as `YYYY-MM-DD HH:MM:SS`: from `2019-03-12 10:48:33`, Excel's `2016/5/23 22:02`,
    an Excel serial (42513.918…) or a bare day (its first instant).

    What is no time comes back as it stood, for the loader to report.
    """
    text = value(text)
    if _PLAIN_TIME.match(text):
        return text
    found = read_moment(text)
    return text if found is None else found.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")


def read_moment(text: str) -> datetime | None:
    """The moment that the text names, else nothing. An all-zero date is no moment."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if parts := _TIME.match(plain):
        year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
        try:
            return datetime(year, month, day, hour, minute, second)
        except ValueError:
            return None
    if _SERIAL.match(plain) and _FIRST_SERIAL <= float(plain) < _LAST_SERIAL:
        exact = timedelta(seconds=round(float(plain) * 86400))
        return _EXCEL_EPOCH + exact
    return None


def is_order_id(text: str) -> bool:
    """Taobao order ids have 15 to 19 digits."""
    return 15 <= len(text) <= 19 and text.isascii() and text.isdigit()


def is_ruined_id(text: str) -> bool:
    """Has a spreadsheet turned this long number into a rounded one (`3.30438E+18`)?"""
    if _SCIENTIFIC.match(text):
        return True
    whole, dot, rest = text.partition(".")
    return bool(dot) and not rest.strip("0") and whole.isdigit() and len(whole) > EXCEL_DIGITS


def rounded_digits(text: str) -> bool:
    """Are all digits behind Excel's fifteenth zero? For one id chance, for all of them damage."""
    return len(text) > EXCEL_DIGITS and not text[EXCEL_DIGITS:].strip("0")


def typed(cell: object) -> str:
    """The text of a spreadsheet cell that may hold a number, a date or a truth value.

    A number that a spreadsheet can no longer hold exactly is shown in scientific notation,
    as Excel does: an id among them is then refused instead of quietly changed.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell != cell or cell in (float("inf"), float("-inf")):
            return ""
        if abs(cell) >= 2**53:
            return f"{cell:.5E}"
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, int):
        return f"{cell:.5E}" if abs(cell) >= 2**53 else str(cell)
    if isinstance(cell, datetime):
        rounded = cell + timedelta(microseconds=500_000) if cell.microsecond else cell
        return rounded.replace(microsecond=0, tzinfo=None).isoformat(sep=" ")
    if isinstance(cell, date):
        return f"{cell.isoformat()} 00:00:00"
    if isinstance(cell, time):
        return cell.replace(microsecond=0).isoformat()
    if isinstance(cell, timedelta):
        total = round(cell.total_seconds())
        return f"{total // 3600:02d}:{total % 3600 // 60:02d}:{total % 60:02d}"
    return str(cell)
