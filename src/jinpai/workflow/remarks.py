"""Remarks on orders in the shop's own format: who, what, when; written, read back, checked.

`蔡蔡 送某某礼物一份,发申通 2014.8.20` is agent, text and day in the format `{agent} {text} {date}`.
Several remarks stand in one field: on lines of their own, between semicolons, or one after the
other, each beginning with a colleague's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

DEFAULT = "{agent} {text} {date}"
BETWEEN = "\n"
LONGEST = 200  # signs of one text
_PIECES = re.compile(r"[;；\r\n]+")
_BRACES = re.compile(r"(\{agent\}|\{text\}|\{date\})")
_DAY = r"(?:[0-9]{4}[./\-年])?[0-9]{1,2}[./\-月][0-9]{1,2}日?"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark. `day` is None where the format has none, or where it is no day."""

    agent: str
    text: str
    day: date | None
    written: str = ""  # the date as it stands in the field


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in a field: remarks in the shop's format, and everything else as it is."""

    remarks: tuple[Remark, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a remark."""

    code: str
    zh: str
    en: str


NO_TEXT = Fault("no_text", "还没有写内容", "there is no text")
TOO_LONG = Fault("too_long", f"内容超过 {LONGEST} 字", f"the text has more than {LONGEST} signs")
NO_AGENT = Fault("no_agent", "没有写是谁", "it does not say who")
STRANGER = Fault("stranger", "不认识这位客服", "no such colleague")
NO_DAY = Fault("no_day", "日期不是一个日子", "the date is no day")
FUTURE = Fault("future", "日期在今天之后", "the date is after today")
UNCLEAR = Fault(
    "unclear", "这样写读不回来:内容里像有另一条备注",
    "read back it is something else: the text looks like another remark",
)  # fmt: skip


class Unfit(ValueError):
    """A remark that cannot be written; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.en)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Format:
    """The shop's format and who may sign in it."""

    template: str = DEFAULT
    agents: tuple[str, ...] = ()
    parts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        parts = tuple(part for part in _BRACES.split(self.template) if part)
        fields = [part for part in parts if _BRACES.fullmatch(part)]
        literal = "".join(part for part in parts if part not in fields)
        if fields.count("{text}") != 1 or len(set(fields)) != len(fields):
            raise ValueError("a remark's format has {text} once, {agent} and {date} at most once")
        if _PIECES.search(literal) or any(a in fields and b in fields for a, b in pairwise(parts)):
            raise ValueError("the fields stand apart, and not by what stands between two remarks")
        object.__setattr__(self, "parts", parts)

    # -- writing ---------------------------------------------------------------------------

    def render(self, remark: Remark, today: date) -> str:
        """The remark as it is written. Raises Unfit for one that could not be read back."""
        clean = Remark(tidy(remark.agent), tidy(remark.text), remark.day)
        for fault in self.faults(clean, today):
            raise Unfit(fault)
        values = {"{agent}": clean.agent, "{text}": clean.text, "{date}": written(clean.day)}
        line = "".join(values.get(part, part) for part in self.parts).strip()
        back = self.read(line, today)
        if back.other or [(r.agent, r.text, r.day) for r in back.remarks] != [
            (
                clean.agent if "{agent}" in self.parts else "",
                clean.text,
                clean.day if "{date}" in self.parts else None,
            )
        ]:
            raise Unfit(UNCLEAR)
        return line

    def added(self, before: str, remark: Remark, today: date) -> str:
        """The field with one more remark; what stood there stays. The same again is not added."""
        line = self.render(remark, today)
        stands = [piece.strip() for piece in _PIECES.split(before)]
        if line in stands:
            return before.strip()
        return f"{before.strip()}{BETWEEN}{line}" if before.strip() else line

    # -- reading ---------------------------------------------------------------------------

    def read(self, text: str, today: date) -> Read:
        """The remarks of a field, in their order. A date without a year is the last such day."""
        remarks: list[Remark] = []
        other: list[str] = []
        for piece in (p.strip() for p in _PIECES.split(text)):
            if not piece:
                continue
            found = self._of(piece, today)
            remarks += found
            if not found:
                other.append(piece)
        return Read(tuple(remarks), tuple(other))

    def _of(self, piece: str, today: date) -> list[Remark]:
        """Every remark of a piece, or none where anything of it would be left over."""
        known = self._pattern(self._known())
        begins = self._begin(self._known()) if self.agents else ""
        ends = rf"(?=\s*$|\s+{begins})" if begins else r"(?=\s*$)"
        out, at = [], 0
        one = re.compile(rf"\s*{known}{ends}", re.DOTALL)
        while at < len(piece):
            found = one.match(piece, at)
            if found is None or found.end() == at:
                break
            out.append(self._remark(found, today))
            at = found.end()
        if out and not piece[at:].strip():
            return out
        whole = re.fullmatch(self._pattern(r"[^\s;；]{1,32}"), piece, re.DOTALL)
        return [self._remark(whole, today)] if whole else []

    def _known(self) -> str:
        names = sorted((re.escape(a) for a in self.agents if a), key=len, reverse=True)
        return f"(?:{'|'.join(names)})" if names else r"[^\s;；]{1,32}"

    def _begin(self, agents: str) -> str:
        """How a remark of a known colleague begins; empty where the format begins otherwise."""
        if "{agent}" not in self.parts:
            return ""
        before = self.parts[: self.parts.index("{agent}")]
        if "{text}" in before:
            return ""
        after = self.parts[len(before) + 1] if len(self.parts) > len(before) + 1 else ""
        return "".join(_literal(p) if p != "{date}" else _DAY for p in before) + (
            agents + _literal(after)
        )

    def _pattern(self, agents: str) -> str:
        patterns = {
            "{agent}": f"(?P<agent>{agents})",
            "{text}": r"(?P<text>\S.*?)",
            "{date}": f"(?P<date>{_DAY})",
        }
        last = len(self.parts) - 1
        return "".join(
            patterns.get(part) or (_literal(part) if 0 < n < last else _literal(part.strip()))
            for n, part in enumerate(self.parts)
        )

    def _remark(self, found: re.Match[str], today: date) -> Remark:
        groups = found.groupdict(default="")
        stands = groups.get("date", "")
        return Remark(groups.get("agent", ""), groups["text"].strip(), _day(stands, today), stands)

    # -- checking --------------------------------------------------------------------------

    def faults(self, remark: Remark, today: date) -> list[Fault]:
        """What is wrong with a remark, written or read."""
        out = []
        if "{agent}" in self.parts:
            if not remark.agent:
                out.append(NO_AGENT)
            elif remark.agent not in self.agents:
                out.append(STRANGER)
        if not remark.text:
            out.append(NO_TEXT)
        elif len(remark.text) > LONGEST:
            out.append(TOO_LONG)
        if "{date}" in self.parts:
            if remark.day is None:
                out.append(NO_DAY)
            elif remark.day > today:
                out.append(FUTURE)
        return out


