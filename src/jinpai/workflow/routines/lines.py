"""A checklist's items as lines of a form, and back: what a line does not touch stays."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from jinpai.workflow.routines.template import Item

BETWEEN = " | "


def line(zh: str, en: str, *, english: bool) -> str:
    """A text as its form shows it. Who reads English sees both, for the Chinese is what the
    others read."""
    if not english or en == zh:
        return zh
    return f"{en}{BETWEEN}{zh}"


def pair(text: str, *, english: bool) -> tuple[str, str]:
    """Chinese and English of a line; the reader's language comes first. Of one text alone it
    is both."""
    first, _, second = (part.strip() for part in text.partition(BETWEEN))
    first, second = first or second, second or first
    return (second, first) if english else (first, second)


def read(text: str, before: Sequence[Item], *, english: bool) -> tuple[Item, ...]:
    """The items of the lines. A line one of whose languages stayed keeps its code, its page and
    its source; a line typed in one language keeps the other where it is as it was."""
    rows = [row.strip() for row in dict.fromkeys(text.splitlines()) if row.strip()]
    pairs = [(BETWEEN in row, *pair(row, english=english)) for row in rows]
    stay = {zh for _both, zh, _en in pairs}
    by_zh = {item.zh: item for item in before}
    by_en = {item.en: item for item in before if item.zh not in stay}
    found = []
    for both, zh, en in pairs:
        known = by_zh.get(zh) or by_en.get(en)
        if known is None:
            found.append(Item(f"i-{hashlib.sha256(zh.encode()).hexdigest()[:10]}", zh, en))
        else:
            found.append(replace(known, zh=zh, en=en) if both else known)
    return tuple(dict.fromkeys(found))
