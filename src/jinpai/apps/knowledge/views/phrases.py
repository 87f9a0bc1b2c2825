"""Phrases: the page to find and copy them, one phrase, the file of 千牛, what they did."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps import home
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, number
from jinpai.apps.knowledge.actions import phrase_files
from jinpai.apps.knowledge.actions import phrases as actions
from jinpai.apps.knowledge.models import Phrase, Use
from jinpai.apps.knowledge.queries import groups, use
from jinpai.apps.knowledge.queries import phrases as query
from jinpai.apps.knowledge.queries.values import of_order, of_reader
from jinpai.apps.knowledge.words import no_nul
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.phrases import sheet
from jinpai.workflow.phrases.variables import VARIABLES
from jinpai.workflow.phrases.variants import LEAST

EMPTY_WAYS = 2  # boxes left for more ways


@require_safe
@roles.required(roles.SEE_DESK)
def phrases(request: HttpRequest) -> HttpResponse:
    """Find, fill in, copy."""
    asked = request.GET
    order = asked.get("order", "").strip()[:64]
    values = of_order(request, order) if order else of_reader(request)
    group = asked.get("group", "")
    typed = asked.get("q", "")[:60]
    found = query.find(
        typed, values, group=int(group) if group.isdecimal() and len(group) < 10 else 0,
        wanting="few" in asked, retired="retired" in asked,
    )  # fmt: skip
    return render(
        request, "knowledge/phrases.html",
        {"found": found, "typed": typed, "groups": query.groups(), "group": group, "order": order,
         "few": "few" in asked, "retired": "retired" in asked, "shop": asked.get("shop", "")[:64],
         "filtered": bool(typed or group or "few" in asked or "retired" in asked),
         "edits": reader(request).may(roles.EDIT_PHRASES)},
    )  # fmt: skip


@require_safe
@roles.required(roles.EDIT_PHRASES)
def new(request: HttpRequest) -> HttpResponse:
    """An empty form, or one filled in with a group of questions and how they were answered."""
    asked = request.GET
    wanted = asked.get("question", "")
    row = None
    if wanted.isdecimal() and len(wanted) < 6:
        row = groups.one(asked.get("job", ""), int(wanted))
    answers = [one["text"] for one in row.answers] if row else []
    return render(
        request, "knowledge/phrase_new.html",
        {"key": row.key if row else uuid.uuid4().hex, "row": row,
         "boxes": [*answers, *[""] * max(1, LEAST + 1 - len(answers))], "groups": query.groups(),
         "written": {"group": row.group, "code": "", "frequent": True} if row else None,
         "variables": VARIABLES, "title": row.title if row else asked.get("title", "")[:120]},
    )  # fmt: skip


@require_POST
@roles.required(roles.EDIT_PHRASES)
def add(request: HttpRequest) -> HttpResponse:
    post = request.POST
    try:
        one = actions.save(
            by=reader(request), key=post.get("key", "")[:64], now=timezone.now(), request=request,
            **_written(request),
        )  # fmt: skip
    except Refused as refused:  # what was written is still there
        return render(
            request, "knowledge/phrase_new.html",
            {"key": post.get("key", ""), "boxes": [*post.getlist("text"), ""],
             "groups": query.groups(), "variables": VARIABLES, "written": post,
             "refused": str(refused), "title": post.get("title", "")},
            status=422,
        )  # fmt: skip
    return HttpResponseRedirect(reverse("knowledge:phrase", args=[one.pk]))


@require_safe
@roles.required(roles.SEE_DESK)
def phrase(request: HttpRequest, pk: int) -> HttpResponse:
    """One phrase: its ways, its use and effect, its history, its form."""
    one = next((p for p in query.spoken() if p.pk == pk), None) or next(
        (p for p in query.spoken(retired=True) if p.pk == pk), None
    )
    if one is None:
        raise Absent(_("没有这条短语。"))
    user, reading = reader(request), home.reading()
    days = _days(request)
    measured = use.of_phrase(reading, days, pk)
    people = measured.people if measured else []
    names = {u.person: str(u) for u in User.objects.exclude(person="")}
    if not user.may(roles.SEE_TEAM_DESK):
        people = [row for row in people if user.person and row[0] == user.person]
    return render(
        request, "knowledge/phrase.html",
        {"row": query.one(one, of_reader(request)), "phrase": one, "days": days,
         "choices": use.DAYS, "effect": measured.effect if measured else None,
         "whole": measured, "people": [(names.get(who, who), e) for who, e in people],
         "copied": _copied(one), "changes": list(one.changes.all())[::-1],
         "users": by_username(), "groups": query.groups(),
         "boxes": [*(v.text for v in one.ways), *[""] * EMPTY_WAYS],
         "variables": VARIABLES, "edits": user.may(roles.EDIT_PHRASES)},
    )  # fmt: skip


@require_POST
@roles.required(roles.EDIT_PHRASES)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Save, retire, restore."""
    if what not in ("save", "retire", "restore"):
        raise Absent(_("没有这一步。"))
    if not Phrase.objects.filter(pk=pk).exists():
        raise Absent(_("没有这条短语。"))
    now = timezone.now()

    def work(by: User) -> str:
        version = number(request, "version")
        if what == "save":
            actions.save(by=by, phrase=pk, version=version, now=now, request=request,
                         **_written(request))  # fmt: skip
            return _("存好了。")
        step = actions.retire if what == "retire" else actions.restore
        step(by=by, phrase=pk, version=version, now=now, request=request)
        return _("停用了,记录都在。") if what == "retire" else _("恢复了。")

    return done(request, reverse("knowledge:phrase", args=[pk]), work)


