"""Dropping files: taking them in, saying what each one is, asking what is missing, starting.

The two views that take files are exempt from the CSRF middleware only so that the bounded
upload handler is in place before anything reads the request; an inner view checks the token.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.imports import actions, queries, uploads
from jinpai.apps.imports.forms import QuestionsForm, ShopForm
from jinpai.apps.imports.models import Drop, DroppedFile
from jinpai.apps.imports.sentences import Said
from jinpai.apps.imports.watch import Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


def _found(drop_id: UUID) -> Drop:
    drop = Drop.objects.filter(pk=drop_id).first()
    if drop is None:
        raise Absent(_("这批文件已经不在了。"))
    return drop


def _bounded(
    request: HttpRequest, drop: Drop | None, then: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    """Run `then` with the upload bounded; whatever it did not take over is removed again."""
    files = list(drop.files.values_list("size", "stored")) if drop is not None else []
    handler = uploads.BoundedUpload(
        uploads.incoming(),
        have_bytes=sum(size for size, _stored in files),
        have_files=len(files),
    )
    request.upload_handlers = [handler]
    request.bounded = handler  # type: ignore[attr-defined]
    try:
        return csrf_protect(then)(request)
    except TooManyFilesSent:
        return _refuse(request, uploads.too_many_at_once())
    except MultiPartParserError:
        return _refuse(request, uploads.broken_off())
    except Refused as refused:
        return _refuse(request, refused.problem)
    finally:
        handler.forget()


def _refuse(request: HttpRequest, why: Said) -> HttpResponse:
    """In the page that was sent from; the small script reads the same from a fragment."""
    if request.headers.get("X-Drop") == "one":
        return render(request, "imports/problem.html", {"problem": why}, status=422)
    now = timezone.now()
    context = queries.imports_page(now=now, page=1) | {
        "limits": uploads.limits(),
        "drafts": queries.drafts(reader(request)),
        "refused": why,
    }
    return render(request, "imports/imports.html", context, status=422)


def _take(request: HttpRequest, drop: Drop | None) -> Drop:
    handler: uploads.BoundedUpload = request.bounded  # type: ignore[attr-defined]
    _read_it_all = request.FILES
    if handler.refused is not None:
        raise Refused(handler.refused)
    if not handler.stored:
        raise Refused(uploads.nothing_sent())
    now = timezone.now()
    drop = drop or actions.open_drop(user=reader(request), now=now)
    actions.add_files(user=reader(request), drop=drop, stored=handler.hand_over(drop.pk))
    return drop


@csrf_exempt
@roles.required(roles.IMPORT_FILES)
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Files for a new pile, or (from the script, which first asks for one) an empty pile."""

    def taken(request: HttpRequest) -> HttpResponse:
        if request.POST.get("empty") == "1":
            made = actions.open_drop(user=reader(request), now=timezone.now())
            answer = HttpResponse(status=201)
            answer["Location"] = reverse("imports:dropped", args=[made.pk])
            answer["X-Drop-Add"] = reverse("imports:add", args=[made.pk])
            return answer
        return redirect("imports:dropped", _take(request, None).pk)

    return _bounded(request, None, taken)


@csrf_exempt
@roles.required(roles.IMPORT_FILES)
@require_POST
def add(request: HttpRequest, drop_id: UUID) -> HttpResponse:
    """More files for a pile."""
    pile = _found(drop_id)

    def taken(request: HttpRequest) -> HttpResponse:
        _take(request, pile)
        if request.headers.get("X-Drop") == "one":
            return HttpResponse(status=204)
        return redirect("imports:dropped", pile.pk)

    return _bounded(request, pile, taken)


@roles.required(roles.IMPORT_FILES)
@require_safe
def dropped(request: HttpRequest, drop_id: UUID) -> HttpResponse:
    """What each file was recognised as, with the questions that its content leaves open."""
    pile = _found(drop_id)
    job = pile.jobs.first()
    if job is not None:
        return redirect("imports:job", job.pk)
    return _show(request, pile, QuestionsForm(pile, queries.shop_choices()))


def _show(
    request: HttpRequest,
    pile: Drop,
    form: QuestionsForm,
    *,
    refused: Said | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "drop": pile,
        "form": form,
        "shop_form": ShopForm(auto_id="new-shop-%s", initial={"reason": _("第一次导入")}),
        "refused": refused,
        "limits": uploads.limits(),
        "busy": queries.running_jobs(timezone.now()),
    }
    return render(request, "imports/drop.html", context, status=status)


@roles.required(roles.IMPORT_FILES)
@require_POST
def begin(request: HttpRequest, drop_id: UUID) -> HttpResponse:
    pile = _found(drop_id)
    started = pile.jobs.first()
    if started is not None:  # the button was pressed twice, or by two
        return redirect("imports:job", started.pk)
    form = QuestionsForm(pile, queries.shop_choices(), request.POST)
    if not form.is_valid():
        return _show(request, pile, form, status=422)
    try:
        actions.answer(user=reader(request), drop=pile, answers=form.answers())
        job = actions.begin(user=reader(request), drop=pile, now=timezone.now())
    except Refused as refused:
        return _show(request, pile, form, refused=refused.problem, status=422)
    return redirect("imports:job", job.pk)


@roles.required(roles.IMPORT_FILES)
@require_POST
def take_out(request: HttpRequest, drop_id: UUID, file_id: int) -> HttpResponse:
    file = DroppedFile.objects.filter(pk=file_id, drop_id=drop_id).first()
    if file is not None:
        actions.take_out(user=reader(request), file=file)
    return redirect("imports:dropped", drop_id)


@roles.required(roles.IMPORT_FILES)
@require_POST
def throw_away(request: HttpRequest, drop_id: UUID) -> HttpResponse:
    pile = Drop.objects.filter(pk=drop_id).first()
    if pile is not None:
        actions.throw_away(user=reader(request), drop=pile)
    return redirect("imports:imports")
