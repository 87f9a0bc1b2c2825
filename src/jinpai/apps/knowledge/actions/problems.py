"""What is done to a problem of the day: handed in with the own answer, improved by operations,
known already, asked back and added to. Each problem is a task of operations until it has an end.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.knowledge.actions import problem_task
from jinpai.apps.knowledge.actions import same_problem as same
from jinpai.apps.knowledge.actions.problem_task import LIST
from jinpai.apps.knowledge.models import HandIn, Page, Problem, ProblemChange
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User

LOGGED = {
    "made": "problem.made",
    "nothing": "problem.nothing",
    "added": "problem.added",
    "known": "problem.known",
    "asked_back": "problem.asked_back",
    "improved": "problem.improved",
    "good_already": "problem.good_already",
    "duplicate": "problem.duplicate",
    "declined": "problem.declined",
}
QUESTION, ANSWER = 300, 5000
State = Problem.State


def hand_in(
    *,
    by: User,
    kind: str,
    question: str,
    own_answer: str,
    key: str,
    now: datetime,
    product: str = "",
    where: str = "",
    shop: str = "",
    request: HttpRequest | None = None,
) -> Problem:
    """A problem with the own answer. The same form sent again changes nothing."""
    _theirs(by)
    if not key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    question, own_answer = " ".join(question.split()), own_answer.replace("\r\n", "\n").strip()
    _check(kind, question, own_answer, product)
    day = timezone.localdate(now)
    known = Problem.objects.filter(key=key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            _sheet(by, day, now, nothing=False)
            root = same.root(kind, product.strip(), question, day)
            one = Problem.objects.create(
                person=by.person, day=day, kind=kind, question=question, own_answer=own_answer,
                product=product.strip(), shop=shop, same_as_id=root, key=key, made_by=by.username,
                made_at=now, **_place(where),
            )  # fmt: skip
            _changed(one, "made", by, now, request, question=question, own_answer=own_answer)
            problem_task.put_up(one, by, now, request)
            same.rise(root or one.pk, now)
    except IntegrityError:  # the same form at the same moment
        return Problem.objects.get(key=key)
    return one


@transaction.atomic
def nothing(*, by: User, now: datetime, request: HttpRequest | None = None) -> HandIn:
    """There was no problem, and that is said."""
    _theirs(by)
    day = timezone.localdate(now)
    sheet, new = _sheet(by, day, now, nothing=True)
    if new:
        audit.record(action=LOGGED["nothing"], subject=str(sheet), by=by, request=request)
    return sheet


@transaction.atomic
def add(
    *, by: User, problem: int, version: int, text: str, now: datetime,
    request: HttpRequest | None = None,
) -> Problem:  # fmt: skip
    """What operations asked for is added to the own answer; it goes back to operations."""
    one = _locked(problem)
    if not by.person or one.person != by.person:
        raise Absent(_("没有这个问题。"))
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(_("还没有写内容。"))
    if text == one.own_answer:
        return one
    _as_read(one, version)
    if not one.open:
        raise Refused(_("这个问题已经有结果了。"))
    if len(text) > ANSWER:
        raise Refused(_("答案最多 %(n)s 字。") % {"n": ANSWER})
    before, one.own_answer = one.own_answer, text
    one.state = State.WAITING
    _moved(one, "added", by, now, request, before=before, after=text)
    task = problem_task.of(one)
    if task is not None and task.open and task.person == by.person:
        tasks.hand_over(
            by=by, task=task.pk, version=task.version, person="", role=LIST.role, now=now,
            why=_("补充好了"), request=request,
        )  # fmt: skip
    return one


@transaction.atomic
def known(
    *, by: User, problem: int, version: int, now: datetime, page: int | None = None,
    other: int | None = None, request: HttpRequest | None = None,
) -> Problem:  # fmt: skip
    """The agent finds that it was answered before, by a page or for an earlier problem."""
    one = _locked(problem)
    if not by.person or one.person != by.person:
        raise Absent(_("没有这个问题。"))
    if one.state == State.DUPLICATE:
        return one
    _as_read(one, version)
    if not one.open:
        raise Refused(_("这个问题已经有结果了。"))
    _same(one, page, other)
    one.state, one.answered_by, one.answered_at = State.DUPLICATE, by.username, now
    _moved(one, "known", by, now, request, page=one.page_id, same_as=one.same_as_id)
    task = problem_task.of(one)
    if task is not None and task.open:
        tasks.conclude(by=by, task=task.pk, outcome="duplicate", now=now, request=request)
    return one


@transaction.atomic
def end(
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
    request: HttpRequest | None = None,
) -> Problem:
    """Operations says what becomes of it, by an outcome of the list. An improved answer, or a
    good own one, stands on `page`: the caller wrote it there in the same transaction."""
    if not by.may(roles.EDIT_KNOWLEDGE):
        raise NotYours(_("您的角色不能改答案。"))
    told = next((o for o in LIST.outcomes if o.code == outcome), None)
    if told is None or outcome not in LOGGED:
        raise Refused(_("请选一个结果。"))
    one = _locked(problem)
    answer, word = answer.replace("\r\n", "\n").strip(), word.strip()[:500]
    answer = one.own_answer if outcome == State.GOOD_ALREADY else answer
    if one.state == outcome and one.answered_by == by.username and (
        outcome not in (State.IMPROVED, State.GOOD_ALREADY) or one.answer == answer
    ):  # fmt: skip
        return one
    if one.version != version:
        raise Moved(_name(one.answered_by))
    if told.needs == "note" and not word:
        raise Refused(_("请给提问的人写几句。"))
    if outcome == State.IMPROVED and not answer:
        raise Refused(_("请写改进后的答案。"))
    if len(answer) > ANSWER:
        raise Refused(_("答案最多 %(n)s 字。") % {"n": ANSWER})
    if outcome == State.DUPLICATE:
        _same(one, page, other)
    elif page is not None:
        one.page = _page(page)
    one.state, one.word = outcome, word
    one.answered_by, one.answered_at = by.username, now
    if outcome in (State.IMPROVED, State.GOOD_ALREADY):
        one.answer = answer
    _moved(one, outcome, by, now, request, answer=one.answer, word=word, page=one.page_id)
    problem_task.follows(one, by, word, now, request)
    return one


# -- what they share ---------------------------------------------------------------------


def _theirs(by: User) -> None:
    if not by.may(roles.SEE_DESK):
        raise NotYours(_("您的角色看不到每日问题表。"))
    if not by.person:
        raise Refused(_("您的登录没有对应的人员,请主管在「用户」里填上。"))


def _check(kind: str, question: str, own_answer: str, product: str) -> None:
    if kind not in Problem.Kind.values:
        raise Refused(_("请选售前、售后还是产品质量。"))
    if not question:
        raise Refused(_("请写买家怎么问的。"))
    if not own_answer:
        raise Refused(_("先写自己的答案,再看别人怎么答。"))
    if len(question) > QUESTION or len(own_answer) > ANSWER or len(product) > 128:
        raise Refused(_("问题最多 300 字,答案最多 5000 字,商品最多 128 字。"))


def _place(where: str) -> dict[str, str]:
    """An order's number, or the address of one of our reception pages."""
    where = where.strip()
    if "/" not in where:
        return {"order_id": where[:64]}
    parts = urlsplit(where)
    if parts.path != "/board/reception/" or not parts.query:
        raise Refused(_("请填订单号,或者贴上看板里聊天页的地址。"))
    return {"chat": parts.query[:500]}


