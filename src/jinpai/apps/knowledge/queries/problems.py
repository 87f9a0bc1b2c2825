"""Problems as the pages show them: the own ones, everyone's, what is near to one, the week's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from jinpai.apps.desk.filling.room import desk_in_force
from jinpai.apps.desk.models import Task
from jinpai.apps.knowledge.actions.problem_task import LIST
from jinpai.apps.knowledge.actions.same_problem import COMPARED, RISING
from jinpai.apps.knowledge.models import HandIn, Page, Problem
from jinpai.apps.knowledge.rendering import plain
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role
from jinpai.metrics.reading import Reading
from jinpai.workflow import problemsheet as rule
from jinpai.workflow.problemsheet import Known

SHOWN = 50


@dataclass(frozen=True)
class Listed:
    rows: Sequence[Problem]
    total: int

    @property
    def more(self) -> bool:
        return self.total > len(self.rows)


@dataclass(frozen=True)
class Nearby:
    """What was written before and may answer it."""

    pages: Sequence[tuple[Page, str]] = ()  # with its text to read
    problems: Sequence[Problem] = ()


@dataclass(frozen=True)
class Group:
    """The same problem, as often as it was asked; `task`: the escalation it rose to."""

    first: Problem
    members: Sequence[Problem]
    times: int
    people: int
    task: Task | None = None

    @property
    def answered(self) -> Problem | None:
        """The newest that has an answer of operations."""
        return next((p for p in self.members if p.answer), None)


@dataclass(frozen=True)
class Week:
    first: date
    last: date
    risen: Sequence[Group] = ()
    repeated: Sequence[Group] = ()
    others: Sequence[Problem] = ()
    answers: Sequence[Problem] = ()  # new on the knowledge base
    total: int = 0
    answered: int = 0
    kinds: Sequence[tuple[str, int]] = field(default_factory=list)


def sheet_of(user: User, day: date) -> HandIn | None:
    return HandIn.objects.filter(person=user.person, day=day).first() if user.person else None


def sees_others(user: User, now: datetime) -> bool:
    """Who hands in sees others' problems after the own sheet of the day; the own answer first."""
    if user.may(roles.EDIT_KNOWLEDGE) or user.role != Role.AGENT:
        return True
    return sheet_of(user, timezone.localdate(now)) is not None


def sees(user: User, one: Problem, now: datetime) -> bool:
    return bool(user.person and one.person == user.person) or sees_others(user, now)


def listed(
    *, person: str = "", state: str = "", kind: str = "", day: date | None = None, typed: str = ""
) -> Listed:
    rows: QuerySet[Problem] = Problem.objects.select_related("page")
    if person:
        rows = rows.filter(person=person)
    if state == "open":
        rows = rows.filter(state__in=(Problem.State.WAITING, Problem.State.ASKED_BACK))
    elif state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if day is not None:
        rows = rows.filter(day=day)
    for word in typed.split():
        rows = rows.filter(
            Q(question__icontains=word) | Q(own_answer__icontains=word)
            | Q(answer__icontains=word) | Q(product__icontains=word)
        )  # fmt: skip
    shown = list(rows[:SHOWN])
    return Listed(shown, rows.count() if len(shown) == SHOWN else len(shown))


def nearby(one: Problem) -> Nearby:
    """Pages and earlier answered problems that may say it already, the nearest first."""
    others = Page.objects.filter(retired_at__isnull=True).exclude(pk=one.page_id or 0)
    pages = {p.pk: p for p in others}
    asked: dict[int, list[str]] = {}
    for page, question in (
        Problem.objects.filter(page__in=pages).exclude(pk=one.pk).values_list("page", "question")
    ):
        asked.setdefault(page, []).append(question)
    known: list[Known[int]] = [
        Known(p.pk, [p.title, *asked.get(p.pk, ())], p.text) for p in pages.values()
    ]
    found = [pages[key] for key, _score in rule.near(one.question, known)]
    earlier = {
        p.pk: p
        for p in Problem.objects.filter(day__gte=one.day - COMPARED, kind=one.kind)
        .filter(page__isnull=True).exclude(pk=one.pk).exclude(answer="")
    }  # fmt: skip
    like = rule.near(one.question, [Known(p.pk, [p.question]) for p in earlier.values()])
    return Nearby([(p, plain(p.text)) for p in found], [earlier[key] for key, _score in like])


def repeats(one: Problem) -> list[Problem]:
    """The others that are the same problem, the newest first."""
    root = one.same_as_id or one.pk
    return list(Problem.objects.filter(Q(pk=root) | Q(same_as=root)).exclude(pk=one.pk))


def order_of(reading: Reading, order_id: str) -> tuple[str, str]:
    """The shop of an order and its product; nothing of what is no order."""
    view = reading.order(shop=None, order_id=order_id) if order_id else None
    if view is None:
        return "", ""
    products = [line.get("product") or "" for line in view.lines]
    return str(view.order["shop"]), next((p for p in products if p), "")


def task_of(one: Problem) -> Task | None:
    return Task.objects.filter(list=LIST.code, key=f"problem:{one.pk}").first()


def risen(one: Problem) -> Task | None:
    """The newest escalation of this problem."""
    root = one.same_as_id or one.pk
    return (
        Task.objects.filter(list=RISING.code, key__startswith=f"problem:{root}:")
        .order_by("-id").first()
    )  # fmt: skip


def week(first: date, now: datetime) -> Week:
    """What the weekly meeting talks about: what rose by itself, what was asked more than once,
    then the rest that is not answered, and the new answers."""
    last = first + timedelta(days=6)
    desk = desk_in_force(min(last, timezone.localdate(now)))
    rows = list(
        Problem.objects.filter(day__gte=first, day__lte=last).select_related("page", "same_as")
    )
    tasks = _risen_tasks()
    members: dict[int, list[Problem]] = {}
    for one in rows:
        members.setdefault(one.same_as_id or one.pk, []).append(one)
    groups = []
    for root, some in members.items():
        head = next((p for p in some if p.pk == root), None) or some[-1].same_as or some[-1]
        since = last - timedelta(days=desk.same_problem_days - 1)
        seen = {
            (p, d) for p, d in Problem.objects.filter(Q(pk=root) | Q(same_as=root))
            .filter(day__gte=since, day__lte=last).values_list("person", "day")
        } if len(some) > 1 or root in tasks else {(p.person, p.day) for p in some}  # fmt: skip
        groups.append(Group(head, some, len(seen), len({p for p, _d in seen}), tasks.get(root)))
    groups.sort(key=lambda g: (-g.times, g.first.pk))
    single = [g.first for g in groups if g.task is None and g.times == 1 and g.first.open]
    return Week(
        first, last,
        [g for g in groups if g.task is not None],
        [g for g in groups if g.task is None and g.times > 1],
        single, [p for p in rows if p.answer], len(rows), sum(not p.open for p in rows),
        [(str(label), sum(p.kind == code for p in rows)) for code, label in Problem.Kind.choices],
    )  # fmt: skip


def _risen_tasks() -> dict[int, Task]:
    """The newest escalation of each problem, by the first of its group."""
    found: dict[int, Task] = {}
    for task in Task.objects.filter(list=RISING.code, key__startswith="problem:").order_by("id"):
        number = task.key.split(":")[1]
        if number.isdigit():
            found[int(number)] = task
    return found
