"""A campaign's recall list: who could be told, building it, one contact, the platform's file."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps import home
from jinpai.apps.board.exports import csv_of, harmless
from jinpai.apps.desk.actions import recalls as actions
from jinpai.apps.desk.actions.consent import CODE
from jinpai.apps.desk.filling.room import Room
from jinpai.apps.desk.models import Campaign, Contact, Task
from jinpai.apps.desk.queries import recalls as query
from jinpai.apps.desk.queries.colleagues import colleagues
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, words
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.lists import LISTS
from jinpai.workflow.recalls import LAW, REFUSALS, SOURCES, says_how_to_refuse
from jinpai.workflow.segments import SEGMENTS


@require_safe
@roles.required(roles.SEE_TEAM_DESK)
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Who could be told of the campaign, by shop, and who not and why."""
    one = _one(pk)
    room = Room(home.reading(), timezone.now())
    wanted = _wanted(request)
    return render(
        request, "desk/recall.html",
        {
            "campaign": one, "wanted": wanted, "sources": SOURCES, "days": query.DAYS,
            "segments": {c: k for c, k in SEGMENTS.items() if c != "risky"},
            "reasons": LISTS["lost_inquiries"].reasons, "refusals": REFUSALS, "law": LAW,
            "found": [query.found(room, one, shop, wanted) for shop in one.shops],
            "agents": [c for c in colleagues() if c.role == roles.Role.AGENT],
            "most": query.MOST, "refusable": says_how_to_refuse(one.teaser), "desk": room.desk,
            "key": uuid.uuid4().hex,
            "result": query.result(room, one), "batches": _batches(one),
            "names": by_username(),
            "shops": {s.code: s.name for s in room.reading.shops()},
            "people": {c.person: c.name for c in colleagues()},
            "may_export": reader(request).may(roles.REVEAL_BUYERS),
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_TEAM_DESK)
def build(request: HttpRequest, pk: int) -> HttpResponse:
    _one(pk)

    def work(by: User) -> str:
        known = {c.person for c in colleagues()}
        post = request.POST
        made = actions.build(
            by=by, campaign=pk, wanted=_wanted(request),
            people=sorted({p for p in post.getlist("people") if p in known}),
            served=post.get("share") != "even", key=words(post, "key", 64),
            reading=home.reading(), now=timezone.now(), request=request,
        )  # fmt: skip
        added = made.detail["added"]
        if not added:
            return _("没有新的人可以加:已经在名单上,或者不能联系。")
        return _("%(n)s 位买家加进了名单。") % {"n": added}

    return done(request, reverse("desk:recall", args=[pk]), work)


@require_POST
@roles.required(roles.SEE_DESK)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Open one entry to write to the buyer."""
    if not Task.objects.filter(pk=pk, list=CODE).exists():
        raise Absent(_("没有这一条。"))

    def work(by: User) -> str:
        actions.contact(
            by=by, task=pk, key=words(request.POST, "key", 64), reading=home.reading(),
            now=timezone.now(), request=request,
        )  # fmt: skip
        return _("可以联系了:算一次联系,记下了是您。")

    return done(request, reverse("desk:task", args=[pk]) + "#recall", work)


@require_POST
@roles.required(roles.SEE_TEAM_DESK, roles.REVEAL_BUYERS)
def export(request: HttpRequest, pk: int) -> HttpResponse:
    _one(pk)
    try:
        contacts = actions.export(
            by=reader(request), campaign=pk, key=_slug(request),
            reading=home.reading(), now=timezone.now(), request=request,
        )  # fmt: skip
    except Refused as refused:
        said = str(refused)

        def work(_by: User) -> str:
            raise Refused(said)

        return done(request, reverse("desk:recall", args=[pk]), work)
    return _file(contacts)


@require_POST
@roles.required(roles.SEE_TEAM_DESK, roles.REVEAL_BUYERS)
def file(request: HttpRequest, pk: int, batch: str) -> HttpResponse:
    """A file that was taken along, again; every look is logged."""
    one = _one(pk)
    contacts = [c for c in actions.batch_of(batch) if c.campaign_id == one.pk]
    if not contacts:
        raise Absent(_("没有这份文件。"))
    actions.looked(one, batch, len(contacts), by=reader(request), request=request)
    return _file(contacts)


def _file(contacts: Sequence[Contact]) -> HttpResponse:
    lines = [[_("店铺"), _("买家昵称"), _("活动"), _("内容")]]
    lines += [
        [harmless(t) for t in (one.shop, one.buyer, one.campaign.name, one.campaign.teaser)]
        for one in contacts
    ]
    answer = HttpResponse(csv_of(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="recall-{contacts[0].campaign_id}.csv"'
    return answer


def _slug(request: HttpRequest) -> str:
    """The form's key; it becomes part of an address."""
    key = request.POST.get("key", "")
    return key[:40] if key.isascii() and key.isalnum() else ""


def _batches(one: Campaign) -> list[tuple[str, int, str, object]]:
    """The files taken along: their batch, how many buyers, by whom and when."""
    return [
        (c.detail["batch"], c.detail["buyers"], c.by, c.at)
        for c in one.changes.filter(what="exported").order_by("-id")
    ]


def _wanted(request: HttpRequest) -> query.Wanted:
    """From the address or the form; what is not asked is the ordinary."""
    asked = request.POST if request.method == "POST" else request.GET
    usual = query.Wanted()
    if not asked.get("asked"):
        return usual
    days = asked.get("days", "")
    reasons = {r.code for r in LISTS["lost_inquiries"].reasons}
    return query.Wanted(
        sources=tuple(c for c in SOURCES if c in asked.getlist("sources")),
        days=int(days) if days in {str(n) for n in query.DAYS} else usual.days,
        segments=tuple(c for c in usual.segments if c in asked.getlist("segments")),
        product=words(asked, "product", 100),
        reason=asked["reason"] if asked.get("reason") in reasons else "",
    )


def _one(pk: int) -> Campaign:
    found = Campaign.objects.filter(pk=pk).first()
    if found is None:
        raise Absent(_("没有这个活动。"))
    return found
