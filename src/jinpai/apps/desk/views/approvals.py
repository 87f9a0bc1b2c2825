"""Money back with somebody's word: the requests, one of them, and asking."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.desk.actions import approvals
from jinpai.apps.desk.actions.approvals import Asked
from jinpai.apps.desk.models import RefundRequest
from jinpai.apps.desk.queries import known
from jinpai.apps.desk.queries.order import open_order
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, number, words
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.approvals import FOR_REVIEW, KINDS, link
from jinpai.workflow.lists.refund_approvals import KIND

State = RefundRequest.State
PER_PAGE = 50


def _seen(user: User) -> QuerySet[RefundRequest]:
    """The requests a user may see."""
    rows = RefundRequest.objects.all()
    if user.may(roles.APPROVE_REFUNDS) or user.may(roles.SEE_TEAM_DESK):
        return rows
    return rows.filter(asked_by=user.username)


@require_safe
@roles.required(roles.SEE_DESK, roles.HANDLE_CASES)
def listed(request: HttpRequest) -> HttpResponse:
    """The requests, by state, with their sums."""
    user = reader(request)
    state = request.GET.get("state", "")
    rows = _seen(user)
    sums = {
        r["state"]: (r["n"], r["sum"])
        for r in rows.order_by().values("state").annotate(n=Count("id"), sum=Sum("amount"))
    }
    if state in State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.select_related("task"), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "desk/approvals.html",
        {
            "page": page, "state": state, "kinds": KINDS, "names": by_username(),
            "states": [(s.value, s.label, *sums.get(s.value, (0, 0))) for s in State],
        },
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_DESK, roles.HANDLE_CASES)
def new(request: HttpRequest) -> HttpResponse:
    """The form for one order; first which."""
    shop, order_id = words(request.GET, "shop", 64), words(request.GET, "order", 64)
    found = known.order(shop, order_id) if order_id else None
    if found is not None:
        open_order(request, found.shop, order_id)  # 403 for an order that is not the reader's
    return _form(request, shop, order_id, {"key": uuid.uuid4().hex})


def _form(
    request: HttpRequest, shop: str, order_id: str, given: dict[str, str], status: int = 200
) -> HttpResponse:
    money = found = None
    if order_id:
        money, found = approvals.standing(shop, order_id)
    there = money is not None and money.paid is not None
    earlier = RefundRequest.objects.filter(order_id=order_id, shop=found.shop) if found else []
    return render(
        request, "desk/ask_refund.html",
        {
            "order": order_id, "shop": found.shop if there and found else shop, "money": money,
            "there": there, "found": found, "shops": known.shops(), "kinds": KINDS.items(),
            "given": given, "earlier": earlier, "kind_words": KINDS, "law": FOR_REVIEW,
        },
        status=status,
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK, roles.HANDLE_CASES)
def ask(request: HttpRequest) -> HttpResponse:
    post = request.POST
    shop, order_id = words(post, "shop", 64), words(post, "order", 64)
    found = known.order(shop, order_id)
    if found is None:
        raise Absent(_("这家店没有订单 %(id)s。") % {"id": order_id[:40]})
    open_order(request, found.shop, order_id)
    form = Asked(
        words(post, "key", 64), found.shop, order_id, words(post, "kind", 16),
        words(post, "amount", 20), words(post, "reason", 500), words(post, "evidence", 500),
    )  # fmt: skip
    try:
        made = approvals.ask(by=reader(request), form=form, now=timezone.now(), request=request)
    except Refused as refused:
        messages.error(request, str(refused))
        return _form(request, found.shop, order_id, {k: words(post, k, 500) for k in post}, 422)
    messages.success(request, _("交上去了;批了没有,会在今天里看到。"))
    return HttpResponseRedirect(reverse("desk:approval", args=[made.pk]))


@require_safe
@roles.required(roles.SEE_DESK, roles.HANDLE_CASES)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader(request)
    found = RefundRequest.objects.select_related("task", "paying").filter(pk=pk).first()
    if found is None or not approvals.may_see(user, found):
        raise Absent(_("没有这一条。"))
    money, _facts = approvals.standing(found.shop, found.order_id, but=found.pk)
    own = found.asked_by == user.username
    return render(
        request, "desk/approval.html",
        {
            "one": found, "kind": KINDS.get(found.kind), "money": money, "names": by_username(),
            "refusals": KIND.reasons, "own": own, "user": user, "linked": link(found.evidence),
            "decides": found.state == State.ASKED and not own and user.may(roles.APPROVE_REFUNDS),
            "pays": found.state == State.APPROVED and (own or user.may(roles.SEE_TEAM_DESK)),
            "withdraws": own and found.state in (State.ASKED, State.APPROVED),
            "reason": next((r for r in KIND.reasons if r.code == found.decision), None),
            "others": RefundRequest.objects.filter(
                shop=found.shop, order_id=found.order_id).exclude(pk=found.pk),
            "kinds": KINDS,
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK, roles.HANDLE_CASES)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """approve, refuse, pay, withdraw."""
    found = RefundRequest.objects.filter(pk=pk).first()
    if found is None or not approvals.may_see(reader(request), found):
        raise Absent(_("没有这一条。"))
    post, now = request.POST, timezone.now()

    def work(by: User) -> str:
        version = number(request, "version")
        note = words(post, "note", 500)
        if what == "approve":
            approvals.approve(by=by, pk=pk, version=version, note=note, now=now, request=request)
            return _("同意了;打款在申请人的今天里。")
        if what == "refuse":
            approvals.refuse(by=by, pk=pk, version=version, reason=words(post, "reason", 32),
                             note=note, now=now, request=request)  # fmt: skip
            return _("没同意;申请人会看到原因。")
        if what == "pay":
            approvals.pay(by=by, pk=pk, version=version, reference=words(post, "reference", 64),
                          now=now, request=request)  # fmt: skip
            return _("打款记下了。")
        if what == "withdraw":
            approvals.withdraw(by=by, pk=pk, version=version, now=now, request=request)
            return _("撤回了。")
        raise Refused(_("没有这一步。"))

    return done(request, reverse("desk:approval", args=[pk]), work)
