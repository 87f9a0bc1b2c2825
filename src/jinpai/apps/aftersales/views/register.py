"""The returns register: scan, choose, inspect, correct. The scan field has the focus at load."""

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

from jinpai.apps.aftersales.actions import register as actions
from jinpai.apps.aftersales.models import Parcel
from jinpai.apps.aftersales.queries import expected
from jinpai.apps.aftersales.queries import register as queries
from jinpai.apps.aftersales.templatetags.warehouse import user_name
from jinpai.apps.aftersales.views.forms import sent
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, number
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.workflow import reconciliation
from jinpai.workflow.aftersales.answers import CONDITIONS
from jinpai.workflow.aftersales.states import STATES, Word
from jinpai.workflow.returns import QUALITY, scanned

PER_PAGE = 50
CAMERA = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
"""These pages alone may ask for the camera; the browser asks the person."""


def may_see(user: User) -> bool:
    """The warehouse, and service, which is told what came back."""
    return user.may(roles.WAREHOUSE) or user.may(roles.HANDLE_CASES)


def watched(answer: HttpResponse) -> HttpResponse:
    answer["Permissions-Policy"] = CAMERA
    return answer


def parcel_page(parcel: Parcel) -> str:
    return reverse("aftersales:parcel", args=[parcel.pk])


