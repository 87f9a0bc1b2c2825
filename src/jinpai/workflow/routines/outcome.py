"""What came of a run, and items that stay undone day after day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

STATES: Mapping[str, tuple[str, str]] = {
    "done": ("做了", "done"),
    "not_done": ("没做", "not done"),
    "not_needed": ("今天不用", "not needed"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A run: how many items, how each was answered, how many are left."""

    items: int
    done: int
    not_done: int
    not_needed: int

    @property
    def left(self) -> int:
        return self.items - self.done - self.not_done - self.not_needed

    @property
    def outcome(self) -> str:
        """How the whole ended; empty: it has not."""
        if self.left:
            return ""
        if self.not_done:
            return "not_done"
        return "done" if self.done or not self.items else "not_needed"


def standing(items: Sequence[str], states: Mapping[str, str]) -> Standing:
    """`states`: item → its last answer. Answers of items that a run does not have count not."""
    said = [states.get(code, "") for code in items]
    return Standing(
        len(items), said.count("done"), said.count("not_done"), said.count("not_needed")
    )


class Answer(NamedTuple):
    """One item of one run on one day."""

    day: date
    item: str
    state: str  # empty: nobody answered
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Streak:
    """So many runs in a row, up to the newest, in which an item was not done. `reasons` with
    their counts, most first; an empty reason is nobody's answer."""

    item: str
    runs: int
    since: date
    reasons: tuple[tuple[str, int], ...]


def streaks(answers: Iterable[Answer], least: int = 2) -> list[Streak]:
    """The longest first. A day on which it was not needed neither breaks a streak nor counts."""
    by_item: dict[str, list[Answer]] = {}
    for one in sorted(answers, key=lambda a: a.day):
        by_item.setdefault(one.item, []).append(one)
    found = []
    for item, rows in by_item.items():
        run: list[Answer] = []
        for one in reversed(rows):
            if one.state == "done":
                break
            if one.state != "not_needed":
                run.append(one)
        if len(run) >= least:
            counts: dict[str, int] = {}
            for one in run:
                counts[one.reason] = counts.get(one.reason, 0) + 1
            ranked = tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
            found.append(Streak(item, len(run), run[-1].day, ranked))
    return sorted(found, key=lambda s: (-s.runs, s.item))
