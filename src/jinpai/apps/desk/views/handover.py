"""The shift handover: what is open, to whom, signed by both."""

from __future__ import annotations

import uuid

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.desk.actions import handover as actions
from jinpai.apps.desk.models import Handover
from jinpai.apps.desk.queries.colleagues import colleagues
from jinpai.apps.desk.queries.today import NOBODY, offers
from jinpai.apps.desk.views.page import done
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader


@require_safe
@roles.required(roles.SEE_DESK)
def handover(request: HttpRequest) -> HttpResponse:
    user, now = reader(request), timezone.now()
    seen = Handover.objects.prefetch_related("tasks__task")
    waiting = offers(user, now).prefetch_related("tasks__task").order_by("offered_at")
    if not user.may(roles.SEE_TEAM_DESK):
        seen = seen.filter(Q(from_user=user.username) | Q(to_person=user.person or NOBODY))
    names = by_username()
    others = [c for c in colleagues() if c.person != user.person]
    people = {c.person: c.name for c in colleagues()}
    return render(
        request, "desk/handover.html",
        {"items": actions.open_items(user), "colleagues": others, "waiting": list(waiting),
         "handovers": list(seen[:30]), "names": names, "people": people, "user": user,
         "now": now, "key": uuid.uuid4().hex},
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def offer(request: HttpRequest) -> HttpResponse:
    post = request.POST

    def work(by: User) -> str:
        words = {
            int(name.removeprefix("word-")): str(text)
            for name, text in post.items()
            if name.startswith("word-") and name.removeprefix("word-").isdecimal()
        }
        made = actions.offer(
            by=by, to_person=post.get("person", ""),
            key=post.get("key", "")[:64] or uuid.uuid4().hex,
            shift=post.get("shift", ""), note=post.get("note", ""), words=words,
            now=timezone.now(), request=request,
        )  # fmt: skip
        return _("交班单已签字,%(n)s 件,等接班的人签收。") % {"n": made.tasks.count()}

    return done(request, reverse("desk:handover"), work)


@require_POST
@roles.required(roles.SEE_DESK)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    def work(by: User) -> str:
        actions.take(by=by, handover=pk, answer=request.POST.get("answer", ""),
                     now=timezone.now(), request=request)  # fmt: skip
        return _("签收了,这些事现在归您。")

    return done(request, reverse("desk:handover"), work)


@require_POST
@roles.required(roles.SEE_DESK)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    def work(by: User) -> str:
        actions.withdraw(by=by, handover=pk, now=timezone.now(), request=request)
        return _("收回了。")

    return done(request, reverse("desk:handover"), work)
