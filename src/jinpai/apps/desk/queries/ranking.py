"""Why: the reasons of a list, ranked, week by week, with what came of the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from jinpai.apps.desk.models import Task
from jinpai.workflow.kinds import Kind
from jinpai.workflow.lists import LISTS


@dataclass(frozen=True)
class Ranked:
    code: str
    zh: str
    en: str
    n: int
    share: float | None


@dataclass(frozen=True)
class Work:
    """One list in a span of days: how many ended, how many reached what the list is for."""

    list: str
    done: int
    by_facts: int  # of them the facts ended, nobody's work
    converted: int
    attempts: int
    open: int
    reasons: tuple[Ranked, ...]

    @property
    def share(self) -> float | None:
        return self.converted / self.done if self.done else None


def ranking(first: datetime, after: datetime) -> list[Work]:
    """Every list that has anything to say about the span [first, after)."""
    ended = Task.objects.filter(state=Task.State.DONE, done_at__gte=first, done_at__lt=after)
    totals = {
        row["list"]: row
        for row in ended.values("list").annotate(
            done=Count("id"),
            by_facts=Count("id", filter=Q(done_by="")),
            converted=Count("id", filter=Q(converted=True)),
        )
    }
    tried = {
        row["task__list"]: row["n"]
        for row in _acts(first, after).values("task__list").annotate(n=Count("id"))
    }
    left = {
        row["list"]: row["n"]
        for row in Task.objects.filter(state__in=("open", "claimed", "snoozed"))
        .values("list")
        .annotate(n=Count("id"))
    }
    why: dict[str, list[tuple[str, int]]] = {}
    for row in ended.exclude(reason="").values("list", "reason").annotate(n=Count("id")):
        why.setdefault(row["list"], []).append((row["reason"], row["n"]))
    out = []
    for code, kind in LISTS.items():
        total = totals.get(code)
        if total is None and not left.get(code) and not tried.get(code):
            continue
        out.append(
            Work(
                code,
                total["done"] if total else 0,
                total["by_facts"] if total else 0,
                total["converted"] if total else 0,
                tried.get(code, 0),
                left.get(code, 0),
                ranked(kind, why.get(code, ())),
            )
        )  # fmt: skip
    return out


def ranked(kind: Kind, given: Sequence[tuple[str, int]]) -> tuple[Ranked, ...]:
    """Reasons by how often they were given, with their share."""
    names = {r.code: r for r in kind.reasons}
    whole = sum(n for _, n in given)
    return tuple(
        Ranked(code, names[code].zh if code in names else code,
               names[code].en if code in names else code, n, n / whole if whole else None)
        for code, n in sorted(given, key=lambda r: (-r[1], r[0]))
    )  # fmt: skip


def _acts(first: datetime, after: datetime):
    from jinpai.apps.desk.models import Act

    return Act.objects.filter(what="attempt", at__gte=first, at__lt=after)
