"""One job while it runs and after: progress, cancel, again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.imports import actions, queries
from jinpai.apps.imports.models import Job
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


def _found(job_id: UUID) -> Job:
    job = Job.objects.select_related("made_by", "drop").filter(pk=job_id).first()
    if job is None:
        raise Absent(_("没有这个任务。"))
    return job


@roles.required(roles.IMPORT_FILES)
@require_safe
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    now = timezone.now()
    queries.reap(now)
    found = _found(job_id)
    return render(request, "imports/job.html", queries.job_page(found, now=now))


@roles.required(roles.IMPORT_FILES)
@require_safe
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The part that asks for itself every second; when the job is over the page is loaded anew."""
    now = timezone.now()
    queries.reap(now)
    found = _found(job_id)
    answer = render(request, "imports/progress.html", queries.job_page(found, now=now))
    if found.over:
        answer["HX-Refresh"] = "true"
    return answer


@roles.required(roles.IMPORT_FILES)
@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    actions.cancel(user=reader(request), job=_found(job_id), now=timezone.now())
    return redirect("imports:job", job_id)


@roles.required(roles.IMPORT_FILES)
@require_POST
def again(request: HttpRequest, job_id: UUID) -> HttpResponse:
    actions.again(user=reader(request), job=_found(job_id), now=timezone.now())
    return redirect("imports:job", job_id)
