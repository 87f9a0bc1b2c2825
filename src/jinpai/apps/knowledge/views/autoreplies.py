"""The auto-reply calendar and one automatic reply."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps import home
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, moment, number
from jinpai.apps.knowledge.actions import autoreplies as actions
from jinpai.apps.knowledge.models import AutoReply
from jinpai.apps.knowledge.queries import autoreplies as query
from jinpai.apps.knowledge.words import no_nul
from jinpai.apps.pages.chosen import chosen
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.autoreplies import KINDS


@require_safe
@roles.required(roles.SEE_DESK)
def autoreplies(request: HttpRequest) -> HttpResponse:
    """What speaks now, what will, where nothing does."""
    now, picked = timezone.now(), chosen(request)
    return render(
        request, "knowledge/autoreplies.html",
        {"calendar": query.calendar(home.reading(), picked.code or "", now), "kinds": KINDS,
         "key": uuid.uuid4().hex, "shop": picked.code or "", "shops": picked.shops,
         "campaign": request.GET.get("campaign", "")[:100],
         "campaigns": query.campaigns(home.reading(), picked.code or ""),
         "now": timezone.localtime(now),
         "edits": reader(request).may(roles.EDIT_PHRASES)},
    )  # fmt: skip


@require_POST
@roles.required(roles.EDIT_PHRASES)
def add(request: HttpRequest) -> HttpResponse:
    def work(by: User) -> str:
        actions.save(by=by, key=request.POST.get("key", "")[:64], now=timezone.now(),
                     request=request, **_written(request))  # fmt: skip
        return _("存好了。")

    return done(request, reverse("knowledge:autoreplies"), work)


@require_safe
@roles.required(roles.SEE_DESK)
def autoreply(request: HttpRequest, pk: int) -> HttpResponse:
    return render(
        request, "knowledge/autoreply.html",
        {"reply": _one(pk), "kinds": KINDS, "changes": list(_one(pk).changes.all())[::-1],
         "users": by_username(),
         "shops": chosen(request).shops, "edits": reader(request).may(roles.EDIT_PHRASES)},
    )  # fmt: skip


@require_POST
@roles.required(roles.EDIT_PHRASES)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Save, retire, restore."""
    if what not in ("save", "retire", "restore"):
        raise Absent(_("没有这一步。"))
    _one(pk)
    now = timezone.now()

    def work(by: User) -> str:
        version = number(request, "version")
        if what == "save":
            actions.save(by=by, reply=pk, version=version, now=now, request=request,
                         **_written(request))  # fmt: skip
            return _("存好了。")
        actions.retire(by=by, reply=pk, version=version, now=now, back=what == "restore",
                       request=request)  # fmt: skip
        return _("停用了,记录都在。") if what == "retire" else _("恢复了。")

    return done(request, reverse("knowledge:autoreply", args=[pk]), work)


def _one(pk: int) -> AutoReply:
    one = AutoReply.objects.filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这条自动回复。"))
    return one


def _written(request: HttpRequest) -> dict:
    begins = moment(request, "begins")
    if begins is None:
        raise Refused(_("从什么时候开始?"))
    post = request.POST
    no_nul(post)
    return {
        "kind": post.get("kind", ""), "text": post.get("text", ""), "begins": begins,
        "ends": moment(request, "ends"), "campaign": post.get("campaign", ""),
        "shop": post.get("shop", ""),
    }  # fmt: skip
