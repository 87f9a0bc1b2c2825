"""Two rulebooks side by side: what differs in words, and line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

CONTEXT = 2  # lines around a change


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
