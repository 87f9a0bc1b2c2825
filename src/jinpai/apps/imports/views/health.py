"""Facts health: tables, the calendar of what is covered, declaring, and cache = scratch."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.imports import actions
from jinpai.apps.imports.forms import CompleteForm
from jinpai.apps.imports.queries import health as told
from jinpai.apps.imports.queries import shop_choices
from jinpai.apps.imports.sentences import Said
from jinpai.apps.imports.watch import Refused
from jinpai.apps.pages.chosen import chosen
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


def _page(
    request: HttpRequest,
    *,
    form: CompleteForm | None = None,
    refused: Said | None = None,
    status: int = 200,
) -> HttpResponse:
    picked = chosen(request)
    context = told.health_page(picked, now=timezone.now()) | {
        "pickers": True,
        "refused": refused,
        "form": form
        or CompleteForm(shops=shop_choices(), initial={"shop": picked.code, "start": picked.start}),
    }
    return render(request, "imports/health.html", context, status=status)


@roles.required(roles.IMPORT_FILES)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    return _page(request)


@roles.required(roles.IMPORT_FILES)
@require_POST
def complete(request: HttpRequest) -> HttpResponse:
    """A person vouches that a table holds everything of some days."""
    form = CompleteForm(request.POST, shops=shop_choices(), today=timezone.localdate())
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        job = actions.declare_complete(
            user=reader(request), now=timezone.now(), **form.cleaned_data
        )
    except Refused as refused:
        return _page(request, form=form, refused=refused.problem, status=409)
    return redirect("imports:job", job.pk)


@roles.required(roles.IMPORT_FILES)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    job = actions.start_check(user=reader(request), now=timezone.now())
    return redirect("imports:job", job.pk)
