"""One buyer's page, revealing the name, the buyer's consent, and the segments."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.board import buyers
from jinpai.apps.board.scope import scope_of
from jinpai.apps.desk.actions import consent
from jinpai.apps.desk.filling.room import Room
from jinpai.apps.desk.models import Consent
from jinpai.apps.desk.queries import buyer as query
from jinpai.apps.desk.queries import segments as segments_query
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, moment, words
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.recalls import LAW
from jinpai.workflow.segments import SEGMENTS

PER_PAGE = 50


@require_safe
@roles.required(roles.SEE_DESK)
def buyer(request: HttpRequest, shop: str, key: str) -> HttpResponse:
    now = timezone.now()
    found = query.seen(request, shop, key, now)
    return render(
        request, "desk/buyer.html",
        {"seen": found, "now": now, "where": Consent.Where.choices, "law": LAW,
         "key": uuid.uuid4().hex, "may_reveal": reader(request).may(roles.REVEAL_BUYERS),
         "names": by_username(),
         "parts": [render_to_string(template, context, request)
                   for template, context in found.parts]},
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def act(request: HttpRequest, shop: str, key: str, what: str) -> HttpResponse:
    """Reveal the name; write down a yes or a no."""
    _scope, name = query.open_buyer(request, shop, key)

    def work(by: User) -> str:
        if what == "reveal":
            return _reveal(request, by, shop, name)
        if what == "consent":
            return _consent(request, by, shop, name)
        raise Refused(_("没有这一步。"))

    return done(request, reverse("desk:buyer", args=[shop, key]), work)


def _reveal(request: HttpRequest, by: User, shop: str, name: str) -> str:
    if not by.may(roles.REVEAL_BUYERS):
        raise NotYours(_("您的角色不能看买家全名。"))
    audit.record(
        action="buyer.revealed", subject=f"{shop}/{name}", detail={"page": "buyer"}, request=request
    )
    buyers.remember_revealed(request.session, shop, name)
    return _("显示全名了,这次查看记在日志里。")


def _consent(request: HttpRequest, by: User, shop: str, name: str) -> str:
    post, now = request.POST, timezone.now()
    if post.get("given") not in ("yes", "no"):
        raise Refused(_("请选同意还是不要联系。"))
    given = post["given"] == "yes"
    consent.record(
        by=by, shop=shop, buyer=name, given=given, where=post.get("where", ""),
        said_at=moment(request, "said_at") or now, key=words(post, "key", 64), now=now,
        evidence=words(post, "evidence", 500), request=request,
    )  # fmt: skip
    if given:
        return _("记下了:同意接收活动消息。")
    return _("记下了:不再联系,名单上的也取消了。")


@require_safe
@roles.required(roles.SEE_TEAM_DESK)
def segments(request: HttpRequest) -> HttpResponse:
    """How many buyers of each kind the shop has, and who."""
    now = timezone.now()
    scope = scope_of(request)
    room = Room(scope.reading, now)
    counted: list = []
    table: list = []
    page = None
    chosen = SEGMENTS.get(request.GET.get("segment", ""))
    if scope.shop is not None:
        today = room.wall(scope.code).date()
        found = segments_query.combinations(scope.reading, scope.code, room.desk, today)
        counted = segments_query.counts(found, room.desk, today)
        if chosen is not None:
            total = next(c.buyers for c in counted if c.kind is chosen)
            page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
            rows = segments_query.rows(
                scope.reading, scope.code, room.desk, today, code=chosen.code, found=found,
                offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE,
            )  # fmt: skip
            table = [(r, scope.name_of_buyer(r.buyer), query.page_key(scope.code, r.buyer))
                     for r in rows]  # fmt: skip
    return render(
        request, "desk/segments.html",
        {"counted": counted, "chosen": chosen, "table": table, "page": page, "desk": room.desk,
         "scope": scope},
    )  # fmt: skip
