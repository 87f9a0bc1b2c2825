"""The shipping checklist: what is to leave, red flags first; scan, look, tick seven points."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.aftersales.actions import shipping as actions
from jinpai.apps.aftersales.models import Packing
from jinpai.apps.aftersales.queries import shipping as queries
from jinpai.apps.aftersales.queries.shipping import Order
from jinpai.apps.aftersales.views.forms import sent
from jinpai.apps.aftersales.views.register import watched
from jinpai.apps.desk.views.page import done, midnight
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.workflow.returns import scanned
from jinpai.workflow.shipping import HOLD, POINTS

PER_PAGE = 50


@require_safe
@roles.required(roles.WAREHOUSE)
def shipping(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    code = scanned(request.GET.get("q", "")[:200])
    hits = queries.find(code) if code else []
    waiting = queries.waiting(now)
    red = sum(w.flag == "red" for w in waiting)
    only = request.GET.get("flag", "")
    shown = [w for w in waiting if w.flag == "red"] if only == "red" else waiting
    packed = Packing.objects.filter(at__gte=midnight(now))
    if request.GET.get("state") == "packed":
        shown = []
    return watched(render(
        request, "aftersales/shipping.html",
        {
            "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")), "now": now,
            "total": len(waiting), "red": red, "packed": list(packed[:200]),
            "packed_n": packed.count(), "state": request.GET.get("state", ""), "only": only,
            "code": code, "hits": hits, "key": uuid.uuid4().hex, "key2": uuid.uuid4().hex,
        },
    ))  # fmt: skip


@require_POST
@roles.required(roles.WAREHOUSE)
def shipping_scan(request: HttpRequest) -> HttpResponse:
    """An order's number or a waybill: to its page."""
    code = scanned(sent(request).get("code", "")[:200])
    hits = queries.find(code) if code else []
    if len(hits) == 1:
        return HttpResponseRedirect(reverse("aftersales:packing", args=hits[0]))
    home = reverse("aftersales:shipping")
    if not hits:
        messages.error(
            request,
            _("数据里没有 %(code)s:看看扫的是不是订单号或快递单号,或先导入今天的订单。")
            % {"code": code or sent(request).get("code", "")[:40]},
        )
        return HttpResponseRedirect(home)
    return HttpResponseRedirect(f"{home}?{urlencode({'q': code})}")


def one_of(shop: str, order_id: str) -> Order:
    found = queries.order(shop, order_id)
    if found is None:
        raise Absent(_("没有这个订单。"))
    return found


@require_safe
@roles.required(roles.WAREHOUSE)
def packing(request: HttpRequest, shop: str, order_id: str) -> HttpResponse:
    order = one_of(shop, order_id)
    return watched(render(
        request, "aftersales/packing.html",
        {
            "order": order, "points": POINTS.values(), "key": uuid.uuid4().hex,
            "key2": uuid.uuid4().hex, "hold": order.flag in HOLD, "now": timezone.now(),
        },
    ))  # fmt: skip


@require_POST
@roles.required(roles.WAREHOUSE)
def pack(request: HttpRequest, shop: str, order_id: str) -> HttpResponse:
    one_of(shop, order_id)
    post, made = sent(request), []

    def work(by: User) -> str:
        made.append(actions.pack(
            by=by, shop=shop, order_id=order_id, points=post.getlist("point"),
            read=post.get("read", ""), key=post.get("key", "")[:64] or uuid.uuid4().hex,
            waybill=post.get("waybill", "")[:200], low=post.getlist("low"),
            note=post.get("note", ""), again=post.get("again", ""), now=timezone.now(),
            request=request,
        ))  # fmt: skip
        if made[0].low:
            return _("%(order)s 打包好了;库存不足已告诉运营。") % {"order": order_id}
        return _("%(order)s 打包好了。") % {"order": order_id}

    answer = done(request, reverse("aftersales:packing", args=[shop, order_id]), work)
    if made:
        answer["Location"] = reverse("aftersales:shipping")
    return answer


@require_POST
@roles.required(roles.WAREHOUSE)
def report(request: HttpRequest) -> HttpResponse:
    def work(by: User) -> str:
        what = sent(request).get("what", "")
        actions.report(by=by, what=what, text=sent(request).get("text", ""),
                       key=sent(request).get("key", "")[:64] or uuid.uuid4().hex,
                       now=timezone.now(), request=request)  # fmt: skip
        return _("报给主管了。") if what == "problem" else _("建议交给运营了,答复看得到。")

    return done(request, reverse("aftersales:shipping"), work)
