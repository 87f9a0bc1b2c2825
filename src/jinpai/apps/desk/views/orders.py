"""One order's page, its remark and flag, and the file of what waits for the platform."""

from __future__ import annotations

import uuid
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.board import buyers
from jinpai.apps.board.queries.orders import hidden_name
from jinpai.apps.desk.actions import orders as actions
from jinpai.apps.desk.actions import outgoing as carrying
from jinpai.apps.desk.models import OutgoingChange
from jinpai.apps.desk.queries import order as query
from jinpai.apps.desk.queries import outgoing
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, number, words
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.flags import FLAGS, mark
from jinpai.workflow.promises import as_remark


@require_safe
@roles.required(roles.SEE_DESK)
def order(request: HttpRequest, shop: str, order_id: str) -> HttpResponse:
    now = timezone.now()
    found = query.seen(request, shop, order_id, now)
    platform = found.standing.platform
    whole = found.standing.whole_remark
    shown = hidden_name(found.scope, whole, found.view.order.get("buyer"))
    may_green = reader(request).may(roles.SET_GREEN)
    promised = found.promises if found.unkept else []
    today = timezone.localtime(now).date()
    # a case's checklist sends its remark and colour along
    asked = words(request.GET, "remark", 200)
    colour = words(request.GET, "flag", 16)
    return render(
        request, "desk/order.html",
        {
            "seen": found, "order_id": order_id, "shop_code": shop, "now": now,
            "today": today,
            "prefilled": asked or as_remark(one.text for one in promised), "colour": colour,
            "day": promised[0].at.date() if promised and not asked else today,
            "buyer_page": _buyer_page(found), "key": uuid.uuid4().hex,
            "flags": [(flag, mark(platform, code)) for code, flag in FLAGS.items()
                      if not flag.guarded or may_green],
            "may_green": may_green, "whole": shown, "may_copy": shown == whole,
            "parts": [render_to_string(template, context, request)
                      for template, context in found.parts],
            "flag": FLAGS.get(found.standing.flag_to_be),
            "flags_set": found.standing.no("flag"),
            "names": by_username(),
            "may_withdraw_all": reader(request).may(roles.SEE_TEAM_DESK),
        },
    )  # fmt: skip


def _buyer_page(found: query.Seen) -> str:
    """The page of the order's buyer, where the reader may read what was said."""
    buyer = (found.view.credit or {}).get("buyer") or found.view.order.get("buyer")
    if not (buyer and found.chats):
        return ""
    try:
        return reverse("desk:buyer", args=[found.scope.code, buyers.token(found.scope.code, buyer)])
    except NoReverseMatch:
        return ""


@require_POST
@roles.required(roles.SEE_DESK)
def remark(request: HttpRequest, shop: str, order_id: str) -> HttpResponse:
    query.open_order(request, shop, order_id)
    post = request.POST

    def work(by: User) -> str:
        day = _day(post.get("day", ""))
        change = actions.write_remark(
            by=by, shop=shop, order_id=order_id, text=post.get("text", ""), day=day,
            key=post.get("key", ""), now=timezone.now(), request=request,
        )  # fmt: skip
        return _("备注写好了,等着带到平台:%(line)s") % {"line": change.line}

    return done(request, reverse("desk:order", args=[shop, order_id]) + "#remark", work)


@require_POST
@roles.required(roles.SEE_DESK)
def flag(request: HttpRequest, shop: str, order_id: str) -> HttpResponse:
    query.open_order(request, shop, order_id)
    post = request.POST

    def work(by: User) -> str:
        actions.set_flag(
            by=by, shop=shop, order_id=order_id, flag=post.get("flag", ""),
            no=number(request, "no"), key=post.get("key", ""), reason=post.get("reason", ""),
            now=timezone.now(), request=request,
        )  # fmt: skip
        return _("旗插好了,等着带到平台。")

    return done(request, reverse("desk:order", args=[shop, order_id]) + "#flag", work)


@require_POST
@roles.required(roles.SEE_DESK)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    if not OutgoingChange.objects.filter(pk=pk).exists():
        raise Absent(_("没有这一条。"))

    def work(by: User) -> str:
        actions.withdraw(
            by=by, change=pk, version=number(request, "version"), now=timezone.now(),
            reason=request.POST.get("reason", ""), request=request,
        )  # fmt: skip
        return _("撤回了。")

    return done(request, reverse("desk:today"), work)


@require_POST
@roles.required(roles.SEE_DESK)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """It did not arrive: into the next file once more."""
    if not OutgoingChange.objects.filter(pk=pk).exists():
        raise Absent(_("没有这一条。"))

    def work(by: User) -> str:
        carrying.again(
            by=by, change=pk, version=number(request, "version"), now=timezone.now(),
            request=request,
        )  # fmt: skip
        return _("又排上了,等着带到平台。")

    return done(request, reverse("desk:today"), work)


# -- to the platform ---------------------------------------------------------------------


@require_safe
@roles.required(roles.SEE_TEAM_DESK)
def waiting(request: HttpRequest) -> HttpResponse:
    return render(
        request, "desk/outgoing.html",
        {
            "platforms": outgoing.waiting(), "strange": outgoing.strange(),
            "taken": outgoing.taken(), "key": uuid.uuid4().hex,
            "names": by_username(),
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_TEAM_DESK)
def export(request: HttpRequest) -> HttpResponse:
    def work(by: User) -> str:
        now = timezone.now()
        carrying.confirm(now=now)
        platform = request.POST.get("platform", "")
        taken = carrying.export(
            by=by, platform=platform, now=now, request=request,
            key=request.POST.get("key", "") + (platform if platform.isalnum() else ""),
        )  # fmt: skip
        return _("%(n)s 个订单的改动装进了文件,请在下面下载。") % {"n": taken.orders}

    return done(request, reverse("desk:outgoing"), work)


@require_safe
@roles.required(roles.SEE_TEAM_DESK)
def file(request: HttpRequest, key: str) -> HttpResponse:
    """One file, as often as it is wanted."""
    changes = carrying.batch(key)
    if not changes:
        raise Absent(_("没有这份文件。"))
    answer = HttpResponse(outgoing.as_csv(changes), content_type="text/csv; charset=utf-8")
    name = f"{changes[0].platform or 'orders'}-{key[:8]}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Refused(_("日期不是一个日子。")) from wrong
