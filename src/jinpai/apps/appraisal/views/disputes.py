"""The month's disputes, and deciding them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.appraisal.actions import disputes
from jinpai.apps.appraisal.models import Dispute
from jinpai.apps.appraisal.queries import listed
from jinpai.apps.appraisal.queries.names import signed
from jinpai.apps.appraisal.queries.scored import scored
from jinpai.apps.appraisal.views.page import address, done, month_asked, number, show, whole
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader


@require_safe
@roles.required(roles.APPRAISE)
def disputes_page(request: HttpRequest) -> HttpResponse:
    month = month_asked(request)
    found = scored(month)
    audit.record(action="appraisal.disputes_seen", subject=month, request=request)
    elsewhere = (
        Dispute.objects.filter(outcome=Dispute.Outcome.OPEN)
        .exclude(sheet__month=month)
        .order_by("sheet__month")
        .values_list("sheet__month", flat=True)
    )
    rows = listed.disputes(month, found)
    return show(
        request, "disputes", month, disputes=rows,
        who=signed(n for r in rows for n in (r.dispute.raised_by, r.dispute.decided_by)),
        elsewhere=sorted(set(elsewhere)), own=reader(request).person,
    )  # fmt: skip


@require_POST
@roles.required(roles.APPRAISE)
def decide(request: HttpRequest, dispute: int) -> HttpResponse:
    known = Dispute.objects.select_related("sheet").filter(pk=dispute).first()
    if known is None:
        raise Absent(_("没有这条异议。"))
    given = request.POST

    def work(by: User) -> str:
        disputes.decide(
            by=by, dispute=dispute, version=whole(given.get("version")),
            outcome=given.get("outcome", ""), answer=given.get("answer", ""),
            points=number(given.get("points")), now=timezone.now(), request=request,
        )  # fmt: skip
        return _("已处理,分数已经重算。")

    return done(request, address("disputes", month=known.sheet.month), work)
