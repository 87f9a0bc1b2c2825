"""Writing a rulebook by the form: single values and whole parts of the draft's text."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from tomlkit.exceptions import TOMLKitError

from jinpai.apps.imports.sentences import Said, said
from jinpai.apps.rulebooks import drafts
from jinpai.apps.rulebooks.editor import fields, measure, parts
from jinpai.apps.rulebooks.editor.answers import answers
from jinpai.apps.rulebooks.models import Draft
from jinpai.apps.rulebooks.refused import Moved, Refused
from jinpai.apps.rulebooks.views.editing import context_of, save, turn_of, typed_reason
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader
from jinpai.rules import document, edit
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.problems import Problem


@roles.required(roles.CHANGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The form over the same draft: single values of the text, comments kept."""
    user = reader(request)
    kept = drafts.mine(user, draft_id)
    raw = fields.raw(kept.text)
    if raw is None:
        _book, problems = document.read(kept.text)
        return render(
            request, "rulebooks/draft_form.html", context_of(request, kept, kept.text, problems)
        )
    groups, part = fields.groups(raw), measure.measure_of(raw)
    if request.method != "POST":
        _book, problems = document.read(kept.text)
        shown = measure.MeasurePart(measure=part) if part else None
        return _form_page(request, kept, groups, problems, measure_part=shown)

    typed_reason(request, kept)
    given = answers(groups, request.POST)
    changes = dict(given.changes)
    sent_part = None
    if part is not None and measure.MARK in request.POST:
        sent_part = measure.MeasurePart(request.POST, measure=part)
        if sent_part.is_valid() and sent_part.measure is not None:
            changes |= measure.changes(part, sent_part.measure)
    elif part is not None:
        sent_part = measure.MeasurePart(measure=part)
    status, refused = 200, None
    try:
        text = edit.write(kept.text, changes) if changes else kept.text
        kept = drafts.keep(
            by=user, draft=kept, text=text, turn=turn_of(request),
            hand=request.POST.get("hand", ""), now=timezone.now(),
        )  # fmt: skip
    except (edit.NoSuchPlace, TOMLKitError):
        refused, status = _by_text(), 422
    except Refused as error:
        refused, status = error.problem, 409 if isinstance(error, Moved) else 422
    _book, problems = document.read(kept.text)
    bad_part = bool(sent_part and sent_part.is_bound and not sent_part.is_valid())
    unreadable = given.unreadable + bad_part
    if "HX-Request" in request.headers:
        return render(request, "rulebooks/_problem_list.html", {
            "problems": problems, "kept_at": kept.changed_at, "refused": refused,
            "unreadable": unreadable, "draft": kept,
        })  # fmt: skip
    if unreadable:
        status = 422
    if status == 200 and request.POST.get("do") == "save":
        saved = save(request, user, kept)
        if isinstance(saved, HttpResponse):
            return saved
        problems, refused, status = list(saved[0]) or problems, saved[1], 422
    asked = request.POST.get("do", "")
    if asked.startswith("item:"):  # which figure stands in the scheme's own field
        asked += f":{request.POST.get(f'metric-{asked[5:]}', '')}"
    if status == 200 and (":" in asked or asked == "measure"):
        try:
            text = parts.change(kept.text, asked)
            kept = drafts.keep(
                by=user, draft=kept, text=text, turn=kept.turn,
                hand=request.POST.get("hand", ""), now=timezone.now(),
            )  # fmt: skip
        except (parts.NotThere, TOMLKitError):
            refused, status = _by_text(), 422
        except Refused as error:
            refused, status = error.problem, 422
        else:
            place = urlencode({"open": parts.group_of(asked)})
            return redirect(f"{reverse('rulebooks:draft_form', args=[kept.pk])}?{place}")
    if status == 200 and request.POST.get("do") == "text":
        return redirect("rulebooks:draft", kept.pk)
    fresh = fields.groups(fields.raw(kept.text) or {}) if not (unreadable or refused) else None
    return _form_page(
        request, kept, fresh or list(given.groups), problems, measure_part=sent_part,
        refused=refused, unreadable=unreadable, checked=status == 200, status=status,
    )  # fmt: skip


def _by_text() -> Said:
    return said(
        "by_text",
        "这一处的写法表单改不了,没有改。",
        "The form cannot change this place as it is written; nothing was changed.",
        "在文本里改。",
        "Change it in the text.",
    )


def _form_page(
    request: HttpRequest, kept: Draft, groups: list[fields.Group], problems: list[Problem], *,
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    shown = fields.with_problems(groups, problems)
    context = context_of(
        request, kept, kept.text, problems, groups=shown,
        metrics=[metric for metric in KNOWN_METRICS.values() if not metric.shop],
        opened=request.GET.get("open", ""), left_over=fields.left_over(shown, problems),
        **more,
    )  # fmt: skip
    return render(request, "rulebooks/draft_form.html", context, status=status)
