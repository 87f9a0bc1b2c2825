"""Operations improves an answer: one step, in which it becomes a page of the knowledge base or
amends one, and the problem and its task come to their end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Refused
from jinpai.apps.knowledge.actions import pages, problem_task, problems
from jinpai.apps.knowledge.actions.pages import Written
from jinpai.apps.knowledge.models import Page, Problem
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import roles
from jinpai.apps.team.models import User

ON_A_PAGE = (Problem.State.IMPROVED, Problem.State.GOOD_ALREADY)


@transaction.atomic
def improve(
    *,
    by: User,
    problem: int,
    version: int,
    outcome: str,
    now: datetime,
    answer: str = "",
    word: str = "",
    page: int | None = None,
    other: int | None = None,
    title: str = "",
    topic: str = "",
    kind: str = Page.Kind.ANSWER,
    also: bool = False,
    request: HttpRequest | None = None,
) -> Problem:
    """`page`: the one to amend, or that says it already; without one a new page is written. The
    second of two who improve at once is told so, and nothing of the second is kept. `also`: the
    open ones that are the same problem have their answer with it."""
    if not by.may(roles.EDIT_KNOWLEDGE):
        raise NotYours(_("您的角色不能改答案。"))
    one = Problem.objects.select_for_update().filter(pk=problem).first()
    if one is None:
        raise Absent(_("没有这个问题。"))
    if outcome in ON_A_PAGE:
        good = (one.own_answer if outcome == Problem.State.GOOD_ALREADY else answer).strip()
        if not good:
            raise Refused(_("请写改进后的答案。"))
        if one.version == version:  # else `end` says what happened
            page = _on_page(by, one, good, page, Written(
                title or one.question, good, kind, one.product, topic
            ), now, request)  # fmt: skip
    ended = problems.end(
        by=by, problem=problem, version=version, outcome=outcome, answer=answer, word=word,
        page=page, other=other, now=now, request=request,
    )  # fmt: skip
    if also and outcome in ON_A_PAGE:
        for same in open_repeats(ended):
            problems.end(
                by=by, problem=same.pk, version=same.version, outcome=Problem.State.DUPLICATE,
                page=ended.page_id, now=now, request=request,
            )  # fmt: skip
    return ended


def open_repeats(one: Problem) -> list[Problem]:
    """The same problem on other sheets that still waits for an answer. What was asked back waits
    for its agent, what a colleague works on for the colleague."""
    root = one.same_as_id or one.pk
    rows = Problem.objects.filter(Q(pk=root) | Q(same_as=root), state=Problem.State.WAITING)
    held = {
        int(key.partition(":")[2])
        for key in Task.objects.filter(list=problem_task.LIST.code).exclude(person="")
        .values_list("key", flat=True)
        if key.partition(":")[2].isdigit()
    }  # fmt: skip
    return [p for p in rows.exclude(pk=one.pk) if p.pk not in held]


def _on_page(
    by: User, one: Problem, answer: str, page: int | None, new: Written, now: datetime,
    request: HttpRequest | None,
) -> int:  # fmt: skip
    number = page or one.page_id or 0
    found = Page.objects.select_for_update().filter(pk=number).first()
    if found is None and page is not None:
        raise Absent(_("没有这一页。"))
    if found is None:
        return pages.save(
            by=by, written=new, why=one.question, key=f"problem:{one.pk}", now=now,
            request=request,
        ).pk  # fmt: skip
    text = amended(found.text, one.question, one.answer, answer)
    return pages.save(
        by=by, page=found.pk, version=found.version, why=one.question[:300], now=now,
        written=Written(found.title, text, found.kind, found.product, found.topic),
        request=request,
    ).pk  # fmt: skip


def amended(text: str, question: str, before: str, answer: str) -> str:
    """A page with the answer on it: in the place of the one before, else as a part of its own."""
    answer = answer.replace("\r\n", "\n").strip()
    if answer in text:
        return text
    if before and before in text:
        return text.replace(before, answer, 1)
    return f"{text.rstrip()}\n\n## {question}\n\n{answer}"
