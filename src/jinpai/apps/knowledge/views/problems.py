"""The daily problem sheet: handing in, one problem with its answers, who handed in, the week."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps import home
from jinpai.apps.desk.actions.tasks import may_work
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, number
from jinpai.apps.knowledge.actions import improving
from jinpai.apps.knowledge.actions import problems as actions
from jinpai.apps.knowledge.models import Page, Problem
from jinpai.apps.knowledge.queries import handed as handed_query
from jinpai.apps.knowledge.queries import pages as pages_query
from jinpai.apps.knowledge.queries import problems as query
from jinpai.apps.knowledge.words import asked_text, no_nul
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader

OTHER_PAGES = 200


@require_safe
@roles.required(roles.SEE_DESK)
def problems(request: HttpRequest) -> HttpResponse:
    """Hand in, see what became of the own ones, and after that the others'."""
    return _sheet_page(request)


def _sheet_page(
    request: HttpRequest, refused: str = "", written: Any = None, status: int = 200
) -> HttpResponse:
    user, now = reader(request), timezone.now()
    asked, edits = request.GET, user.may(roles.EDIT_KNOWLEDGE)
    filters: dict[str, Any] = {
        "state": asked_text(request, "state", 12, "open" if edits else ""),
        "kind": asked_text(request, "kind", 12), "typed": asked_text(request, "q", 60),
        "day": _day(asked.get("day", "")), "person": asked_text(request, "person", 64),
    }  # fmt: skip
    others = query.sees_others(user, now)
    return render(
        request, "knowledge/problems.html",
        {"sheet": query.sheet_of(user, timezone.localdate(now)), "today": timezone.localdate(now),
         "own": query.listed(person=user.person) if user.person else None, "others": others,
         "found": query.listed(**filters) if others else None, "filters": filters,
         "kinds": Problem.Kind.choices, "states": Problem.State.choices, "key": uuid.uuid4().hex,
         "products": pages_query.products(home.reading()) if user.person else [],
         "names": _names(), "edits": edits, "refused": refused, "written": written or {
             "product": asked_text(request, "product", 128),
             "where": asked_text(request, "where", 600)}},
        status=status,
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def add(request: HttpRequest) -> HttpResponse:
    """A problem handed in leads to its page, which shows what is known of it."""
    post = request.POST
    no_nul(post)
    where, product = post.get("where", ""), post.get("product", "")
    shop, bought = query.order_of(home.reading(), "" if "/" in where else where.strip()[:64])
    try:
        one = actions.hand_in(
            by=reader(request), kind=post.get("kind", ""), question=post.get("question", ""),
            own_answer=post.get("own_answer", ""), product=product or bought,
            where=where, shop=shop, key=post.get("key", "")[:64], now=timezone.now(),
            request=request,
        )  # fmt: skip
    except Refused as refused:  # what was written is still there
        return _sheet_page(request, str(refused), post, 422)
    messages.success(request, _("交上去了。看看下面是不是已经有人答过。"))
    return HttpResponseRedirect(reverse("knowledge:problem", args=[one.pk]))


@require_POST
@roles.required(roles.SEE_DESK)
def nothing(request: HttpRequest) -> HttpResponse:
    def work(by: User) -> str:
        actions.nothing(by=by, now=timezone.now(), request=request)
        return _("记下了:今天没有问题。")

    return done(request, reverse("knowledge:problems"), work)


@require_safe
@roles.required(roles.SEE_DESK)
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    return _one_page(request, _seen(request, pk))


def _one_page(
    request: HttpRequest, one: Problem, refused: str = "", written: Any = None, status: int = 200
) -> HttpResponse:
    user, now = reader(request), timezone.now()
    own = bool(user.person) and one.person == user.person
    edits = user.may(roles.EDIT_KNOWLEDGE)
    near, task = query.nearby(one), query.task_of(one)
    pages = [page for page, _text in near.pages]
    shown = {page.pk for page in pages}
    more = Page.objects.filter(retired_at__isnull=True).exclude(pk__in=shown).order_by("title")
    return render(
        request, "knowledge/problem.html",
        {"one": one, "own": own, "edits": edits, "near": near, "pages": pages,
         "more": list(more[:OTHER_PAGES]) if edits else [], "page_kinds": Page.Kind.choices,
         "topics": pages_query.topics() if edits else [], "task": task,
         "works": task is not None and may_work(user, task),
         "open_repeats": len(improving.open_repeats(one)) if edits else 0,
         "repeats": query.repeats(one) if query.sees_others(user, now) else [],
         "risen": query.risen(one), "changes": list(one.changes.all())[::-1], "names": _names(),
         "phrases": list(one.page.phrases.all()) if one.page else [],
         "chat": one.chat if user.may(roles.SEE_CHATS) else "", "refused": refused,
         "orders": user.may(roles.SEE_CHATS), "written": written or {}},
        status=status,
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Add what was asked for, find it known, or (operations) end it."""
    post, now = request.POST, timezone.now()
    no_nul(post)
    if what == "end":
        return _end(request, pk)
    _seen(request, pk)

    def work(by: User) -> str:
        version = number(request, "version")
        if what == "add":
            actions.add(by=by, problem=pk, version=version, text=post.get("own_answer", ""),
                        now=now, request=request)  # fmt: skip
            return _("补充好了,运营会再看。")
        if what == "known":
            page, other = _chosen(post.get("same", ""))
            actions.known(by=by, problem=pk, version=version, page=page, other=other, now=now,
                          request=request)  # fmt: skip
            return _("好,它已经有答案了。")
        raise Absent(_("没有这一步。"))

    return done(request, reverse("knowledge:problem", args=[pk]), work)


def _end(request: HttpRequest, pk: int) -> HttpResponse:
    post, by = request.POST, reader(request)
    if not by.may(roles.EDIT_KNOWLEDGE):
        raise NotYours(_("您的角色不能改答案。"))
    one = _seen(request, pk)
    page, other = _chosen(post.get("same", ""))
    try:
        one = improving.improve(
            by=by, problem=pk, version=number(request, "version"), now=timezone.now(),
            outcome=post.get("outcome", ""), answer=post.get("answer", ""),
            word=post.get("word", ""), page=page, other=other, title=post.get("title", ""),
            topic=post.get("topic", ""), kind=post.get("kind", Page.Kind.ANSWER),
            also="also" in post, request=request,
        )  # fmt: skip
    except Refused as refused:  # what was written is still there
        return _one_page(request, _seen(request, pk), str(refused), post, 422)
    messages.success(request, _("写好了,提问的人看得到。"))
    if one.page_id and one.state in improving.ON_A_PAGE:
        return HttpResponseRedirect(reverse("knowledge:page", args=[one.page_id]))
    return HttpResponseRedirect(reverse("knowledge:problem", args=[pk]))


@require_safe
@roles.required(roles.SEE_DESK)
def handed(request: HttpRequest) -> HttpResponse:
    """Day × person of a month; who does not lead the team sees the own column."""
    user, now = reader(request), timezone.now()
    today = timezone.localdate(now)
    first = _month(request.GET.get("month", ""), today)
    after = (first + timedelta(days=32)).replace(day=1)
    team = user.may(roles.SEE_TEAM_DESK) or user.may(roles.EDIT_KNOWLEDGE)
    grid = handed_query.grid(
        home.reading(), first, after - timedelta(days=1), now,
        person="" if team else user.person or "/",
    )  # fmt: skip
    return render(
        request, "knowledge/handed.html",
        {"grid": grid, "first": first, "before": (first - timedelta(days=1)).replace(day=1),
         "after": after if after <= today else None, "team": team,
         "columns": list(zip(grid.people, grid.shares, strict=True)),
         "appraises": user.may(roles.APPRAISE)},
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_DESK)
def week(request: HttpRequest) -> HttpResponse:
    """For the weekly meeting: what rose by itself first."""
    user, now = reader(request), timezone.now()
    today = timezone.localdate(now)
    day = _day(request.GET.get("week", "")) or today
    first = day - timedelta(days=day.weekday())
    if not query.sees_others(user, now):
        return HttpResponseRedirect(reverse("knowledge:problems"))
    after = first + timedelta(days=7)
    return render(
        request, "knowledge/problem_week.html",
        {"week": query.week(first, now), "before": first - timedelta(days=7),
         "after": after if after <= today else None, "names": _names()},
    )  # fmt: skip


# -- what they share ---------------------------------------------------------------------


def _seen(request: HttpRequest, pk: int) -> Problem:
    """The problem, for those who may read it now."""
    one = Problem.objects.select_related("page", "same_as").filter(pk=pk).first()
    user = reader(request)
    if one is None:
        raise Absent(_("没有这个问题。"))
    if not query.sees(user, one, timezone.now()):
        raise NotYours(_("先交今天自己的问题表,再看别人的。"))
    return one


def _chosen(text: str) -> tuple[int | None, int | None]:
    """A page ("12") or an earlier problem ("q34") of the form."""
    if text.isdecimal() and len(text) < 12:
        return int(text), None
    if text.startswith("q") and text[1:].isdecimal() and len(text) < 12:
        return None, int(text[1:])
    return None, None


def _names() -> dict[str, str]:
    """By user name and by person code."""
    names: dict[str, str] = {}
    for user in User.objects.all():
        names[user.username] = str(user)
        if user.person:
            names.setdefault(user.person, str(user))
    return names


def _day(text: str) -> date | None:
    try:
        found = parse_date(text[:10])
    except ValueError:
        return None
    return found if found and 2000 <= found.year <= 2100 else None


def _month(text: str, today: date) -> date:
    found = _day(f"{text[:7]}-01")
    return found if found and found <= today else today.replace(day=1)
