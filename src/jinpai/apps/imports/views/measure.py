"""How the shop measures: the form, what a change would move, and the versions there were.

A change is tried before it is imposed: the form starts a preview, its result is shown, and only
from there it can be put in force, if nobody changed the measure meanwhile.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.imports import actions
from jinpai.apps.imports.measure_form import MeasureForm, differences
from jinpai.apps.imports.models import Job
from jinpai.apps.imports.queries import measures
from jinpai.apps.imports.queries.moved import moved_rows
from jinpai.apps.imports.queries.progress import job_page
from jinpai.apps.imports.sentences import Said
from jinpai.apps.imports.watch import Refused
from jinpai.apps.pages.chosen import chosen
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader
from jinpai.metrics.policies import Measure


def _page(
    request: HttpRequest,
    *,
    form: MeasureForm | None = None,
    tried: Job | None = None,
    refused: Said | None = None,
    status: int = 200,
) -> HttpResponse:
    shop = chosen(request).shop
    if tried is not None:
        shop = next((s for s in chosen(request).shops if s.code == tried.params["shop"]), shop)
    context: dict[str, Any] = {"shop": shop, "refused": refused}
    if shop is not None:
        today = timezone.localdate()
        told = measures.versions(shop.code, today=today)
        in_force = next(v for v in told if v.in_force)
        context |= {
            "versions": told,
            "in_force": in_force,
            "form": form
            or MeasureForm(
                measure=in_force.measure,
                base=measures.version_token(shop.code),
                first_free=today,
            ),
        }
        if tried is not None:
            context |= _tried(tried)
    return render(request, "imports/measure.html", context, status=status)


def _tried(job: Job) -> dict[str, Any]:
    proposed = Measure.model_validate(job.params["document"])
    base = Measure.model_validate(job.params["measure_then"])
    moved = moved_rows((job.report or {}).get("moved", ()))
    return {
        "tried": job,
        "tried_changes": differences(base, proposed),
        "tried_moved": moved,
        "tried_whole": [row for row in moved if not row.account],
        "tried_accounts": [row for row in moved if row.account],
    } | {f"tried_{k}": v for k, v in job_page(job, now=timezone.now()).items()}


@roles.required(roles.CHANGE_MEASURE)
@require_safe
def measure(request: HttpRequest) -> HttpResponse:
    tried = None
    if wanted := request.GET.get("tried"):
        try:
            tried = Job.objects.filter(pk=UUID(wanted), kind=Job.Kind.PREVIEW).first()
        except ValueError:
            tried = None
        if tried is None:
            raise Absent(_("没有这次试算。"))
    return _page(request, tried=tried)


@roles.required(roles.CHANGE_MEASURE)
@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """Check the form, and compute in a job what the change would move."""
    shop = chosen(request).shop
    if shop is None:
        raise Absent(_("还没有店铺。"))
    now = timezone.now()
    told = measures.versions(shop.code, today=timezone.localdate())
    in_force = next(v for v in told if v.in_force)
    token = measures.version_token(shop.code)
    form = MeasureForm(request.POST, measure=in_force.measure, base=token)
    if not form.is_valid() or form.measure is None:
        return _page(request, form=form, status=422)
    if form.cleaned_data["base"] != token:
        return _page(request, form=form, refused=actions.measure_moved_on(), status=409)
    if form.measure == in_force.measure and in_force.from_day == form.cleaned_data["from_day"]:
        form.add_error(None, _("什么都没有改。"))
        return _page(request, form=form, status=422)
    job = actions.try_measure(
        user=reader(request),
        shop=shop.code,
        document=form.measure.model_dump(mode="json"),
        document_then=_then(told, form.cleaned_data["from_day"]).model_dump(mode="json"),
        from_day=form.cleaned_data["from_day"],
        reason=form.cleaned_data["reason"],
        base=token,
        now=now,
    )
    return redirect(f"{reverse('imports:measure')}?shop={shop.code}&tried={job.pk}#tried")


def _then(told: list[measures.Version], day: Any) -> Measure:
    """The measure that would hold on that day without the change."""
    return next((v.measure for v in told if v.from_day is None or v.from_day <= day), Measure())


@roles.required(roles.CHANGE_MEASURE)
@require_POST
def apply(request: HttpRequest, job_id: UUID) -> HttpResponse:
    tried = Job.objects.filter(pk=job_id, kind=Job.Kind.PREVIEW).first()
    if tried is None:
        raise Absent(_("没有这次试算。"))
    try:
        job = actions.apply_measure(
            user=reader(request),
            tried=tried,
            version_now=measures.version_token(tried.params["shop"]),
            now=timezone.now(),
        )
    except Refused as refused:
        return _page(request, tried=tried, refused=refused.problem, status=409)
    messages.success(request, _("新的口径已经生效,指标正在更新。"))
    return redirect("imports:job", job.pk)
