"""Two rulebooks side by side: what differs in words, and line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from jinpai.apps.rulebooks.telling.words import Told
from jinpai.rules import diff
from jinpai.rules.diff import Difference
from jinpai.rules.rulebook import Rulebook

FEW = 12  # differences that are read at a glance
CONTEXT = 2  # lines around a change


_SECTIONS = {
    "": Told("名称、月份和理由", "Name, month and reason"),
    "measure": Told("度量", "Measure"),
    "appraisal": Told("考核", "Appraisal"),
    "pay": Told("薪资", "Pay"),
    "career": Told("晋升", "Career"),
    "quality": Told("质检", "Quality"),
    "training": Told("培训", "Training"),
    "desk": Told("工作台", "Desk"),
}


@dataclass(frozen=True)
class Section:
    """What differs in one section of the document."""

    name: Told
    differences: tuple[Difference, ...]

    @property
    def few(self) -> bool:
        return len(self.differences) <= FEW


@dataclass(frozen=True)
class Differences:
    sections: tuple[Section, ...]


def differences(before: Rulebook, after: Rulebook) -> Differences:
    """What changes, section by section, in the document's order."""
    found: dict[str, list[Difference]] = {}
    for one in diff.differences(before, after):
        head = one.path.split(".")[0].split("[")[0]
        found.setdefault(head if head in _SECTIONS else "", []).append(one)
    return Differences(
        tuple(Section(_SECTIONS[code], tuple(found[code])) for code in _SECTIONS if code in found)
    )


@dataclass(frozen=True)
class Line:
    """One line of the text comparison; `sign`: "-" before, "+" after, " " both, "…" left out."""

    sign: str
    before: int | None
    after: int | None
    text: str


def text_difference(before: str, after: str) -> list[Line]:
    return list(_lines(before.split("\n"), after.split("\n")))


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    groups = difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT)
    for number, group in enumerate(groups):
        if number:
            yield Line("…", None, None, "")
        for tag, a, b, c, d in group:
            if tag == "equal":
                for step in range(b - a):
                    yield Line(" ", a + step + 1, c + step + 1, old[a + step])
                continue
            for place in range(a, b):
                yield Line("-", place + 1, None, old[place])
            for place in range(c, d):
                yield Line("+", None, place + 1, new[place])
