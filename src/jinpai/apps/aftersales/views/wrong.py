"""The log of wrong shipments, and the week's summary."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.aftersales.actions import shipping as actions
from jinpai.apps.aftersales.models import WrongShipment
from jinpai.apps.aftersales.queries import wrong as queries
from jinpai.apps.aftersales.queries.reasons import Span
from jinpai.apps.aftersales.views.forms import sent
from jinpai.apps.aftersales.views.register import may_see
from jinpai.apps.desk.views.page import done
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.workflow.shipping import FOUND_BY, MENDED, WRONG

PER_PAGE = 50


@require_safe
@roles.required(roles.SEE_DESK)
def wrong(request: HttpRequest) -> HttpResponse:
    """Service finds most of them, the warehouse learns from all."""
    user, ask, now = reader(request), request.GET, timezone.now()
    if not may_see(user):
        raise NotYours(_("错发登记归仓库和售后看。"))
    found = WrongShipment.objects.select_related("case", "corrected_by")
    span = Span.of(ask["span"], timezone.localdate()) if ask.get("span") else None
    kind, packer = ask.get("kind", ""), ask.get("packer", "").replace("\0", "")[:64]
    if not ask.get("all"):
        found = found.filter(standing=True)
    if span is not None:
        found = found.filter(sent__gte=span.first, sent__lte=span.last)
    if kind in WRONG:
        found = found.filter(kind=kind)
    sees = user.may(roles.WAREHOUSE)
    if sees and "packer" in ask:
        found = found.filter(packer=packer)
    known = ask.get("correct", "")
    old = WrongShipment.objects.filter(pk=int(known[:12]), standing=True).first() if (
        known.isdecimal()
    ) else None  # fmt: skip
    return render(
        request, "aftersales/wrong.html",
        {
            "page": Paginator(found, PER_PAGE).get_page(ask.get("page")), "span": span,
            "kinds": WRONG.values(), "found_by": FOUND_BY.values(), "mended": MENDED.values(),
            "key": uuid.uuid4().hex, "old": old, "order": ask.get("order", "")[:64],
            "shop": ask.get("shop", "")[:64], "unlogged": queries.unlogged(now), "sees": sees,
            "handles": user.may(roles.HANDLE_CASES), "all": bool(ask.get("all")),
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def log_wrong(request: HttpRequest) -> HttpResponse:
    if not may_see(reader(request)):
        raise NotYours(_("错发登记归仓库和售后看。"))
    post = sent(request)

    def work(by: User) -> str:
        corrects = post.get("corrects", "")
        actions.wrong(
            by=by, key=post.get("key", "")[:64] or uuid.uuid4().hex,
            order_id=post.get("order_id", ""), shop=post.get("shop", ""),
            kind=post.get("kind", ""), what=post.get("what", ""),
            found_by=post.get("found_by", ""), mended=post.get("mended", ""),
            cost=post.get("cost", ""), now=timezone.now(),
            corrects=int(corrects[:12]) if corrects.isdecimal() else None,
            why=post.get("why", ""), request=request,
        )  # fmt: skip
        return _("更正好了,原来的一行留着。") if corrects else _("错发登记好了。")

    return done(request, reverse("aftersales:wrong"), work)


@require_safe
@roles.required(roles.WAREHOUSE)
def week(request: HttpRequest) -> HttpResponse:
    span = Span.of(request.GET.get("span", ""), timezone.localdate())
    span = Span.week(span.first)
    found = queries.a_week(span)
    rows = list(queries.rows(span))
    known = [r.cost for r in rows if r.cost is not None]
    earlier, one = [], span
    for _no in range(4):
        one = one.before
        earlier.append((one, queries.a_week(one)))
    return render(
        request, "aftersales/week.html",
        {
            "span": span, "found": found, "cost": sum(known), "cost_n": len(known),
            "earlier": earlier, "this": Span.week(timezone.localdate()),
        },
    )  # fmt: skip
