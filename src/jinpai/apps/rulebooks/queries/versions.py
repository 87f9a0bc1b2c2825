"""Which rulebook rules a month, which there are, and how it came to be."""

from __future__ import annotations

from dataclasses import dataclass

from jinpai.apps.rulebooks.models import Force, Version


def version(sha256: str) -> Version | None:
    """The saved version with this hash."""
    return Version.objects.filter(sha256=sha256).first()


def versions() -> list[Version]:
    """All saved versions, newest first."""
    return list(Version.objects.all())


def decided() -> list[Force]:
    """Every decision there was, newest first."""
    return list(Force.objects.select_related("version"))


def standing() -> list[Force]:
    """The decision that counts for each month that has one, months in order."""
    newest: dict[str, Force] = {}
    for force in decided():
        newest.setdefault(force.month, force)
    return [newest[month] for month in sorted(newest)]


def force_of(month: str) -> Force | None:
    """The decision that rules a month ("2026-10"): the last one that begins in it or before."""
    rows = Force.objects.select_related("version").filter(month__lte=month)
    return rows.order_by("-month", "-number").first()


def in_force(month: str) -> Version | None:
    """The rulebook that rules a month; None: none has been put in force yet."""
    force = force_of(month)
    return force.version if force else None


def last_number() -> int:
    """How many decisions there are: what a page read, to notice one made meanwhile."""
    newest = Force.objects.order_by("-number").first()
    return newest.number if newest else 0


def hold() -> None:
    """Until the transaction ends, no decision about rulebooks is made elsewhere. For whoever
    confirms a month's pay: of a confirmation and a decision about its month, one waits. The first
    decision is the lock: the newest would be another row for whoever comes while one waits."""
    list(Force.objects.select_for_update().order_by("number")[:1])


@dataclass(frozen=True)
class Span:
    """One stretch of the timeline: from its month until before the next one's."""

    force: Force
    until: str | None  # the month in which another begins; None: open

    @property
    def version(self) -> Version:
        return self.force.version

    @property
    def month(self) -> str:
        return self.force.month


def history() -> list[Span]:
    """What was, is and will be in force, oldest first. Decisions that were replaced before
    anything came of them are in `decided`."""
    rows = standing()
    return [
        Span(row, rows[place + 1].month if place + 1 < len(rows) else None)
        for place, row in enumerate(rows)
    ]
