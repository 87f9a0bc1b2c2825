"""The campaigns, one campaign, and planning it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps import home
from jinpai.apps.desk import campaign_parts
from jinpai.apps.desk.actions import campaigns as actions
from jinpai.apps.desk.actions.campaign_plan import GOODS_MOST, Plan
from jinpai.apps.desk.filling.room import Room
from jinpai.apps.desk.models import Campaign
from jinpai.apps.desk.queries import campaigns as query
from jinpai.apps.desk.queries import recalls
from jinpai.apps.desk.queries.colleagues import colleagues
from jinpai.apps.desk.queries.comparison import compared
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import YEARS, done, moment, number, words
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow import campaigns as rule

BLANK = 5  # empty rows for more goods
SOLD = timedelta(days=30)


@require_safe
@roles.required(roles.SEE_DESK)
def campaigns(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    room = Room(home.reading(), now)
    today = timezone.localtime(now).date()
    shops = room.reading.shops()
    return render(
        request, "desk/campaigns.html",
        {"rows": query.rows(Campaign.objects.all()[:200], today, now, room.desk),
         "unplanned": query.unplanned(room.reading, [s.code for s in shops]),
         "shops": {s.code: s.name for s in shops}, "states": rule.STATES,
         "may_plan": reader(request).may(roles.PLAN_CAMPAIGNS), "desk": room.desk},
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_DESK)
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    one, user, now = _one(pk), reader(request), timezone.now()
    room = Room(home.reading(), now)
    today = query.today_of(room, one)
    days = rule.days_of(one.first, one.last)
    return render(
        request, "desk/campaign.html",
        {
            "campaign": one, "state": rule.STATES[query.state_of(one, today)],
            "code": query.state_of(one, today), "now": now, "today": today, "desk": room.desk,
            "shops": [s for s in room.reading.shops() if s.code in one.shops],
            "undecided": query.undecided(one, today, room.desk),
            "decide_by": one.first - timedelta(days=room.desk.decided_days),
            "too_deep": query.too_deep(one, room.desk),
            "goods": [(g, rule.percent_of(g.get("usual", ""), g.get("price", "")))
                      for g in one.goods],
            "deepest": rule.deepest(one.goods, one.percent),
            "staff": [(d, one.staff.get(d.isoformat())) for d in days],
            "preparations": query.preparations(one), "colleagues": colleagues(),
            "result": recalls.result(room, one) if user.may(roles.SEE_TEAM_DESK) else None,
            "comparison": compared(room.reading, one, list(Campaign.objects.all()), user, today),
            "parts": [render_to_string(template, context, request)
                      for template, context in campaign_parts.parts(one, user, now)],
            "changes": list(one.changes.order_by("-id")[:20]),
            "names": by_username(),
            "may_plan": user.may(roles.PLAN_CAMPAIGNS), "may_list": user.may(roles.SEE_TEAM_DESK),
            "key": uuid.uuid4().hex,
        },
    )  # fmt: skip


@require_safe
@roles.required(roles.PLAN_CAMPAIGNS)
def new(request: HttpRequest) -> HttpResponse:
    """An empty plan, or one begun from a campaign that a file names."""
    asked = request.GET
    return _form(
        request, None,
        {"name": asked.get("name", "")[:100], "first": parse_day(asked.get("first", "")),
         "last": parse_day(asked.get("last", "")), "shops": asked.getlist("shop")},
    )  # fmt: skip


@require_safe
@roles.required(roles.PLAN_CAMPAIGNS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    one = _one(pk)
    return _form(
        request, one,
        {"name": one.name, "first": one.first, "last": one.last, "shops": one.shops,
         "teaser_from": one.teaser_from, "teaser": one.teaser, "big": one.big,
         "percent": one.percent, "goods": one.goods, "staff": one.staff},
    )  # fmt: skip


def _form(request: HttpRequest, one: Campaign | None, plan: dict) -> HttpResponse:
    now = timezone.now()
    room = Room(home.reading(), now)
    shops = room.reading.shops()
    chosen = plan["shops"] or [s.code for s in shops if len(shops) == 1]
    goods = [*plan.get("goods", []), *({} for _n in range(BLANK))]
    first, last = plan["first"], plan["last"]
    days = rule.days_of(first, last) if first and last and last >= first else []
    return render(
        request, "desk/campaign_plan.html",
        {"plan": plan, "campaign": one, "shops": [(s, s.code in chosen) for s in shops],
         "goods": list(enumerate(goods)), "key": uuid.uuid4().hex, "desk": room.desk,
         "staff": [(d, plan.get("staff", {}).get(d.isoformat())) for d in days[:rule.LONGEST]],
         "sold": query.sold(room.reading, [s.code for s in shops],
                            timezone.localtime(now).date() - SOLD)},
    )  # fmt: skip


@require_POST
@roles.required(roles.PLAN_CAMPAIGNS)
def add(request: HttpRequest) -> HttpResponse:
    made: list[Campaign] = []

    def work(by: User) -> str:
        made.append(
            actions.make(by=by, plan=_plan(request), key=words(request.POST, "key", 64),
                         now=timezone.now(), request=request)
        )  # fmt: skip
        return _("活动建好了,要准备的事已经排给大家。")

    answer = done(request, reverse("desk:campaign_new"), work)
    if made:
        answer["Location"] = reverse("desk:campaign", args=[made[0].pk])
    return answer


@require_POST
@roles.required(roles.PLAN_CAMPAIGNS)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One step: change, decide, cancel, prepare."""
    _one(pk)
    now = timezone.now()

    def work(by: User) -> str:
        step = STEPS.get(what)
        if step is None:
            raise Refused(_("没有这一步。"))
        return step(request, by, pk, now)

    return done(request, reverse("desk:campaign", args=[pk]), work)