def _sheet(by: User, day: date, now: datetime, *, nothing: bool) -> tuple[HandIn, bool]:
    return HandIn.objects.get_or_create(
        person=by.person, day=day, defaults={"at": now, "by": by.username, "nothing": nothing}
    )


def _same(one: Problem, page: int | None, other: int | None) -> None:
    """Which page or earlier problem says it already."""
    if page is not None:
        one.page = _page(page)
        return
    first = Problem.objects.filter(pk=other).first() if other is not None else None
    if first is None or first.pk == one.pk or first.same_as_id == one.pk:
        raise Refused(_("请选哪一页或哪个问题已经答过。"))
    one.same_as_id = first.same_as_id or first.pk
    one.page_id = first.page_id


def _page(pk: int) -> Page:
    found = Page.objects.filter(pk=pk, retired_at__isnull=True).first()
    if found is None:
        raise Absent(_("没有这一页。"))
    return found


def _locked(pk: int) -> Problem:
    one = Problem.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这个问题。"))
    return one


def _as_read(one: Problem, version: int) -> None:
    if one.version != version:
        raise Moved


def _name(username: str) -> str:
    user = User.objects.filter(username=username).first() if username else None
    return str(user) if user else ""


def _moved(
    one: Problem, what: str, by: User, now: datetime, request: HttpRequest | None, **detail: Any
) -> None:
    one.version += 1
    one.save()
    _changed(one, what, by, now, request, **detail)


def _changed(
    one: Problem, what: str, by: User, now: datetime, request: HttpRequest | None, **detail: Any
) -> None:
    ProblemChange.objects.create(problem=one, at=now, by=by.username, what=what, detail=detail)
    audit.record(
        action=LOGGED[what], subject=one.question, detail=detail, by=by, request=request
    )  # fmt: skip
