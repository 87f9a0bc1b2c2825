"""The queue of what the figures cannot place yet: accounts, orders, shops."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.imports import actions
from jinpai.apps.imports.forms import AccountForm, ShopForm
from jinpai.apps.imports.models import Drop
from jinpai.apps.imports.queries import people_choices, waiting
from jinpai.apps.imports.sentences import Said
from jinpai.apps.imports.watch import Refused
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


def _page(
    request: HttpRequest,
    *,
    account_form: AccountForm | None = None,
    shop_form: ShopForm | None = None,
    refused: Said | None = None,
    status: int = 200,
) -> HttpResponse:
    context = waiting.queue(account_form=account_form, shop_form=shop_form) | {
        "refused": refused,
        "may_bind": reader(request).may(roles.MANAGE_PEOPLE),
    }
    return render(request, "imports/unmatched.html", context, status=status)


@roles.required(roles.IMPORT_FILES)
@require_safe
def unmatched(request: HttpRequest) -> HttpResponse:
    return _page(request)


@roles.required(roles.MANAGE_PEOPLE)
@require_POST
def rule_account(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST, people=people_choices())
    if not form.is_valid():
        return _page(request, account_form=form, status=422)
    told = form.cleaned_data
    try:
        if told["what"] == "binding":
            job = actions.bind_account(
                user=reader(request),
                shop=told["shop"],
                account=told["account"],
                person=told["person"],
                from_=told["from_"],
                to=told["to"],
                reason=told["reason"],
                now=timezone.now(),
            )
        else:
            job = actions.mark_account(
                user=reader(request),
                shop=told["shop"],
                account=told["account"],
                kind=told["what"],
                reason=told["reason"],
                now=timezone.now(),
            )
    except Refused as refused:
        return _page(request, account_form=form, refused=refused.problem, status=409)
    return redirect("imports:job", job.pk)


@roles.required(roles.IMPORT_FILES)
@require_POST
def make_shop_known(request: HttpRequest) -> HttpResponse:
    form = ShopForm(request.POST)
    if not form.is_valid():
        return _page(request, shop_form=form, status=422)
    told = form.cleaned_data
    try:
        job = actions.make_shop_known(user=reader(request), now=timezone.now(), **told)
    except Refused as refused:
        return _page(request, shop_form=form, refused=refused.problem, status=409)
    pile = _drop_to_go_on_with(request)
    return redirect("imports:dropped", pile) if pile else redirect("imports:job", job.pk)


def _drop_to_go_on_with(request: HttpRequest) -> UUID | None:
    """The pile of files from which the shop was asked for."""
    try:
        wanted = UUID(request.POST.get("drop", ""))
    except ValueError:
        return None
    return wanted if Drop.objects.filter(pk=wanted, started=False).exists() else None