def _change(request: HttpRequest, by: User, pk: int, now) -> str:
    one = actions.change(by=by, campaign=pk, version=number(request, "version"),
                         plan=_plan(request), now=now, request=request)  # fmt: skip
    if one.goods and one.decided_at is None:
        return _("改好了;货要重新定下。")
    return _("改好了。")


def _decide(request: HttpRequest, by: User, pk: int, now) -> str:
    actions.decide(by=by, campaign=pk, version=number(request, "version"), now=now,
                   request=request)  # fmt: skip
    return _("货和备货定下了。")


def _cancel(request: HttpRequest, by: User, pk: int, now) -> str:
    actions.cancel(by=by, campaign=pk, version=number(request, "version"),
                   why=words(request.POST, "why", 300), now=now, request=request)  # fmt: skip
    return _("活动取消了,等着办的事也一起取消。")


def _prepare(request: HttpRequest, by: User, pk: int, now) -> str:
    post = request.POST
    actions.prepare(by=by, campaign=pk, title=words(post, "title", 200),
                    person=words(post, "person", 64), due=moment(request, "due"),
                    key=words(post, "key", 64) or uuid.uuid4().hex,
                    now=now, request=request)  # fmt: skip
    return _("加上了。")


STEPS = {"change": _change, "decide": _decide, "cancel": _cancel, "prepare": _prepare}


# -- reading the form ----------------------------------------------------------------------


def _plan(request: HttpRequest) -> Plan:
    post = request.POST
    known = {s.code for s in home.reading().shops()}
    first, last = parse_day(post.get("first", "")), parse_day(post.get("last", ""))
    if first is None or last is None:
        raise Refused(_("请写第一天和最后一天。"))
    percent = post.get("percent", "").strip()
    if percent and not (percent.isascii() and percent.isdigit() and len(percent) <= 3):
        raise Refused(_("折扣写成 1 到 100 的百分数。"))
    return Plan(
        name=words(post, "name", 100), shops=[s for s in post.getlist("shops") if s in known],
        first=first, last=last, teaser_from=parse_day(post.get("teaser_from", "")),
        teaser=words(post, "teaser", 1000), big=bool(post.get("big")),
        percent=int(percent) if percent else None, goods=_goods(request), staff=_staff(request),
    )  # fmt: skip


def _goods(request: HttpRequest) -> list[dict[str, str]]:
    out = []
    for n in range(GOODS_MOST + BLANK):
        if f"goods-{n}-product" not in request.POST:
            break
        one = {
            code: words(request.POST, f"goods-{n}-{code}", 100)
            for code in ("product", "title", "stock", "usual", "price")
        }
        if any(one.values()):
            out.append(one)
    return out


def _staff(request: HttpRequest) -> dict[str, int]:
    out = {}
    for name, text in request.POST.items():
        day, value = parse_day(name.removeprefix("staff-")), str(text).strip()
        if not name.startswith("staff-") or day is None or not value:
            continue
        if not (value.isascii() and value.isdigit() and len(value) <= 4):
            raise Refused(_("人数要写整数。"))
        out[day.isoformat()] = int(value)
    return out


def parse_day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and YEARS[0] <= found.year <= YEARS[1] else None


def _one(pk: int) -> Campaign:
    found = Campaign.objects.filter(pk=pk).first()
    if found is None:
        raise Absent(_("没有这个活动。"))
    return found