@require_POST
@roles.required(roles.SEE_DESK)
def used(request: HttpRequest, pk: int) -> HttpResponse:
    """A variant was copied."""
    actions.used(by=reader(request), variant=pk, now=timezone.now())
    return HttpResponse(status=204)


@require_POST
@roles.required(roles.EDIT_PHRASES)
def begin(request: HttpRequest) -> HttpResponse:
    def work(by: User) -> str:
        n = phrase_files.begin(by=by, now=timezone.now(), request=request)
        return ngettext("加了 %(n)s 条短语。", "加了 %(n)s 条短语。", n) % {"n": n}

    return done(request, reverse("knowledge:phrases"), work)


@require_safe
@roles.required(roles.SEE_DESK)
def effects(request: HttpRequest) -> HttpResponse:
    """Every phrase with its use and effect."""
    days, reading = _days(request), home.reading()
    measured = use.effects(reading, days)
    rows = [(p, measured.by_phrase.get(p.pk) if measured else None) for p in query.spoken()]
    rows.sort(key=lambda row: -(row[1].sent if row[1] else 0))
    return render(
        request, "knowledge/phrase_use.html",
        {"rows": rows, "days": days, "choices": use.DAYS, "whole": measured},
    )  # fmt: skip


# -- the file of 千牛 ---------------------------------------------------------------------


@require_safe
@roles.required(roles.EDIT_PHRASES)
def file(request: HttpRequest) -> HttpResponse:
    """Bring a file in, take one along."""
    return _file_page(request)


def _file_page(request: HttpRequest, taken: phrase_files.Taken | None = None) -> HttpResponse:
    rows = list(query.file_rows())
    return render(
        request, "knowledge/phrase_file.html",
        {"count": len(rows), "beyond": sheet.beyond(rows)[:20], "taken": taken},
    )  # fmt: skip


@require_POST
@roles.required(roles.EDIT_PHRASES)
def take(request: HttpRequest) -> HttpResponse:
    """The page says what became of every row, so it is the answer and no redirect."""
    sent = request.FILES.get("file")
    data = sent.read(sheet.LARGEST + 1) if sent is not None else b""
    taken = phrase_files.take(
        by=reader(request), found=sheet.read(data), now=timezone.now(), request=request
    )  # fmt: skip
    return _file_page(request, taken)


@require_safe
@roles.required(roles.EDIT_PHRASES)
def export(request: HttpRequest) -> HttpResponse:
    encoding = request.GET.get("encoding", "gbk")
    encoding = encoding if encoding in sheet.ENCODINGS else "gbk"
    written = sheet.write(query.file_rows(), encoding)
    if not isinstance(written, bytes):
        return _file_page(request, phrase_files.Taken(faults=list(written)))
    name = f"快捷短语{timezone.localdate():%Y%m%d}.csv"
    return HttpResponse(
        written, content_type=f"text/csv; charset={encoding}",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )  # fmt: skip


# -- what they share ---------------------------------------------------------------------


def _written(request: HttpRequest) -> dict:
    post = request.POST
    no_nul(post)
    return {
        "title": post.get("title", ""), "group": post.get("group", ""),
        "code": post.get("code", ""), "frequent": "frequent" in post,
        "texts": post.getlist("text"),
    }  # fmt: skip


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(n) for n in use.DAYS} else 30


def _copied(one: Phrase) -> int:
    """Times in thirty days that it was copied here."""
    since = timezone.now() - timedelta(days=30)
    return Use.objects.filter(variant__phrase=one, at__gte=since).count()
