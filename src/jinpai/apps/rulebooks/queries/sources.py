"""A rulebook to look at, wherever it comes from: a saved version, a shipped one, or a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from jinpai.apps.rulebooks.models import Version
from jinpai.apps.rulebooks.parsed import Unreadable, parsed
from jinpai.apps.rulebooks.queries.versions import version
from jinpai.rules import document
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.strict import Words

_SHA = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True)
class Source:
    """`key` names it in addresses: a version's sha256 or a shipped one's code."""

    key: str
    text: str
    rulebook: Rulebook | None  # None: this release cannot read it
    version: Version | None = None

    @property
    def shipped(self) -> bool:
        return self.version is None

    @property
    def name(self) -> Words:
        if self.rulebook is None:
            return Words(zh=self.label, en=self.label)
        return self.rulebook.name

    @property
    def label(self) -> str:
        """kpi-bands 3; a shipped one has no number of the shop's."""
        return str(self.version) if self.version else self.key


def of_version(saved: Version) -> Source:
    try:
        rulebook: Rulebook | None = saved.rulebook
    except Unreadable:
        rulebook = None
    return Source(saved.sha256, saved.text, rulebook, saved)


@cache
def of_shipped(code: str) -> Source | None:
    text = document.shipped().get(code)
    if text is None:
        return None
    return Source(code, text, parsed(document.digest(text), text))


def source(key: str) -> Source | None:
    """The rulebook that an address names; None: there is none."""
    if _SHA.match(key):
        saved = version(key)
        return of_version(saved) if saved else None
    return of_shipped(key)


def shipped() -> list[Source]:
    """Those that come with the program, in their order."""
    found = (of_shipped(code) for code in document.shipped())
    return [one for one in found if one is not None]


def named(versions: Iterable[Version]) -> list[Source]:
    """Saved versions with their documents."""
    return [of_version(one) for one in versions]
