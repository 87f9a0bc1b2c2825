"""One appraisal: looked at by the person, the lead or the supervisor, rated, acknowledged."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.appraisal import rights
from jinpai.apps.appraisal.actions import disputes, flow
from jinpai.apps.appraisal.models import Rating, Sheet
from jinpai.apps.appraisal.queries.one import one
from jinpai.apps.appraisal.queries.scored import Scored, scored
from jinpai.apps.appraisal.queries.standing import standing
from jinpai.apps.appraisal.refused import Refused
from jinpai.apps.appraisal.views.page import (
    address,
    done,
    looked,
    month_asked,
    number,
    seen_person,
    show,
    whole,
)
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.rules.inputs import Person


@require_safe
@roles.required(roles.SEE_OWN_PAY)
def one_page(request: HttpRequest, month: str, person: str) -> HttpResponse:
    found, who = seen_person(request, month, person)
    looked(request, month, person)
    return _page(request, found, who)


@require_safe
@roles.required(roles.SEE_OWN_PAY)
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's own appraisal of a month; a lead finds the group's here too."""
    month = month_asked(request)
    user = reader(request)
    if not user.person:
        return show(request, "nobody", month)
    found = scored(month)
    if found.version is None:
        return show(request, "no_rulebook", month)
    who = found.person(user.person)
    if who is None:
        return show(request, "nobody", month, gone=True)
    return _page(request, found, who)


def _page(request: HttpRequest, found: Scored, who: Person) -> HttpResponse:
    user = reader(request)
    month = found.month.month
    page = one(found, who, user)
    around = _neighbours(found, who, user)
    return show(
        request, "one" if page else "no_scheme", month, page=page, person=who,
        version=found.version, before=around[0], after=around[1], group=_group(found, user),
        mine=rights.is_own(user, who.code), outcome_steps=Rating.Step,
    )  # fmt: skip


def _neighbours(found: Scored, who: Person, user: User) -> tuple[Person | None, Person | None]:
    """The person before and after, among those whom the reader may see."""
    people = [p for p in found.month.people if found.scheme(p) and rights.may_see(user, p, found)]
    codes = [p.code for p in people]
    if who.code not in codes or len(people) < 2:
        return None, None
    at = codes.index(who.code)
    return (people[at - 1] if at else None), (people[at + 1] if at + 1 < len(people) else None)


def _group(found: Scored, user: User) -> list[tuple[Person, str]]:
    """Those whom the reader leads, with where they stand."""
    if user.may(roles.APPRAISE):
        return []
    led = [p for p in found.month.people if rights.leads(user, p, found) and found.scheme(p)]
    sheets = {s.person: s for s in Sheet.objects.filter(month=found.month.month)} if led else {}
    return [(p, standing(sheets.get(p.code), p, found).turn) for p in led]


@require_POST
@roles.required(roles.SEE_OWN_PAY)
def rate(request: HttpRequest, month: str, person: str) -> HttpResponse:
    seen_person(request, month, person)
    given = request.POST

    def work(by: User) -> str:
        step = given.get("step", "")
        if step not in Rating.Step.values:
            raise Refused(_("不知道是哪一步。"))
        points: dict[str, Decimal | None] = {}
        notes = {"": given.get("note", "")}
        for name in given:
            kind, _colon, item = name.partition(":")
            if kind == "points" and item:
                points[item] = number(given[name])
            elif kind == "note" and item:
                notes[item] = given[name]
        flow.rate(
            by=by, month=month, person=person, version=whole(given.get("version")), step=step,
            points=points, notes=notes, without_self=given.get("without_self", ""),
            now=timezone.now(), request=request,
        )  # fmt: skip
        return _("记下了,分数已经重算。")

    return done(request, _back(request, month, person), work)


@require_POST
@roles.required(roles.SEE_OWN_PAY)
def acknowledge(request: HttpRequest, month: str, person: str) -> HttpResponse:
    _own(request, person)

    def work(by: User) -> str:
        flow.acknowledge(
            by=by, month=month, person=person, version=whole(request.POST.get("version")),
            now=timezone.now(), request=request,
        )  # fmt: skip
        return _("已确认。")

    return done(request, _back(request, month, person), work)


@require_POST
@roles.required(roles.SEE_OWN_PAY)
def dispute(request: HttpRequest, month: str, person: str) -> HttpResponse:
    _own(request, person)
    given = request.POST

    def work(by: User) -> str:
        disputes.dispute(
            by=by, month=month, person=person, version=whole(given.get("version")),
            item=given.get("item", ""), reason=given.get("reason", ""),
            evidence=given.get("evidence", ""), wanted=number(given.get("wanted")),
            now=timezone.now(), request=request,
        )  # fmt: skip
        return _("异议已提交,处理后分数会重算。")

    return done(request, _back(request, month, person), work)


@require_POST
@roles.required(roles.APPRAISE)
def close(request: HttpRequest, month: str, person: str) -> HttpResponse:
    seen_person(request, month, person)

    def work(by: User) -> str:
        out = flow.close_month(by=by, month=month, only=person, now=timezone.now(), request=request)
        if out.left:
            raise Refused("; ".join(out.left.values()))
        return _("关闭了 %(n)s 份。") % {"n": len(out.closed)}

    return done(request, _back(request, month, person), work)


def _own(request: HttpRequest, person: str) -> None:
    """Only the person's own word counts here, whoever else may look."""
    if not rights.is_own(reader(request), person):
        raise NotYours(_("这件事只能由本人做。"))


def _back(request: HttpRequest, month: str, person: str) -> str:
    return address("one", month, person)
