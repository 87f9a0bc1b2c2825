"""Raising something by hand, and what became of what one raised."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.actions.raising import Raised, raise_by_hand
from jinpai.apps.desk.queries import known
from jinpai.apps.desk.queries import raised as query
from jinpai.apps.desk.queries.colleagues import colleagues
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, moment, words
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.raising import FORMS


@require_safe
@roles.required(roles.SEE_DESK)
def new(request: HttpRequest) -> HttpResponse:
    """Which form; or the form, with what the address says of the order filled in."""
    given = {name: words(request.GET, name, 128) for name in ("list", "shop", "order", "buyer")}
    given["key"] = uuid.uuid4().hex
    return _form(request, given)


def _form(request: HttpRequest, given: dict[str, str], status: int = 200) -> HttpResponse:
    user = reader(request)
    form = FORMS.get(given.get("list", ""))
    to = given.get("to", user.person if form is not None and form.own else "")
    return render(
        request, "desk/new.html",
        {
            "form": form, "forms": FORMS.values(), "given": given, "to": to,
            "colleagues": colleagues(), "shops": known.shops(), "order": given.get("order", ""),
            "asks": [(a, given.get(a.code, "")) for a in form.asks] if form else [],
            "roles": [(f"role:{r.value}", r.label) for r in roles.Role
                      if form and r.value in form.roles],
            "money": user.may(roles.HANDLE_CASES),
        },
        status=status,
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def add(request: HttpRequest) -> HttpResponse:
    """What the form says; what is not enough comes back with every word still in it."""
    post, user, now = request.POST, reader(request), timezone.now()
    form = FORMS.get(post.get("list", ""))
    if form is None:
        messages.error(request, _("请选一张清单。"))
        return HttpResponseRedirect(reverse("desk:new"))
    try:
        task = raise_by_hand(by=user, form=_raised(request), now=now, request=request)
    except Refused as refused:
        messages.error(request, str(refused))
        return _form(request, {k: words(post, k, 1000) for k in post}, 422)
    if task.open:
        messages.success(request, _("加上了。"))
    else:
        messages.success(request, _("记下了。"))
    mine = tasks.may_work(user, task)
    return HttpResponseRedirect(
        reverse("desk:task", args=[task.pk]) if mine else reverse("desk:raised")
    )


def _raised(request: HttpRequest) -> Raised:
    post = request.POST
    form = FORMS[post["list"]]
    opened: datetime | None = None
    if any(ask.kind == "moment" for ask in form.asks):
        opened = moment(request, "opened")
    return Raised(
        form.list, words(post, "key", 64), {a.code: words(post, a.code, 1000) for a in form.asks},
        words(post, "shop", 64), words(post, "order", 64), words(post, "buyer", 128),
        words(post, "to", 70), moment(request, "due"), opened,
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_DESK)
def raised(request: HttpRequest) -> HttpResponse:
    """What the reader raised: what waits, and what was answered."""
    user = reader(request)
    found = query.raised(user)
    return render(
        request, "desk/raised.html",
        {
            "waiting": [one for one in found if one.task.open],
            "answered": [one for one in found if one.unseen],
            "ended": [one for one in found if not one.task.open and not one.unseen],
            "now": timezone.now(), "names": by_username(),
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Seen."""

    def work(by: User) -> str:
        tasks.acknowledge(by=by, task=pk, now=timezone.now(), request=request)
        return _("知道了。")

    return done(request, reverse("desk:raised"), work)
