"""The daily problem sheet: which problems are the same, what is known already, who is late, when
the same problem rises by itself.

Two questions are compared by their pairs of signs (character bigrams), after the words that every
question to a shop begins or ends with are left out: no model, nothing learned, the same answer
every time and on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Generic, Literal, TypeVar

from jinpai.rules.sections.desk import Desk
from jinpai.workflow.phrases.variants import folded

SAME = 0.5
"""From here on two questions ask the same."""
NEAR = 0.34
"""From here on one is shown to who asks the other."""
SHOWN = 5

_EMPTY = (
    "您好", "你好", "请问一下", "请问", "想问一下", "想问", "问一下", "麻烦", "谢谢", "亲亲", "亲",
    "客户问", "顾客问", "买家问", "客户", "顾客", "买家", "一下", "怎么办", "怎么处理", "怎么回答",
    "怎么回复", "是不是", "可以", "你们", "我们", "这个", "这款", "这件",
    "吗", "呢", "吧", "啊", "呀", "哦", "哈", "嘛", "了", "的",
)  # fmt: skip
"""Said with any question; taken out, the longest first, where something is left."""

_OR_NOT = re.compile(r"(\w)不\1")
"""会不会, 能不能, 要不要 ask what 会, 能, 要 ask."""

K = TypeVar("K")


@lru_cache(maxsize=8192)
def signs(text: str) -> frozenset[str]:
    """The pairs of neighbouring signs of what a text is about; of a single sign that sign."""
    kept = whole = _OR_NOT.sub(r"\1", folded(text))
    for word in sorted(_EMPTY, key=len, reverse=True):
        kept = kept.replace(word, "")
    kept = kept or whole
    return frozenset(kept[n : n + 2] for n in range(len(kept) - 1)) or frozenset(kept)


def likeness(one: str, other: str) -> float:
    """0 nothing in common, 1 the same: twice the common pairs over all pairs of both."""
    a, b = signs(one), signs(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def covered(question: str, text: str) -> float:
    """How much of a question a longer text speaks of."""
    asked = signs(question)
    return len(asked & signs(text)) / len(asked) if asked else 0.0


@dataclass(frozen=True, slots=True)
class Known(Generic[K]):
    """Something written before: `asks`, short, one question each; `says`, the long text of it."""

    key: K
    asks: Sequence[str]
    says: str = ""


def near(question: str, known: Iterable[Known[K]], most: int = SHOWN) -> list[tuple[K, float]]:
    """What may answer the question already, the nearest first. A text that only speaks of the
    words counts for less than a question that asks the same."""
    found = []
    for number, one in enumerate(known):
        score = max([likeness(question, ask) for ask in one.asks] or [0.0])
        if one.says:
            score = max(score, 0.6 * covered(question, one.says))
        if score >= NEAR:
            found.append((-score, number, one.key))
    return [(key, round(-score, 3)) for score, _n, key in sorted(found, key=lambda f: f[:2])[:most]]


# -- the same problem --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked(Generic[K]):
    """A problem of somebody's day. `root`: the first of those that are the same."""

    root: K
    kind: str
    product: str
    question: str


def root_of(kind: str, product: str, question: str, before: Iterable[Asked[K]]) -> K | None:
    """Which earlier problem this one repeats: the likest of the same kind, the earliest of equals.
    A fault of one product is not the fault of another."""
    best: tuple[float, K] | None = None
    for one in before:
        if one.kind != kind:
            continue
        if kind == "quality" and product and one.product and product != one.product:
            continue
        score = likeness(question, one.question)
        if score >= SAME and (best is None or score > best[0]):
            best = (score, one.root)
    return best[1] if best else None


@dataclass(frozen=True, slots=True)
class Seen:
    """A problem of a group, on somebody's sheet of a day."""

    person: str
    day: date


def times(seen: Iterable[Seen], today: date, desk: Desk, after: date | None = None) -> int:
    """How often a group was on sheets within the days that count, a person once a day; `after`:
    only what came later, when it was answered once before."""
    first = today - timedelta(days=desk.same_problem_days - 1)
    return len({
        (one.person, one.day) for one in seen
        if first <= one.day <= today and (after is None or one.day > after)
    })  # fmt: skip


def rises(seen: Iterable[Seen], today: date, desk: Desk, after: date | None = None) -> bool:
    """Does it go to those who can take its cause away?"""
    return times(seen, today, desk, after) >= desk.same_problem_times


# -- handing in --------------------------------------------------------------------------

Standing = Literal["in_time", "late", "missing", "not_yet", "off", "unknown"]


@dataclass(frozen=True, slots=True)
class Duty:
    """What is known of a person's day, on the wall. `at_work`: None where nobody knows;
    `began`: clocked in, or the first message to a buyer."""

    at_work: bool | None = None
    began: datetime | None = None


def until(day: date, duty: Duty, desk: Desk) -> datetime:
    """Before work: until a little after the person began; else until the hour of the rulebook."""
    if duty.began is not None:
        return duty.began + timedelta(minutes=desk.sheet_grace_min)
    return datetime.combine(day, time.fromisoformat(desk.sheet_by))


def standing(day: date, handed: datetime | None, duty: Duty, now: datetime, desk: Desk) -> Standing:
    """How a person stands with a day's sheet. Handed in counts, on duty or not."""
    limit = until(day, duty, desk)
    if handed is not None:
        return "in_time" if handed <= limit else "late"
    if duty.at_work is False:
        return "off"
    if now <= limit:
        return "not_yet"
    if duty.at_work is None:
        return "unknown"
    return "missing"


def share(standings: Iterable[Standing]) -> tuple[int, int]:
    """(handed in time, days that count): a late sheet and a missing one count against."""
    counted = [s for s in standings if s in ("in_time", "late", "missing")]
    return sum(s == "in_time" for s in counted), len(counted)
