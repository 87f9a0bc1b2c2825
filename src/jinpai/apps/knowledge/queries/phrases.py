"""Phrases as the pages show them: found as one types, filled in with an order's values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jinpai.apps.knowledge.models import Phrase, PhraseGroup, Variant
from jinpai.workflow.phrases import search, sheet, variants
from jinpai.workflow.phrases.fault import Fault
from jinpai.workflow.phrases.variables import Rendered, render

SHOWN = 60


@dataclass(frozen=True)
class Said:
    """A variant and how it reads for the order at hand."""

    variant: Variant
    filled: Rendered


@dataclass(frozen=True)
class Row:
    phrase: Phrase
    ways: list[Said]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Found:
    """What matches, grouped while nothing is typed; `total` of all that matches."""

    rows: list[Row] = field(default_factory=list)
    total: int = 0

    @property
    def more(self) -> bool:
        return self.total > len(self.rows)


def spoken(*, retired: bool = False) -> list[Phrase]:
    """Every phrase with its variants, by group."""
    return list(
        Phrase.objects.filter(retired_at__isnull=not retired)
        .select_related("group")
        .prefetch_related("variants")
    )


def find(
    typed: str, values: Mapping[str, str], *, group: int = 0, wanting: bool = False,
    retired: bool = False,
) -> Found:  # fmt: skip
    """What is typed, best first; of a group; only what wants more variants."""
    phrases = [p for p in spoken(retired=retired) if not group or p.group_id == group]
    if wanting:
        phrases = [p for p in phrases if faults(p)]
    by_key = {p.pk: p for p in phrases}
    entries = [
        search.Entry(p.pk, p.code, p.title, [p.group.name, *(v.text for v in p.ways)])
        for p in phrases
    ]
    keys = search.find(typed, entries)
    rows = [one(by_key[key], values) for key in keys[:SHOWN]]
    return Found(rows, len(keys))


def one(phrase: Phrase, values: Mapping[str, str]) -> Row:
    ways = [Said(v, render(v.text, values)) for v in phrase.ways]
    return Row(phrase, ways, faults(phrase))


def faults(phrase: Phrase) -> tuple[Fault, ...]:
    return variants.faults([v.text for v in phrase.ways], frequent=phrase.frequent)


def groups() -> list[PhraseGroup]:
    return list(PhraseGroup.objects.filter(phrases__retired_at__isnull=True).distinct())


def file_rows() -> Iterator[sheet.Row]:
    """Everything that is said, as rows of the file of 千牛."""
    for phrase in spoken():
        for way in phrase.ways:
            yield sheet.Row(phrase.code, way.text, phrase.group.name)
