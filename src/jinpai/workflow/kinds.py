"""What a list of the desk is like: who works it, its one next step, how an item may end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt or an item ends. `closes`: the item is done; else it is an attempt and the
    next reminder follows. `needs`: "" nothing, "reason" one of the list's reasons, "note" words.
    `after`: only where this outcome was recorded before. `back`: the item returns to whoever
    raised it. `own`: only the list's own page records it."""

    code: str
    zh: str
    en: str
    closes: bool = True
    needs: str = ""
    converted: bool = False  # what the list is for was reached: counts as its conversion
    after: str = ""
    back: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: not bought, not paid, not shipped … ranked weekly."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Field:
    """Something the person writes down. `kind`: text, day, yuan, number, tick. `on`: the outcomes
    that require it; empty: `required` holds for each."""

    code: str
    zh: str
    en: str
    kind: str = "text"
    required: bool = False
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One list. `step_*` is the label of its one button. `filled`: facts, hand or both.
    `climbs_to`: the role that is told when an item is past its deadline."""

    code: str
    zh: str
    en: str
    role: str
    step_zh: str
    step_en: str
    about_zh: str
    about_en: str
    outcomes: tuple[Outcome, ...]
    reasons: tuple[Reason, ...] = ()
    fields: tuple[Field, ...] = ()
    filled: str = "facts"
    climbs_to: str = "supervisor"
    live: bool = False  # at its best with live events; works from whatever arrives
