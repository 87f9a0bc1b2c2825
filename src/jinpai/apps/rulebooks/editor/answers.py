"""What was typed into the form, as changes of single values in the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from jinpai.apps.rulebooks.editor.fields import Group, Value
from jinpai.apps.rulebooks.telling.words import Told

_NUMBER = re.compile(r"-?\d{1,13}(\.\d{1,10})?\Z")
_SIGNS = str.maketrans("", "", ",\uff0c \u00a5\uffe5%\uff05")
NO_NUMBER = Told("看不懂这个数字", "this is not a number")
NO_CHOICE = Told("没有这个选项", "there is no such choice")
NO_WORDS = Told("不能空着", "this cannot be empty")


@dataclass(frozen=True)
class Answers:
    """`changes`: key path → new value; `groups` show what was typed, wrong or right."""

    changes: Mapping[str, Any]
    groups: tuple[Group, ...]

    @property
    def unreadable(self) -> int:
        return sum(1 for g in self.groups for r in g.rows for v in r.values if v.wrong)


def answers(groups: Sequence[Group], sent: Mapping[str, str]) -> Answers:
    """Fields that were not sent keep their value; what cannot be read changes nothing."""
    changes: dict[str, Any] = {}
    out = []
    for group in groups:
        rows = []
        for row in group.rows:
            values = []
            for value in row.values:
                typed = sent.get(value.name)
                values.append(value if typed is None else _answer(value, typed, changes))
            rows.append(replace(row, values=tuple(values)))
        out.append(replace(group, rows=tuple(rows)))
    return Answers(changes, tuple(out))


def _answer(value: Value, typed: str, changes: dict[str, Any]) -> Value:
    text = typed.strip()
    if text == value.text:
        return value
    if value.kind == "words":
        if not text or "\n" in text:
            return replace(value, text=typed, wrong=NO_WORDS)
        changes[value.path] = text
    elif value.kind == "choice":
        if text not in dict(value.choices):
            return replace(value, wrong=NO_CHOICE)
        changes[value.path] = text == "yes" if isinstance(value.raw, bool) else text
    else:
        found = number(text)
        if found is None:
            return replace(value, text=typed[:40], wrong=NO_NUMBER)
        if value.kind == "percent":
            found = found / 100
        if found == value.raw:
            return value
        changes[value.path] = (
            int(found) if found == int(found) and value.kind == "number" else found
        )
    return replace(value, text=text)


def number(text: str) -> Decimal | None:
    """3,000 · 1.5% · ¥200, as people type them; None: no number."""
    plain = text.translate(_SIGNS)
    if not _NUMBER.match(plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
