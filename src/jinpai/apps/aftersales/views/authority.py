"""The authority pages: each role's, its versions, and how the owner changes it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.aftersales.actions import authority as actions
from jinpai.apps.aftersales.models import AuthorityReading, AuthorityVersion
from jinpai.apps.aftersales.queries import authority as query
from jinpai.apps.aftersales.words import measure
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import day, done, number
from jinpai.apps.pages.refusals import Absent, NotYours, Unclear
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.apps.team.roles import Role
from jinpai.workflow.authority import LIMITS, TEXTS, WORDS, Terms, differences, shipped
from jinpai.workflow.authority.terms import Line
from jinpai.workflow.authority.terms import number as typed_number


@require_safe
@roles.required(roles.SEE_DESK)
def authority(request: HttpRequest) -> HttpResponse:
    """The reader's own page."""
    return _page(request, reader(request).role)


@require_safe
@roles.required(roles.SEE_DESK)
def of_role(request: HttpRequest, role: str) -> HttpResponse:
    """Another role's: everyone may read what everyone may promise."""
    return _page(request, role)


def _page(request: HttpRequest, role: str) -> HttpResponse:
    if role not in Role.values:
        raise Absent(_("没有这个岗位。"))
    user, now = reader(request), timezone.now()
    pages = query.in_force(timezone.localdate(now))
    newest = query.newest(role)
    return render(
        request, "aftersales/authority.html",
        {
            **_shown(pages[role].terms), "page": pages[role], "role": role,
            "roles": list(Role.values), "newest": newest,
            "numbers": [(code, _above(pages, role, code)) for code in LIMITS],
            "mine": user.role == role,
            "read_at": _read_at(newest, user), "versions": list(
                AuthorityVersion.objects.filter(role=role).order_by("-number")[:20]
            ),
            "readers": query.readers(newest)
            if newest and user.may(roles.SEE_TEAM_DESK) else None,
            "edits": user.may(roles.EDIT_AUTHORITY), "asks": user.may(roles.HANDLE_CASES),
        },
    )  # fmt: skip


def _above(pages: dict[str, query.Page], role: str, code: str) -> list[tuple[str, str]]:
    """Whom to ask beyond the own number, and what is theirs."""
    own = pages[role].terms.limit(code)
    if own is None or (code == "compensation_day"):
        return []
    floor = LIMITS[code].lowest
    found = []
    for one in ("supervisor", "owner"):
        theirs = pages[one].terms.limit(code)
        if one != role and (theirs is None or (theirs < own if floor else theirs > own)):
            found.append((one, measure(theirs, LIMITS[code].unit)))
    return found


def _shown(terms: Terms) -> dict[str, Any]:
    return {
        "terms": terms,
        "texts": [(code, terms.texts.get(code, ())) for code in TEXTS],
        "words": [(code, terms.words.get(code, ())) for code in WORDS],
    }


def _read_at(version: AuthorityVersion | None, user: User) -> datetime | None:
    one = AuthorityReading.objects.filter(version=version, by=user.username).first()
    return one.at if one and version else None


@require_POST
@roles.required(roles.SEE_DESK)
def read(request: HttpRequest, role: str) -> HttpResponse:
    """Read and confirmed."""
    if role not in Role.values:
        raise Absent(_("没有这个岗位。"))
    if reader(request).role != role:
        raise NotYours(_("这一页不是您的岗位,不用确认。"))

    def work(by: User) -> str:
        actions.begin(timezone.now())  # a shop whose morning has not come yet
        newest = query.newest(role)
        if newest is None or (newest.pk != number(request, "version") and newest.number > 1):
            raise Refused(_("已经有更新的一版,请看那一版。"))
        actions.read(by=by, version=newest.pk, now=timezone.now(), request=request)
        return _("记下了:您读过并确认。")

    return done(request, reverse("aftersales:authority_role", args=[role]), work)


