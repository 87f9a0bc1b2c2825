"""Rulebooks read from saved texts, each once a process: the hash says which it is."""

from __future__ import annotations

from functools import lru_cache

from jinpai.rules import document
from jinpai.rules.rulebook import Rulebook


class Unreadable(Exception):
    """A saved text that this release cannot read: it was written by another one."""


@lru_cache(maxsize=64)
def parsed(sha256: str, text: str) -> Rulebook:
    """`sha256` stands for the text in the cache; the text is what is read."""
    rulebook, problems = document.read(text)
    if rulebook is None:
        first = next((p for p in problems if p.severity == "error"), None)
        raise Unreadable(
            f"{sha256[:12]}: {first.path if first else ''} {first.en if first else ''}"
        )
    return rulebook
