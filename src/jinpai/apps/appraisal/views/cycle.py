"""The overview of a month, and its bulk steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.appraisal.actions import flow
from jinpai.apps.appraisal.queries import cycle as query
from jinpai.apps.appraisal.queries.scored import scored
from jinpai.apps.appraisal.views.page import address, done, month_asked, show
from jinpai.apps.board import exports
from jinpai.apps.board.tables import arranged
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User


@require_safe
@roles.required(roles.APPRAISE)
def cycle_page(request: HttpRequest) -> HttpResponse:
    """Everyone's state, total and coefficient; what is still to do."""
    month = month_asked(request)
    found = scored(month)
    if found.version is None:
        return show(request, "no_rulebook", month)
    form = request.GET.get("export", "")
    form = form if form in ("csv", "xlsx") else ""
    audit.record(
        action="appraisal.overview_seen", subject=month,
        detail={"export": form} if form else {}, request=request,
    )  # fmt: skip
    everyone = query.cycle(found)
    table = arranged(query.table(everyone), request.GET)
    if form:
        return exports.answer(table, form, f"appraisal-{month}")
    asked = request.GET.copy()
    links = []
    for kind in ("csv", "xlsx"):
        asked["export"] = kind
        links.append((kind.upper(), f"?{asked.urlencode()}"))
    return show(
        request, "cycle", month, cycle=everyone, table=table, version=found.version,
        export_links=links,
        columns=[(c.code, c.title, c in table.shown) for c in table.columns if c.code != "name"],
    )  # fmt: skip


@require_POST
@roles.required(roles.APPRAISE)
def prepare(request: HttpRequest) -> HttpResponse:
    month = month_asked(request)

    def work(by: User) -> str:
        made = flow.prepare_month(by=by, month=month, now=timezone.now(), request=request)
        return _("建了 %(n)s 份考核表,现在可以定目标。") % {"n": made}

    return done(request, address("cycle", month=month), work)


@require_POST
@roles.required(roles.APPRAISE)
def open_all(request: HttpRequest) -> HttpResponse:
    month = month_asked(request)

    def work(by: User) -> str:
        n = flow.open_month(by=by, month=month, now=timezone.now(), request=request)
        return _("%(n)s 份考核开始了,等本人自评。") % {"n": n}

    return done(request, address("cycle", month=month), work)


@require_POST
@roles.required(roles.APPRAISE)
def close_all(request: HttpRequest) -> HttpResponse:
    month = month_asked(request)

    def work(by: User) -> str:
        out = flow.close_month(by=by, month=month, now=timezone.now(), request=request)
        said = _("关闭了 %(n)s 份。") % {"n": len(out.closed)}
        if out.left:
            names = {p.code: p.name for p in scored(month).month.people}
            why = "; ".join(f"{names.get(code) or code}: {r}" for code, r in out.left.items())
            said += _("还有 %(n)s 份没有关闭:%(why)s") % {"n": len(out.left), "why": why}
        return said

    return done(request, address("cycle", month=month), work)
