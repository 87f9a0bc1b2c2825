"""Finding a phrase as one types: by its words, by pinyin (fahuo), initials (fh), mixed (fhuo)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from jinpai.workflow.phrases.variants import folded

SPELLED = 80
"""So many signs of a text are looked up by their sound; by its words all of it is found."""

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Entry(Generic[K]):
    """What may be found: its short code, what it is called, everything it says."""

    key: K
    code: str
    title: str
    texts: Sequence[str] = ()


_apart: Any = list  # what has no sound is taken sign by sign


@lru_cache(maxsize=16384)
def syllables(text: str) -> tuple[str, ...]:
    """The sounds of a text, sign by sign: 发货 → fa, huo; letters and digits stand alone."""
    from pypinyin import Style, lazy_pinyin  # its dictionary is large: not before it is needed

    kept = folded(text)[:SPELLED]
    return tuple(lazy_pinyin(kept, style=Style.NORMAL, errors=_apart)) if kept else ()


def sounds(typed: str, spelled: Sequence[str]) -> bool:
    """Is `typed` a run of sounds, each whole or begun? The first sound begins it."""
    return any(_from(typed, spelled, at) for at in range(len(spelled)))


def _from(typed: str, spelled: Sequence[str], at: int) -> bool:
    if not typed:
        return True
    if at == len(spelled):
        return False
    sound, n = spelled[at], 0
    while n < min(len(sound), len(typed)) and sound[n] == typed[n]:
        n += 1
    return any(_from(typed[k:], spelled, at + 1) for k in range(n, 0, -1))


def find(typed: str, entries: Iterable[Entry[K]]) -> list[K]:
    """The keys of what matches, best first: code, then title, then text; words before sounds.

    Several words must all match. Nothing typed finds everything, in the order given.
    """
    words = [w for w in (folded(part) for part in typed.split()) if w]
    if not words:
        return [] if typed.strip() else [e.key for e in entries]
    ranked = []
    for number, entry in enumerate(entries):
        ranks = [_rank(word, entry) for word in words]
        if all(rank is not None for rank in ranks):
            ranked.append((max(rank for rank in ranks if rank is not None), number, entry.key))
    return [key for _rank_, _number, key in sorted(ranked, key=lambda found: found[:2])]


def _rank(word: str, entry: Entry[K]) -> int | None:
    code, title = folded(entry.code), folded(entry.title)
    if code and code == word:
        return 0
    if code.startswith(word):
        return 1
    if title.startswith(word):
        return 2
    if word in title:
        return 3
    spoken = word.isascii() and word.isalpha()
    if spoken and sounds(word, syllables(entry.title)):
        return 4
    if any(word in folded(text) for text in entry.texts):
        return 5
    if spoken and any(sounds(word, syllables(text)) for text in entry.texts):
        return 6
    return None
