"""One list: which of its items somebody asked for, and what the work on it came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from jinpai.apps.desk.models import OPEN_STATES, Act, Task
from jinpai.apps.desk.queries.ranking import Ranked, ranked
from jinpai.apps.desk.queries.today import IN_ORDER
from jinpai.workflow.kinds import Kind

STATES: Mapping[str, Sequence[str]] = {
    "open": OPEN_STATES,
    "snoozed": (Task.State.SNOOZED,),
    "done": (Task.State.DONE, Task.State.DROPPED),
    "all": tuple(Task.State.values),
}
SORTS: Mapping[str, Sequence[str]] = {
    "due": ("due",), "since": ("since",), "person": ("person",), "order": ("order_id",),
    "buyer": ("buyer",), "attempts": ("attempts",), "outcome": ("outcome",),
    "reason": ("reason",), "done": ("done_at",), "state": ("state",),
}  # fmt: skip
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `given`: the days stand in it; else they are the last seven."""

    state: str
    person: str
    shop: str
    reason: str
    first: date
    last: date
    given: bool
    sort: str

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From the first day's midnight until the last day is over."""
        begins, ends = (
            timezone.make_aware(datetime.combine(day, time()))
            for day in (self.first, self.last + timedelta(days=1))
        )
        return begins, ends


def asked(query: QueryDict, kind: Kind, today: date) -> Asked:
    """What can be understood of an address; the rest is as if it were not there."""
    state = query.get("state", "open")
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    given = first is not None or last is not None
    last = last or max(today, first or today)
    first = first or last - WEEK + timedelta(days=1)
    sort = query.get("sort", "")
    reason = query.get("reason", "")
    return Asked(
        state if state in STATES else "open",
        query.get("person", "").replace("\0", "")[:64],
        query.get("shop", "").replace("\0", "")[:64],
        reason if reason in {r.code for r in kind.reasons} else "",
        min(first, last), max(first, last), given,
        sort if sort.removeprefix("-") in SORTS else "",
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        found = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def rows(tasks: QuerySet[Task], wanted: Asked) -> QuerySet[Task]:
    """The items asked for. Days are those on which they ended where ended ones are asked for
    (always: of the last seven where none is named), else those on which they began."""
    found = tasks.filter(state__in=STATES[wanted.state])
    for name in ("person", "shop", "reason"):
        value = getattr(wanted, name)
        if value:
            found = found.filter(**{name: value})
    begins, ends = wanted.span
    if wanted.state == "done":
        found = found.filter(done_at__gte=begins, done_at__lt=ends)
    elif wanted.given:
        found = found.filter(since__gte=begins, since__lt=ends)
    if wanted.sort:
        down = wanted.sort.startswith("-")
        order = [
            F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)
            for name in SORTS[wanted.sort.removeprefix("-")]
        ]
        return found.order_by(*order, "id")
    return found.order_by(*(("-done_at", "-id") if wanted.state == "done" else IN_ORDER))


@dataclass(frozen=True)
class Step:
    """Of the items that ended after so many tries: how many, and how many reached what the list
    is for."""

    tries: int
    closed: int
    converted: int

    @property
    def share(self) -> float | None:
        return self.converted / self.closed if self.closed else None


@dataclass(frozen=True)
class Came:
    """What the work on a list came to in some days."""

    closed: int
    converted: int
    by_facts: int
    tries: int
    by_tries: Sequence[Step]  # 0, 1, 2 and 3 or more
    reasons: Sequence[Ranked]

    @property
    def share(self) -> float | None:
        return self.converted / self.closed if self.closed else None


def came(tasks: QuerySet[Task], kind: Kind, wanted: Asked) -> Came:
    """Of the same person and shop as the rows."""
    begins, ends = wanted.span
    mine = tasks
    for name in ("person", "shop"):
        if getattr(wanted, name):
            mine = mine.filter(**{name: getattr(wanted, name)})
    ended = mine.filter(state=Task.State.DONE, done_at__gte=begins, done_at__lt=ends)
    steps = {n: [0, 0] for n in range(4)}
    by_facts = 0
    for row in ended.values("attempts").annotate(
        n=Count("id"), good=Count("id", filter=Q(converted=True)),
        facts=Count("id", filter=Q(done_by="")),
    ):  # fmt: skip
        step = steps[min(row["attempts"], 3)]
        step[0] += row["n"]
        step[1] += row["good"]
        by_facts += row["facts"]
    tried = Act.objects.filter(what="attempt", at__gte=begins, at__lt=ends, task__in=mine)
    given = ended.exclude(reason="").values_list("reason").annotate(n=Count("id"))
    return Came(
        sum(n for n, _ in steps.values()), sum(good for _, good in steps.values()), by_facts,
        tried.count(), [Step(n, *step) for n, step in steps.items()],
        ranked(kind, list(given)),
    )  # fmt: skip