@require_safe
@roles.required(roles.SEE_DESK)
def version(request: HttpRequest, role: str, number: int) -> HttpResponse:
    """An older, the present or a coming version, and what it changed."""
    one = AuthorityVersion.objects.filter(role=role, number=number).first()
    if one is None:
        raise Absent(_("没有这一版。"))
    before = AuthorityVersion.objects.filter(role=role, number=number - 1).first()
    user, terms = reader(request), Terms.read(one.terms)
    newest = query.newest(role) == one
    return render(
        request, "aftersales/authority_version.html",
        {
            **_shown(terms), "version": one, "role": role, "before": before, "newest": newest,
            "changes": differences(Terms.read(before.terms), terms) if before else [],
            "numbers": [(code, ()) for code in LIMITS], "names": by_username(),
            "mine": user.role == role, "read_at": _read_at(one, user),
            "now_in_force": query.in_force(timezone.localdate())[role].version == one,
        },
    )  # fmt: skip


# -- changing ----------------------------------------------------------------------------


@roles.required(roles.EDIT_AUTHORITY)
def edit(request: HttpRequest, role: str) -> HttpResponse:
    """The form; sent, it shows what would change before it is put in force."""
    if role not in Role.values:
        raise Absent(_("没有这个岗位。"))
    newest = query.newest(role)
    base = Terms.read(newest.terms) if newest else shipped().get(role, Terms({}))
    shown: dict[str, Any] = {"role": role, "base": newest.number if newest else 1}
    refused, changes, status = "", None, 200
    if request.method == "POST":
        written = _written(request)
        shown["base"] = number(request, "base")
        try:
            terms, effective = _terms(request, base), day(request, "effective")
            actions.check(role, terms, effective, request.POST.get("note", ""), timezone.now())
            changes = differences(base, terms)
            if not changes:
                raise Refused(_("和现在的一样,没有要改的。"))
        except Refused as problem:
            refused, status, changes = str(problem), 422, None
    else:
        written = {
            **{code: _text(base.limit(code)) for code in LIMITS},
            **{code: "\n".join(x.zh for x in base.texts.get(code, ())) for code in TEXTS},
            **{code: "\n".join(x.zh for x in base.words.get(code, ())) for code in WORDS},
            "effective": timezone.localdate().isoformat(), "note": "",
        }  # fmt: skip
    return render(
        request, "aftersales/authority_edit.html",
        {
            **shown, "written": written, "refused": refused, "changes": changes,
            "limits": list(LIMITS.items()), "texts": list(TEXTS), "words": list(WORDS),
            "key": request.POST.get("key", "")[:64] or uuid.uuid4().hex,
        },
        status=status,
    )  # fmt: skip


@require_POST
@roles.required(roles.EDIT_AUTHORITY)
def save(request: HttpRequest, role: str) -> HttpResponse:
    """Put it in force."""
    if role not in Role.values:
        raise Absent(_("没有这个岗位。"))

    def work(by: User) -> str:
        actions.begin(timezone.now())
        newest = query.newest(role)
        base = Terms.read(newest.terms) if newest else Terms({})
        one = actions.save(
            by=by, key=request.POST.get("key", "")[:64], role=role, terms=_terms(request, base),
            effective=day(request, "effective"), note=request.POST.get("note", ""),
            base=number(request, "base"), now=timezone.now(), request=request,
        )  # fmt: skip
        return _("第 %(n)d 版写好了,请这个岗位的人重新确认。") % {"n": one.number}

    return done(request, reverse("aftersales:authority_role", args=[role]), work)


def _text(amount: Any) -> str:
    return "" if amount is None else f"{amount:f}"


def _written(request: HttpRequest) -> dict[str, str]:
    names = (*LIMITS, *TEXTS, *WORDS, "effective", "note")
    written = {name: request.POST.get(name, "")[:20_000] for name in names}
    if any("\0" in text for text in written.values()):
        raise Unclear(_("表单不完整,请回到页面再做一次。"))
    return written


def _terms(request: HttpRequest, base: Terms) -> Terms:
    """As typed; a line that stays as it was keeps its English and its source."""
    written = _written(request)
    limits = {}
    for code in LIMITS:
        try:
            limits[code] = typed_number(written[code])
        except ValueError:
            raise Refused(_("数字看不懂,写成 12.34;空着就是不限。")) from None
    known = {
        line.zh: line
        for lines in (*base.texts.values(), *base.words.values())
        for line in lines
    }  # fmt: skip

    def lines(code: str) -> tuple[Line, ...]:
        rows = [row.strip() for row in written[code].splitlines()]
        return tuple(known.get(row, Line(row, row)) for row in dict.fromkeys(rows) if row)

    return Terms(limits, {c: lines(c) for c in TEXTS}, {c: lines(c) for c in WORDS})
