"""What was given to buyers and what was asked for beyond the own authority."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.aftersales.actions import asking
from jinpai.apps.aftersales.models import Ask
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.desk.queries.order import open_order
from jinpai.apps.desk.views.page import done, number
from jinpai.apps.pages.refusals import Absent, Unclear
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader

PER_PAGE = 50


@require_safe
@roles.required(roles.HANDLE_CASES)
def asks(request: HttpRequest) -> HttpResponse:
    """One's own; everyone's for those who see the team's desk."""
    user = reader(request)
    team = user.may(roles.SEE_TEAM_DESK)
    found = Ask.objects.all() if team else Ask.objects.filter(by=user.username)
    state = request.GET.get("state", "")
    if state in Ask.State.values:
        found = found.filter(state=state)
    page = Paginator(found.select_related("case"), PER_PAGE).get_page(request.GET.get("page"))
    waiting = Task.objects.filter(
        list=asking.LIST, state__in=OPEN_STATES, key__in=[f"ask:{one.pk}" for one in page]
    )
    return render(
        request, "aftersales/asks.html",
        {
            "page": page, "state": state, "states": Ask.State.choices, "team": team,
            "names": by_username(), "user": user,
            "tasks": {
                int(t.key.removeprefix("ask:")): t.pk for t in waiting if tasks.may_work(user, t)
            },
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.HANDLE_CASES)
def ask(request: HttpRequest) -> HttpResponse:
    post = request.POST
    case = number(request, "case") if post.get("case") else None
    if any("\0" in text for text in post.values()):
        raise Unclear(_("表单不完整,请回到页面再做一次。"))

    shop, order_id = post.get("shop", "")[:64], post.get("order_id", "")[:64]
    if case is None and shop and order_id:
        open_order(request, shop, order_id)  # 403 where the order is not the reader's

    def work(by: User) -> str:
        one = asking.ask(
            by=by, key=post.get("key", "")[:64], what=post.get("what", ""),
            amount=post.get("amount", ""), reason=post.get("reason", ""),
            thing=post.get("thing", ""), case=case, shop=shop, order_id=order_id,
            now=timezone.now(), request=request,
        )  # fmt: skip
        return asking.told(one)

    return done(request, reverse("aftersales:asks"), work)


@require_POST
@roles.required(roles.HANDLE_CASES)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader(request)
    one = Ask.objects.filter(pk=pk).first()
    if one is None or (one.by != user.username and not user.may(roles.SEE_TEAM_DESK)):
        raise Absent(_("没有这份申请。"))

    def work(by: User) -> str:
        asking.withdraw(by=by, ask=pk, version=number(request, "version"), now=timezone.now(),
                        request=request)  # fmt: skip
        return _("收回了。")

    return done(request, reverse("aftersales:asks"), work)
