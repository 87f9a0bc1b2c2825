"""Groups of questions as the page shows them, read from the newest job that found any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from jinpai.apps.imports.models import Job
from jinpai.apps.knowledge.models import Phrase

PRESALE, AFTERSALE = "售前", "售后"  # groups of the phrases a shop begins with
ALIKE = 0.35
"""From here on a phrase is named as the one that may answer the question already."""


@dataclass(frozen=True)
class Row:
    """One question in its ways; `made`: the phrase that was written of it."""

    number: int
    title: str
    n: int
    ways: int
    share: Decimal
    seconds: Decimal | None
    conversion: Decimal | None
    inquiries: int
    samples: list[Mapping[str, Any]]
    answers: list[Mapping[str, Any]]
    key: str
    near: Phrase | None
    like: Decimal
    made: Phrase | None

    @property
    def group(self) -> str:
        """Where the phrase belongs: beside the nearest one, else before or after the sale."""
        if self.near is not None:
            return str(self.near.group)
        return PRESALE if 2 * self.inquiries >= self.n else AFTERSALE


@dataclass(frozen=True)
class Grouped:
    """What a job found."""

    job: Job
    first: date | None
    last: date | None
    rounds: int
    open: int
    left_out: int
    rows: list[Row]
    import_no: int


def newest(days: int) -> Grouped | None:
    """The newest finding of a period."""
    job = (
        Job.objects.filter(
            kind=Job.Kind.QUESTIONS, state=Job.State.DONE, params__days=days, report__isnull=False
        )
        .order_by("-made_at")
        .first()
    )
    return None if job is None else _read(job)


def at_work(days: int) -> Job | None:
    """The job that waits or runs, or the last one where it ended badly."""
    job = (
        Job.objects.filter(kind=Job.Kind.QUESTIONS, params__days=days).order_by("-made_at").first()
    )
    return None if job is None or job.state == Job.State.DONE else job


def one(job_id: str, number: int) -> Row | None:
    """One group of a job; nothing when a newer job took its place."""
    try:
        UUID(job_id)
    except ValueError:
        return None
    job = Job.objects.filter(pk=job_id, kind=Job.Kind.QUESTIONS, report__isnull=False).first()
    if job is None:
        return None
    return next((row for row in _read(job).rows if row.number == number), None)


def _read(job: Job) -> Grouped:
    found: dict[str, Any] = job.report or {}
    groups = found.get("groups", [])
    known = {
        p.pk: p for p in _phrases(pk__in={g["phrase"] for g in groups if g["like"] >= ALIKE})
    }  # fmt: skip
    made = {p.key: p for p in _phrases(key__in={g["key"] for g in groups})}
    rows = [_row(n, g, found.get("open", 0), known, made) for n, g in enumerate(groups)]
    return Grouped(
        job, _day(found.get("first")), _day(found.get("last")), found.get("rounds", 0),
        found.get("open", 0), found.get("left_out", 0), rows, found.get("import_no", 0),
    )  # fmt: skip


def _row(
    number: int, group: Mapping[str, Any], whole: int, known: Mapping[int, Phrase],
    made: Mapping[str, Phrase],
) -> Row:  # fmt: skip
    seconds = conversion = None
    if group["answered"]:
        seconds = Decimal(group["us"]) / group["answered"] / 1_000_000
    if group["inquiries"]:
        conversion = Decimal(group["converted"]) / group["inquiries"]
    samples = group["samples"]
    return Row(
        number, samples[0]["text"][:60] if samples else "", group["n"], group["ways"],
        Decimal(group["n"]) / whole if whole else Decimal(0), seconds, conversion,
        group["inquiries"], samples, group["answers"], group["key"],
        known.get(group["phrase"]) if group["like"] >= ALIKE else None,
        Decimal(str(group["like"])), made.get(group["key"]),
    )  # fmt: skip


def _phrases(**which: Any) -> Iterable[Phrase]:
    return Phrase.objects.filter(retired_at__isnull=True, **which).select_related("group")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
