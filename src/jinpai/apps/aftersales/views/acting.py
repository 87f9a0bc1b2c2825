"""What is done on a case's page: each a form of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinpai.apps.aftersales import photos
from jinpai.apps.aftersales.actions import attaching, changing, steps
from jinpai.apps.aftersales.views.case import one_of, shown
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, number
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader


def _page(pk: int) -> str:
    return reverse("aftersales:case", args=[pk])


@require_POST
@roles.required(roles.HANDLE_CASES)
def step(request: HttpRequest, pk: int) -> HttpResponse:
    one_of(pk)

    def work(by: User) -> str:
        steps.step(
            by=by, case=pk, version=number(request, "version"), to=request.POST.get("to", ""),
            given={k: str(v) for k, v in request.POST.items()}, now=timezone.now(),
            request=request,
        )  # fmt: skip
        return _("走到下一步了。")

    return done(request, _page(pk), work)


@require_POST
@roles.required(roles.HANDLE_CASES)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    one_of(pk)

    def work(by: User) -> str:
        steps.grant(
            by=by, case=pk, version=number(request, "version"), days=number(request, "days"),
            why=request.POST.get("why", ""), now=timezone.now(), request=request,
        )  # fmt: skip
        return _("多给了几天,答复已更新。")

    return done(request, _page(pk), work)


@require_POST
@roles.required(roles.HANDLE_CASES)
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """The order changed: go by the new one, or keep to what was decided."""
    one_of(pk)

    def work(by: User) -> str:
        adopt = request.POST.get("adopt", "") == "yes"
        changing.judge(
            by=by, case=pk, version=number(request, "version"), adopt=adopt,
            why=request.POST.get("why", ""), now=timezone.now(), request=request,
        )  # fmt: skip
        return _("按新的订单重新算了。") if adopt else _("记下了,维持原来的判断。")

    return done(request, _page(pk), work)


@require_POST
@roles.required(roles.HANDLE_CASES)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """The buyer's contact, for whoever needs it now; that it was seen is logged."""
    one = one_of(pk)
    if not one.contact:
        return HttpResponseRedirect(_page(pk))
    steps.contact_seen(by=reader(request), case=pk, now=timezone.now(), request=request)
    answer = shown(request, one, contact=True)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@roles.required(roles.HANDLE_CASES)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    one_of(pk)

    def work(by: User) -> str:
        steps.note(by=by, case=pk, text=request.POST.get("text", ""), now=timezone.now(),
                   request=request)  # fmt: skip
        return _("写下了。")

    return done(request, _page(pk), work)


@require_POST
@roles.required(roles.HANDLE_CASES)
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    one_of(pk)

    def work(by: User) -> str:
        steps.tick(by=by, case=pk, code=request.POST.get("code", ""), now=timezone.now(),
                   given={k: str(v) for k, v in request.POST.items()}, request=request)  # fmt: skip
        return _("勾上了。")

    return done(request, _page(pk), work)


@require_POST
@roles.required(roles.HANDLE_CASES)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    one_of(pk)

    def work(by: User) -> str:
        given = request.FILES.getlist("file")
        if not given:
            raise Refused(_("请选照片或视频。"))
        for one in given[: attaching.MOST_FILES]:
            content = one.read(photos.MOST_BYTES + 1)
            attaching.attach(by=by, case=pk, content=content, now=timezone.now(), request=request)
        return _("附上了。")

    return done(request, _page(pk), work)
