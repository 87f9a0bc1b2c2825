"""The checklists themselves: all of them, one with its versions, the form."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import day, done, number
from jinpai.apps.knowledge.actions import routine_lists as actions
from jinpai.apps.knowledge.actions.routines import begin
from jinpai.apps.knowledge.models import RoutineTemplate
from jinpai.apps.knowledge.queries import routines as query
from jinpai.apps.knowledge.words import english, no_nul
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.apps.team.roles import Role
from jinpai.workflow.routines import ANY, SHIFTS, Template, shipped
from jinpai.workflow.routines.lines import line, pair
from jinpai.workflow.routines.lines import read as read_lines

MOST_NAME = 200


@require_safe
@roles.required(roles.SEE_DESK)
def lists(request: HttpRequest) -> HttpResponse:
    """What every role does every day: everyone may read it."""
    kept: dict[str, tuple[Template, RoutineTemplate | None]] = {}
    for one in RoutineTemplate.objects.order_by("number"):
        kept[one.code] = (query.read(one), one)
    if not kept:
        kept = {one.code: (one, None) for one in shipped()}
    by_role = [
        (role, [pair for pair in kept.values() if pair[0].role == role]) for role in Role.values
    ]
    return render(
        request, "knowledge/routine_lists.html",
        {"by_role": [(r, rows) for r, rows in by_role if rows],
         "edits": reader(request).may(roles.EDIT_KNOWLEDGE)},
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_DESK)
def one_list(request: HttpRequest, code: str) -> HttpResponse:
    """A checklist with every version of it."""
    versions = list(RoutineTemplate.objects.filter(code=code).order_by("-number"))
    if versions:
        template, last = query.read(versions[0]), versions[0]
    else:
        found = next((t for t in shipped() if t.code == code), None)
        if found is None:
            raise Absent(_("没有这张清单。"))
        template, last = found, None
    older = {v.number: v for v in versions}
    history = [
        (v, *actions.differences(older[v.number - 1].terms if v.number > 1 else {}, v.terms))
        for v in versions
    ]
    return render(
        request, "knowledge/routine_list.html",
        {
            "template": template, "last": last, "history": history, "code": code,
            "names": by_username(),
            "edits": reader(request).may(roles.EDIT_KNOWLEDGE), "roles": Role.choices,
            "shifts": [*SHIFTS, ANY], "weekdays": "1234567", "key": uuid.uuid4().hex,
            "name": line(template.zh, template.en, english=english()),
            "lines": "\n".join(line(x.zh, x.en, english=english()) for x in template.items),
            "today": timezone.localdate(), "first": "en" if english() else "zh",
            "base": last.number if last else 1,
        },
    )  # fmt: skip


@require_safe
@roles.required(roles.EDIT_KNOWLEDGE)
def new(request: HttpRequest) -> HttpResponse:
    return render(
        request, "knowledge/routine_new.html",
        {"roles": Role.choices, "shifts": [*SHIFTS, ANY], "weekdays": "1234567",
         "key": uuid.uuid4().hex, "today": timezone.localdate(), "base": 0,
         "first": "en" if english() else "zh"},
    )  # fmt: skip


@require_POST
@roles.required(roles.EDIT_KNOWLEDGE)
def save(request: HttpRequest) -> HttpResponse:
    """A new version, or a new checklist."""
    no_nul(request.POST)
    post = request.POST
    code = post.get("code", "")[:40]
    made: list[RoutineTemplate] = []

    def work(by: User) -> str:
        begin(timezone.now())
        last = query.newest(code) if code else None
        key = post.get("key", "")[:64]
        if not key:
            raise Refused(_("表单不完整,请回到页面再做一次。"))
        if post.get("retire") in ("yes", "no"):
            if last is None:
                raise Absent(_("没有这张清单。"))
            template = query.read(last)
        else:
            template = _template(post, code or f"own-{_short(key)}", last)
        made.append(
            actions.save(
                by=by, key=key, template=template, effective=day(request, "effective"),
                note=post.get("note", ""), base=number(request, "base"),
                retired=post.get("retire") == "yes", now=timezone.now(), request=request,
            )
        )  # fmt: skip
        return _("第 %(n)d 版写好了;今天已经开始的不变。") % {"n": made[0].number}

    back = (
        reverse("knowledge:routine_list", args=[code]) if code else reverse("knowledge:routine_new")
    )
    answer = done(request, back, work)
    if made:
        answer["Location"] = reverse("knowledge:routine_list", args=[made[0].code])
    return answer


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _template(post: Any, code: str, last: RoutineTemplate | None) -> Template:
    """As typed, the language of the form first; what stays as it was keeps its other language,
    its page and its source."""
    before = query.read(last) if last else None
    first = post.get("first", "") == "en"
    typed = post.get("name", "").strip()[:MOST_NAME]
    zh, en = pair(typed, english=first)
    if before and typed in (before.zh, before.en):
        zh, en = before.zh, before.en
    return Template(
        code, before.role if before else post.get("role", ""), post.get("shift", ""), zh, en,
        read_lines(post.get("items", "")[:20_000], before.items if before else (), english=first),
        "".join(sorted(set(post.getlist("weekdays")) & set("1234567"))),
        bool(post.get("shared")),
    )  # fmt: skip