def shop_format(template: str, agents: Iterable[str]) -> Format:
    """The rulebook's format; the usual one where that one cannot be read back."""
    names = tuple(sorted({tidy(a) for a in agents} - {""}))
    try:
        return Format(template, names)
    except ValueError:
        return Format(DEFAULT, names)


def tidy(text: str) -> str:
    """On one line, and without what separates two remarks."""
    return " ".join(re.sub(r"[;；]+", ",", text).split())


def written(day: date | None) -> str:
    """2014.8.20, as shops write it."""
    return f"{day.year}.{day.month}.{day.day}" if day else ""


def _literal(text: str) -> str:
    """A format's own text; spaces of any number where it has one."""
    return r"\s+".join(re.escape(word) for word in re.split(r"\s+", text)) if text else ""


def _day(text: str, today: date) -> date | None:
    numbers = [int(n) for n in re.findall(r"[0-9]+", text)]
    try:
        if len(numbers) == 3:
            return date(numbers[0], numbers[1], numbers[2])
        if len(numbers) == 2:
            day = date(today.year, numbers[0], numbers[1])
            # written just before midnight elsewhere: tomorrow is not last year
            return day if day <= today + timedelta(days=1) else day.replace(year=today.year - 1)
    except ValueError:
        pass
    return None


def too_long(platform: str, text: str) -> bool:
    """Would the platform refuse the whole field? Taobao counts bytes, Douyin signs."""
    if platform in ("taobao", "tmall"):
        return len(text.encode()) > 1000
    return len(text) > 500