@require_safe
@roles.required(roles.WAREHOUSE)
def register(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    text = request.GET.get("q", "").strip().replace("\0", "")[:64]
    state = request.GET.get("state", "")
    state = state if state in queries.STATES else "open"
    if text:
        found, state = queries.search(scanned(text) or text), "all"
    elif state == "all":
        found = queries.standing()
    elif state == "unmatched":
        found = queries.unsettled().filter(case__isnull=True)
    else:
        found = queries.unsettled()
    # what waits is seldom more than a page; the oldest is the first that is due
    open_rows = queries.rows(queries.unsettled().order_by("arrived_at", "pk")[:500], now)
    if state == "late":
        found = found.filter(pk__in=[r.parcel.pk for r in open_rows if r.clock.late])
    order = ("-arrived_at", "-pk") if state == "all" else ("arrived_at", "pk")
    page = Paginator(found.order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    today = reconciliation.day_of(timezone.localtime(now).replace(tzinfo=None))
    return watched(render(
        request, "aftersales/register.html",
        {
            "rows": queries.rows(page.object_list, now), "page": page, "state": state, "q": text,
            "now": now, "key": uuid.uuid4().hex, "today": today,
            "open": len(open_rows), "late": sum(r.clock.late for r in open_rows),
            "uninspected": sum(r.last is None for r in open_rows),
            "unmatched": sum(r.case is None for r in open_rows),
            "arrived": queries.of_day(today).count(), "waiting": expected.count_waiting(),
        },
    ))  # fmt: skip


@require_POST
@roles.required(roles.WAREHOUSE)
def scan(request: HttpRequest) -> HttpResponse:
    """A scanner's Enter. Goes to the parcel, or to the choice where there is one."""
    back = reverse("aftersales:register")
    try:
        found = actions.scan(
            by=reader(request), text=sent(request).get("code", "")[:200], now=timezone.now(),
            key=sent(request).get("key", "")[:64] or uuid.uuid4().hex, request=request,
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(back)
    if found.parcel is None:
        return HttpResponseRedirect(
            f"{reverse('aftersales:choose')}?{urlencode({'code': found.code})}"
        )
    _tell(request, found.parcel, found.again)
    return HttpResponseRedirect(parcel_page(found.parcel))


def _tell(request: HttpRequest, parcel: Parcel, again: bool) -> None:
    if again:
        messages.info(
            request, _("%(code)s 已由%(who)s在 %(when)s 登记过,没有改动。")
            % {"code": parcel.waybill, "who": user_name(parcel.by),
               "when": f"{timezone.localtime(parcel.arrived_at):%m-%d %H:%M}"},
        )  # fmt: skip
    elif parcel.case is None:
        messages.success(request, _("登记了,没有售后单:已请售后认领。先验货也行。"))
    elif parcel.case.state in ("arrived", "inspected"):
        messages.success(request, _("到货登记好了,请验货。"))
    else:
        messages.warning(request, late_words(parcel))


def late_words(parcel: Parcel) -> str:
    """The case does not wait for goods: said, and told to service."""
    from jinpai.apps.desk.templatetags.desk import said

    assert parcel.case is not None
    return _("登记了,但这张售后单是「%(state)s」,已请售后定怎么办。") % {
        "state": said(STATES[parcel.case.state])
    }


@require_safe
@roles.required(roles.WAREHOUSE)
def choose(request: HttpRequest) -> HttpResponse:
    """Nobody's, or several's: choose a case, or register it as unexpected."""
    code = scanned(request.GET.get("code", "")[:200])
    if not code:
        return HttpResponseRedirect(reverse("aftersales:register"))
    order = request.GET.get("order", "").strip().replace("\0", "")[:64]
    found = expected.find(code)
    hits = [] if order else list(found.cases)
    return watched(render(
        request, "aftersales/choose.html",
        {
            "code": code, "order": order, "hits": hits, "late": found.match.late,
            "waiting": [c for c in expected.waiting(order) if c not in hits],
            "known": found.order, "key": uuid.uuid4().hex, "now": timezone.now(),
        },
    ))  # fmt: skip


@require_POST
@roles.required(roles.WAREHOUSE)
def arrive(request: HttpRequest) -> HttpResponse:
    post, made = sent(request), []

    def work(by: User) -> str:
        case = post.get("case", "")
        parcel, new = actions.arrive(
            by=by, text=post.get("code", "")[:200], now=timezone.now(),
            key=post.get("key", "")[:64] or uuid.uuid4().hex,
            case=number(request, "case") if case else None, shop=post.get("shop", ""),
            order_id=post.get("order_id", ""), carrier=post.get("carrier", ""),
            note=post.get("note", ""), request=request,
        )  # fmt: skip
        made.append(parcel)
        if not new:
            return _("这个包裹刚刚登记过了,没有改动。")
        if parcel.case is None:
            return _("登记了,没有售后单:已请售后认领。先验货也行。")
        late = parcel.case.state not in ("arrived", "inspected")
        return late_words(parcel) if late else _("到货登记好了,请验货。")

    answer = done(request, reverse("aftersales:register"), work)
    if made:
        answer["Location"] = parcel_page(made[0])
    return answer


@require_safe
@roles.required(roles.SEE_DESK)
def parcel(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader(request)
    if not may_see(user):
        raise NotYours(_("退货登记归仓库和售后看。"))
    one = Parcel.objects.filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这个包裹。"))
    now = timezone.now()
    row = queries.rows([one], now)[0]
    goods = queries.goods(row.case)
    last = row.last
    if last is not None:
        goods = [{**g, "back": last.pieces.get(g["code"], g["back"])} for g in goods]
    newer = Parcel.objects.filter(corrects=one).first()
    works = user.may(roles.WAREHOUSE)
    order = request.GET.get("order", "").strip().replace("\0", "")[:64]
    asks = one.standing and row.case is None
    return watched(render(
        request, "aftersales/parcel.html",
        {
            "parcel": one, "row": row, "case": row.case, "goods": goods, "now": now,
            "inspections": queries.inspections(one), "before": queries.history(one),
            "newer": newer, "photos": list(one.photos.all()), "key": uuid.uuid4().hex,
            "key2": uuid.uuid4().hex, "works": works and one.standing, "scans": works,
            "handles": user.may(roles.HANDLE_CASES), "asks": asks, "order": order,
            "waiting": expected.waiting(order or "") if asks else [],
            "conditions": [Word(c, *w) for c, w in CONDITIONS.items() if c != "unknown"],
            "qualities": QUALITY.values(), "moved": row.case and row.case.state not in
            ("arrived", "inspected") and row.settled is None,
        },
    ))  # fmt: skip
