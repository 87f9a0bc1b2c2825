"""A new case from an order's number."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.aftersales.actions import opening
from jinpai.apps.aftersales.models import Case
from jinpai.apps.aftersales.queries.order import lines_of, snapshot
from jinpai.apps.desk.views.page import done
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.answers import GOODS
from jinpai.workflow.aftersales.causes import CAUSES
from jinpai.workflow.aftersales.states import KINDS, Word


@require_safe
@roles.required(roles.HANDLE_CASES)
def new(request: HttpRequest) -> HttpResponse:
    number = request.GET.get("order", "").strip()[:64]
    shop = request.GET.get("shop", "").strip()[:64]
    order = snapshot(shop, number) if number else None
    shop = order["shop"] if order else shop
    last = Case.objects.filter(shop=shop).exclude(return_address="").order_by("-id").first()
    return render(
        request, "aftersales/new.html",
        {
            "number": number, "shop": shop, "order": order, "key": uuid.uuid4().hex,
            "lines": lines_of(order) if order else [], "kinds": KINDS.values(),
            "causes": CAUSES.values(), "goods": [Word(c, *w) for c, w in GOODS.items()],
            "address": last.return_address if last else "",
            "known": Case.objects.filter(order_id=number).order_by("-id") if number else [],
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.HANDLE_CASES)
def open_one(request: HttpRequest) -> HttpResponse:
    post, made = request.POST, []
    form = {k: str(v) for k, v in post.items()}

    def work(by: User) -> str:
        one = opening.open_case(
            by=by, key=post.get("key", "")[:64] or uuid.uuid4().hex,
            shop=post.get("shop", ""), order_id=post.get("order_id", ""),
            kind=post.get("kind", ""), cause=post.get("cause", ""), told=post.get("told", ""),
            goods=post.get("goods", "ordinary"),
            back={k[5:]: v for k, v in form.items() if k.startswith("back-")}, form=form,
            english=not (get_language() or "zh").startswith("zh"),
            now=timezone.now(), request=request,
        )  # fmt: skip
        made.append(one)
        return _("登记好了。")

    answer = done(request, reverse("aftersales:new"), work)
    if made:
        answer["Location"] = reverse("aftersales:case", args=[made[0].pk])
    return answer
