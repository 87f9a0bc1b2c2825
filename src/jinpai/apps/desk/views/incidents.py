"""One incident: its story, who does what by when, the reply, the end."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.desk import order_parts
from jinpai.apps.desk.actions import incidents, tasks
from jinpai.apps.desk.models import Incident
from jinpai.apps.desk.queries import incident as query
from jinpai.apps.desk.queries.colleagues import colleagues
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, moment, number, words
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.raising import FORMS


@require_safe
@roles.required(roles.SEE_DESK)
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader(request)
    first, alert = incidents.of(user, pk)
    steps = incidents.steps(first)
    one = Incident.objects.filter(task=first).first()
    others = [t for t in (alert, *steps) if t is not None]
    found = query.story(request, first, others)
    cases = order_parts.parts(first.shop, first.order_id, user) if found.order else []
    return render(
        request, "desk/incident.html",
        {
            "task": first, "alert": alert, "steps": steps, "one": one, "story": found,
            "state": query.state(one, first, steps), "now": timezone.now(),
            "names": by_username(),
            "mine": [t.pk for t in (first, alert, *steps) if t and tasks.may_work(user, t)],
            "colleagues": colleagues(), "key": uuid.uuid4().hex,
            "version": one.version if one else 0, "closes": user.may(roles.SEE_TEAM_DESK),
            "left": sum(t.open for t in (first, *steps)),
            "kinds": FORMS["tickets"].asks[0].options,
            "cases": [render_to_string(template, context, request) for template, context in cases],
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """reply, step, close."""
    incidents.of(reader(request), pk)
    post, now = request.POST, timezone.now()

    def work(by: User) -> str:
        if what == "reply":
            incidents.reply(by=by, pk=pk, version=number(request, "version"), now=now,
                            text=words(post, "text", 1000), request=request)  # fmt: skip
            return _("回评记下了。")
        if what == "step":
            incidents.step(
                by=by, pk=pk, key=words(post, "key", 64), what=words(post, "what", 300),
                to=words(post, "to", 64), due=moment(request, "due"), now=now, request=request,
            )  # fmt: skip
            return _("加上了。")
        if what == "close":
            incidents.close(
                by=by, pk=pk, version=number(request, "version"), now=now, request=request,
                summary=words(post, "summary", 4000), change=words(post, "change", 300),
                kind=words(post, "kind", 16),
            )  # fmt: skip
            return _("事故结束了;要改的进了改进单。")
        raise Refused(_("没有这一步。"))

    return done(request, reverse("desk:incident", args=[pk]), work)
