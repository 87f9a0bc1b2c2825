"""Targets: proposed by the supervisor from the shop's goals, answered by the person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinpai.apps.appraisal import words
from jinpai.apps.appraisal.actions import targets
from jinpai.apps.appraisal.models import Target
from jinpai.apps.appraisal.queries.listed import goals
from jinpai.apps.appraisal.queries.scored import scored
from jinpai.apps.appraisal.views.page import address, done, month_asked, needed, show, whole
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader


@require_http_methods(["GET", "HEAD", "POST"])
@roles.required(roles.APPRAISE)
def targets_page(request: HttpRequest) -> HttpResponse:
    month = month_asked(request)
    if request.method == "POST":
        given = request.POST

        def work(by: User) -> str:
            percent = _in_percent(month, given.get("person", ""), given.get("item", ""))
            targets.set_target(
                by=by, month=month, person=given.get("person", ""), item=given.get("item", ""),
                value=needed(given.get("value"), percent=percent),
                version=whole(given.get("version")), reason=given.get("reason", ""),
                now=timezone.now(), request=request,
            )  # fmt: skip
            return _("目标已提出,等本人确认后生效。")

        return done(request, address("targets", month=month), work)
    found = scored(month)
    if found.version is None:
        return show(request, "no_rulebook", month)
    audit.record(action="appraisal.targets_seen", subject=month, request=request)
    return show(request, "targets", month, goals=goals(found), version=found.version)


def _in_percent(month: str, person: str, item: str) -> bool:
    """Is the target typed as 46.2 and meant as a fraction?"""
    found = scored(month)
    who = found.person(person)
    wanted = found.item(who, item) if who else None
    return wanted is not None and words.item_unit(wanted) == "percent"


@require_POST
@roles.required(roles.SEE_OWN_PAY)
def answer(request: HttpRequest, target: int) -> HttpResponse:
    known = Target.objects.select_related("sheet").filter(pk=target).first()
    if known is None or known.sheet.person != reader(request).person:
        raise Absent(_("没有这个目标。"))

    def work(by: User) -> str:
        agreed = request.POST.get("agreed") == "1"
        targets.answer_target(
            by=by, target=target, agreed=agreed, now=timezone.now(), request=request
        )
        return _("目标已确认。") if agreed else _("已告诉主管:不同意这个目标。")

    return done(request, address("one", known.sheet.month, known.sheet.person), work)
