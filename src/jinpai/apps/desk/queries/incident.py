"""The story of an incident: the review, the order, the chat, what was done, what came after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.desk.models import Act, Incident, Task
from jinpai.apps.desk.queries import known
from jinpai.apps.desk.queries.order import open_order
from jinpai.apps.pages.refusals import Absent, NotYours

AROUND = timedelta(days=14)


@dataclass(frozen=True)
class Point:
    """One line of the story. `what` and `text` are shown; `act`: said by the template."""

    at: datetime
    what: str = ""
    text: str = ""
    who: str = ""
    href: str = ""
    tone: str = ""
    act: Act | None = None
    task: Task | None = None


@dataclass(frozen=True)
class Score:
    """The product's reviews in a span: how many, how many good."""

    n: int
    good: int

    @property
    def share(self) -> float | None:
        return self.good / self.n if self.n else None


@dataclass(frozen=True)
class Story:
    points: Sequence[Point]
    before: Score | None
    after: Score | None
    later: Sequence[dict[str, Any]]  # reviews of the same order after this one
    order: bool  # may the reader open the order's page?
    receptions: Sequence[dict[str, Any]]


def story(request: HttpRequest, first: Task, others: Sequence[Task]) -> Story:
    """Everything the reader may see, in order."""
    points = [
        Point(act.at, act=act, task=task)
        for task in (first, *others)
        for act in task.acts.all()
    ]  # fmt: skip
    points.append(Point(first.since, _("差评"), first.data.get("text", ""), tone="bad"))
    seen, receptions = _of_order(request, first)
    points += seen
    before, after, later = _scores(first)
    return Story(sorted(points, key=lambda p: p.at), before, after, later, bool(seen), receptions)


def _of_order(request: HttpRequest, task: Task) -> tuple[list[Point], list[dict[str, Any]]]:
    """What the files tell of the order, for those whose order it is."""
    from jinpai.apps.board.queries import orders as board
    from jinpai.apps.desk.queries.order import _may_read, _story

    if not task.order_id or not known.has_facts():
        return [], []
    try:
        scope, view, chats = open_order(request, task.shop, task.order_id)
    except (Absent, NotYours):
        return [], []
    page = board.order_page(scope, view)
    points = [
        Point(_aware(m.at), m.what, m.text, m.who, m.href, m.tone)
        for m in _story(page, chats=chats, money=chats or scope.sees_money)
    ]
    return points, [r for r in page.receptions if chats and _may_read(scope, r)]


def _aware(wall: datetime) -> datetime:
    return timezone.make_aware(wall) if timezone.is_naive(wall) else wall


def _scores(task: Task) -> tuple[Score | None, Score | None, list[dict[str, Any]]]:
    """The product's good reviews before and after, and what the buyer wrote later."""
    order = known.order(task.shop, task.order_id)
    if order is None:
        return None, None, []
    reading = home.reading()
    at = timezone.localtime(task.since).replace(tzinfo=None)
    later = reading.fetch(
        f"SELECT local_at AS at, verdict, text FROM {reading.fact('reviews')} "
        "WHERE shop = ? AND order_id = ? AND local_at > ? ORDER BY local_at",
        [task.shop, task.order_id, at],
    )
    if not order.code:
        return None, None, later
    row = reading.fetch(
        "WITH r AS (SELECT DISTINCT v.order_id, v.local_at, v.verdict FROM "
        f"{reading.fact('reviews', (at - AROUND).date(), (at + AROUND).date())} AS v JOIN "
        f"{reading.fact('order_lines')} AS l ON l.shop = v.shop AND l.order_id = v.order_id "
        "WHERE v.shop = ? AND l.product = ? AND v.local_at BETWEEN ? AND ?) "
        "SELECT count(*) FILTER (local_at <= ?) AS n0, "
        "count(*) FILTER (local_at <= ? AND verdict = 'good') AS g0, "
        "count(*) FILTER (local_at > ?) AS n1, "
        "count(*) FILTER (local_at > ? AND verdict = 'good') AS g1 FROM r",
        [task.shop, order.code, at - AROUND, at + AROUND, at, at, at, at],
    )[0]
    return Score(row["n0"], row["g0"]), Score(row["n1"], row["g1"]), later


def state(incident: Incident | None, first: Task, steps: Sequence[Task]) -> str:
    """open, answered, being mended, mended, closed."""
    if incident is not None and incident.closed_at is not None:
        return "closed"
    if not first.open and not any(step.open for step in steps):
        return "mended"
    if steps:
        return "mending"
    return "answered" if incident is not None and incident.reply else "open"
