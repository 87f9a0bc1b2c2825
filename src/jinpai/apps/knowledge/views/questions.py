"""Questions without a phrase: their groups, and the job that finds them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps import home
from jinpai.apps.desk.views.page import done, number
from jinpai.apps.imports import queries as imports
from jinpai.apps.imports.models import Job
from jinpai.apps.knowledge.actions import questions as actions
from jinpai.apps.knowledge.queries import groups
from jinpai.apps.knowledge.queries.use import DAYS
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader

SHOWN = 50


@require_safe
@roles.required(roles.EDIT_PHRASES)
def questions(request: HttpRequest) -> HttpResponse:
    """The groups, most asked first."""
    asked = request.GET
    days = int(asked["days"]) if asked.get("days") in {str(n) for n in DAYS} else 30
    now = timezone.now()
    imports.reap(now)
    found, job = groups.newest(days), groups.at_work(days)
    rows = found.rows if found else []
    return render(
        request, "knowledge/questions.html",
        {"found": found, "rows": rows if "all" in asked else rows[:SHOWN], "shown": SHOWN,
         "days": days, "choices": DAYS, "chats": reader(request).may(roles.SEE_CHATS),
         "stale": found is not None and found.import_no != home.reading().snapshot.import_no,
         **(_progress(job) if job else {})},
    )  # fmt: skip


@require_POST
@roles.required(roles.EDIT_PHRASES)
def start(request: HttpRequest) -> HttpResponse:
    days = number(request, "days")

    def work(by: User) -> str:
        actions.start(by=by, days=days, now=timezone.now())
        return _("开始整理了。")

    return done(request, f"{reverse('knowledge:questions')}?days={days}", work)


@require_safe
@roles.required(roles.EDIT_PHRASES)
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The part that asks for itself; when the job is over the page is loaded anew."""
    now = timezone.now()
    imports.reap(now)
    job = Job.objects.filter(pk=job_id, kind=Job.Kind.QUESTIONS).first()
    if job is None:
        raise Absent(_("没有这个任务。"))
    answer = render(request, "knowledge/_questions_progress.html", _progress(job))
    if job.over:
        answer["HX-Refresh"] = "true"
    return answer


def _progress(job: Job) -> dict:
    page = imports.job_page(job, now=timezone.now())
    return {"job": job, "progress": page["progress"], "no_worker": page["no_worker"]}
