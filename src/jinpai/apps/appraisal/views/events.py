"""Signed events and figures entered by hand."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.appraisal import words
from jinpai.apps.appraisal.actions import events as actions
from jinpai.apps.appraisal.actions import figures
from jinpai.apps.appraisal.gather import days_of
from jinpai.apps.appraisal.queries import listed
from jinpai.apps.appraisal.queries.names import signed
from jinpai.apps.appraisal.queries.scored import scored
from jinpai.apps.appraisal.views.page import address, day, done, month_asked, needed, show
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.rules.known import OUTSIDE

SIGNS = {"percent": "%", "seconds": "s", "hours": "h"}


@require_safe
@roles.required(roles.APPRAISE)
def events_page(request: HttpRequest) -> HttpResponse:
    month = month_asked(request)
    found = scored(month)
    if found.version is None:
        return show(request, "no_rulebook", month)
    audit.record(action="appraisal.events_seen", subject=month, request=request)
    first, last = days_of(month)
    asked = request.GET.get("person", "")
    entered = listed.entered(found, asked)
    happened = listed.events(found)
    if asked:
        happened = [h for h in happened if h.event.person == asked]
    return show(
        request, "events", month, events=happened, entered=entered, asked=asked,
        people=[p for p in found.month.people if found.scheme(p)],
        metrics=[
            (m.code, f"{words.said(m)}{' (' + SIGNS[m.unit] + ')' if m.unit in SIGNS else ''}")
            for m in OUTSIDE.values()
        ],
        who=signed(
            [h.event.by for h in happened]
            + [h.event.withdrawn_by for h in happened]
            + [e.by for e in entered]
        ),
        key=secrets.token_hex(16), first=first, last=min(last, timezone.localdate()),
        today=min(last, timezone.localdate()),
    )  # fmt: skip


@require_POST
@roles.required(roles.APPRAISE)
def add(request: HttpRequest) -> HttpResponse:
    given = request.POST
    month = month_asked(request)

    def work(by: User) -> str:
        actions.add_event(
            by=by, person=given.get("person", ""), day=day(given.get("day")),
            points=needed(given.get("points")), kind=given.get("kind", ""),
            evidence=given.get("evidence", ""), key=given.get("key", ""), now=timezone.now(),
            request=request,
        )  # fmt: skip
        return _("记下了,分数已经重算。")

    return done(request, address("events", month=month), work)


@require_POST
@roles.required(roles.APPRAISE)
def withdraw(request: HttpRequest, event: int) -> HttpResponse:
    month = month_asked(request)

    def work(by: User) -> str:
        actions.withdraw_event(
            by=by, event=event, reason=request.POST.get("reason", ""), now=timezone.now(),
            request=request,
        )  # fmt: skip
        return _("已撤回,记录还在。")

    return done(request, address("events", month=month), work)


@require_POST
@roles.required(roles.APPRAISE)
def figure(request: HttpRequest) -> HttpResponse:
    given = request.POST
    month = month_asked(request)

    def work(by: User) -> str:
        metric = given.get("metric", "")
        known = OUTSIDE.get(metric)
        percent = known is not None and known.unit == "percent"
        figures.record_figure(
            by=by, person=given.get("person", ""), day=day(given.get("day")), metric=metric,
            value=needed(given.get("value"), percent=percent),
            evidence=given.get("evidence", ""), now=timezone.now(), request=request,
        )  # fmt: skip
        return _("已写入数据,分数已经重算。")

    return done(request, address("events", month=month, anchor="figures"), work)
