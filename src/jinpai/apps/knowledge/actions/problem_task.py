"""The task of operations that a problem of the day is, until it has an end."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.filling.room import desk_in_force
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Refused
from jinpai.apps.knowledge.models import Problem
from jinpai.apps.team.models import User
from jinpai.workflow.lists import LISTS
from jinpai.workflow.terms import Terms

LIST = LISTS["problem_sheet"]


def put_up(one: Problem, by: User, now: datetime, request: HttpRequest | None) -> None:
    limit = Terms(desk_in_force(one.day)).limit(LIST.code)
    tasks.add(
        list=LIST.code, key=f"problem:{one.pk}", role=LIST.role, title=one.question, since=now,
        due=now + limit, now=now, by=by, source=Task.Source.COLLEAGUE, request=request,
        order_id=one.order_id, shop=one.shop, day=one.day,
        data={"sheet": str(one.pk), "kind": one.get_kind_display(), "product": one.product,
              "text": one.own_answer[:200]},
    )  # fmt: skip


def of(one: Problem) -> Task | None:
    return (
        Task.objects.select_for_update()
        .filter(list=LIST.code, key=f"problem:{one.pk}")
        .first()
    )  # fmt: skip


def follows(one: Problem, by: User, word: str, now: datetime, request: HttpRequest | None) -> None:
    """The task ends as the problem did; asked back it goes to who asked."""
    task = of(one)
    if task is None or not task.open:
        return
    if not tasks.may_work(by, task) and task.person != one.person:
        raise Refused(_("%(who)s 正在办这一条。") % {"who": _person(task.person)})
    if one.state != Problem.State.ASKED_BACK:
        tasks.conclude(
            by=by, task=task.pk, outcome=one.state, now=now, request=request,
            detail={"note": (word or one.answer)[:2000]},
        )  # fmt: skip
    elif task.person != one.person:
        tasks.hand_over(
            by=by, task=task.pk, version=task.version, person=one.person, why=word, now=now,
            request=request,
        )  # fmt: skip


def _person(code: str) -> str:
    user = User.objects.filter(person=code).first() if code else None
    return str(user) if user else code
