"""Writing a rulebook as text: the draft, its check while one types, the version it becomes."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinpai.apps.imports.sentences import Said, said
from jinpai.apps.pages.refusals import Unclear
from jinpai.apps.rulebooks import drafts
from jinpai.apps.rulebooks.actions import save_version
from jinpai.apps.rulebooks.editor import fields
from jinpai.apps.rulebooks.forms import SaveForm, StartForm
from jinpai.apps.rulebooks.models import LARGEST, Draft
from jinpai.apps.rulebooks.queries.compared import Differences, differences
from jinpai.apps.rulebooks.queries.sources import Source, source
from jinpai.apps.rulebooks.refused import Moved, Refused, Unsound
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.rules import document
from jinpai.rules.problems import Problem


@roles.required(roles.CHANGE_RULES)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft: of a known rulebook, or of a file."""
    form = StartForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Unclear(next(iter(form.errors.values()))[0])
    user, now = reader(request), timezone.now()
    given = form.cleaned_data["file"]
    try:
        if given is not None:
            draft = drafts.begin_file(by=user, data=given.read(LARGEST + 1), now=now)
            new = True
        else:
            draft, new = drafts.begin(by=user, start=form.cleaned_data["start"], now=now)
    except Refused as refused:
        return _refused(request, refused.problem)
    if not new:
        messages.info(request, _("这是您上次没写完的草稿;改动都还在。"))
    page = "rulebooks:draft_form" if request.POST.get("with") == "form" else "rulebooks:draft"
    return redirect(page, draft.pk)


def _refused(request: HttpRequest, problem: Said) -> HttpResponse:
    return render(request, "rulebooks/refused.html", {"problem": problem}, status=422)


REASONS = "rulebook_reasons"  # of the session: what was typed as reason, by draft


def typed_reason(request: HttpRequest, draft: Draft) -> str | None:
    """The reason typed beside the draft, here or before going to the other editor."""
    kept: dict[str, str] = request.session.get(REASONS, {})
    given = request.POST.get("reason") if request.method == "POST" else None
    if given is not None and given != kept.get(str(draft.pk)):
        request.session[REASONS] = kept | {str(draft.pk): given[:2000]}
    return given if given is not None else kept.get(str(draft.pk))


def _forget_reason(request: HttpRequest, draft_id: int) -> None:
    kept: dict[str, str] = request.session.get(REASONS, {})
    if kept.pop(str(draft_id), None) is not None:
        request.session[REASONS] = kept


def context_of(
    request: HttpRequest, draft: Draft, text: str, problems: list[Problem], **more: Any
) -> dict[str, Any]:
    """What both editors show beside their own: where it began, what is wrong, who writes."""
    begun = source(draft.start) if draft.start else None
    reason = typed_reason(request, draft)
    if reason is None:  # the reason of what it began with is not this version's
        reason = _said_reason(text)
        if begun and begun.rulebook and reason == begun.rulebook.reason:
            reason = ""
    return {
        "draft": draft,
        "begun": begun,
        "text": text,
        "problems": problems,
        "errors": sum(1 for p in problems if p.severity == "error"),
        "reason": reason,
        "changed": _changed(begun, text),
        "hand": request.POST.get("hand", "")[:32] or secrets.token_hex(8),
        **more,
    }


def _changed(begun: Source | None, text: str) -> Differences | None:
    """What the draft says otherwise than what it began with; None: one of them is no rulebook."""
    if begun is None or begun.rulebook is None:
        return None
    now, _problems = document.read(text)
    return differences(begun.rulebook, now) if now else None


def turn_of(request: HttpRequest) -> int:
    try:
        return int(request.POST.get("turn", ""))
    except ValueError as error:
        raise Unclear(_("这一页不完整,请刷新再来。")) from error


def _said_reason(text: str) -> str:
    """The reason the document gives, for the field beside "save"."""
    found = (fields.raw(text) or {}).get("reason", "")
    return found if isinstance(found, str) else ""


@roles.required(roles.CHANGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The text editor. POST keeps the text; `do=save` makes a version of it. Typing sends the
    text too (htmx) and gets the list of problems back."""
    user = reader(request)
    kept = drafts.mine(user, draft_id)
    if request.method != "POST":
        _book, problems = document.read(kept.text)
        return _text_page(request, kept, kept.text, problems)
    text, hand = request.POST.get("text", ""), request.POST.get("hand", "")
    typed_reason(request, kept)
    try:
        kept = drafts.keep(
            by=user, draft=kept, text=text, turn=turn_of(request), hand=hand, now=timezone.now()
        )
    except Refused as refused:
        status = 409 if isinstance(refused, Moved) else 422
        if "HX-Request" in request.headers:
            return render(request, "rulebooks/_problem_list.html", {"refused": refused.problem})
        return _text_page(request, kept, text, [], refused=refused.problem, status=status)
    _book, problems = document.read(kept.text)
    if "HX-Request" in request.headers:
        return render(request, "rulebooks/_problem_list.html", {
            "problems": problems, "kept_at": kept.changed_at, "draft": kept,
        })  # fmt: skip
    if request.POST.get("do") == "form":
        return redirect("rulebooks:draft_form", kept.pk)
    if request.POST.get("do") == "save":
        saved = save(request, user, kept)
        if isinstance(saved, HttpResponse):
            return saved
        return _text_page(request, kept, kept.text, list(saved[0]), refused=saved[1], status=422)
    return _text_page(request, kept, kept.text, problems, checked=True)


def _text_page(
    request: HttpRequest, kept: Draft, text: str, problems: list[Problem], *,
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    context = context_of(request, kept, text, problems, **more)
    return render(request, "rulebooks/draft.html", context, status=status)


def save(
    request: HttpRequest, user: User, kept: Draft
) -> HttpResponse | tuple[tuple[Problem, ...], Said | None]:
    """The version's page, or what is wrong."""
    form = SaveForm(request.POST)
    if not form.is_valid():
        return (), _no_reason()
    try:
        version = save_version(
            by=user, text=kept.text, reason=form.cleaned_data["reason"], now=timezone.now(),
            request=request,
        )  # fmt: skip
    except Unsound as unsound:
        return unsound.problems, None
    except Refused as refused:
        return (), refused.problem
    _forget_reason(request, kept.pk)
    drafts.throw_away(by=user, draft=kept)
    messages.success(request, _("已存成「%(name)s」;它不会再变。") % {"name": version})
    return redirect("rulebooks:rulebook", version.sha256)


def _no_reason() -> Said:
    return said(
        "no_reason",
        "还没有写理由。",
        "No reason is given.",
        "写一句:为什么要有这一版。",
        "Write a sentence: why this version.",
    )


@roles.required(roles.CHANGE_RULES)
@require_POST
def throw_away(request: HttpRequest, draft_id: int) -> HttpResponse:
    user = reader(request)
    drafts.throw_away(by=user, draft=drafts.mine(user, draft_id))
    _forget_reason(request, draft_id)
    messages.success(request, _("草稿丢掉了。"))
    return redirect("rulebooks:rulebooks")
