"""A job as the page shows it: how far, how fast, how long still, and what is in its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinpai.apps.imports import jobs
from jinpai.apps.imports.models import Job

READING = 0.7
NO_WORKER_AFTER = timedelta(seconds=15)


def reap(now: datetime) -> None:
    jobs.reap(now)


def running_jobs(now: datetime, *, besides: Job | None = None) -> list[Job]:
    """Jobs that run or wait and that others have to wait for, oldest first."""
    reap(now)
    found = Job.objects.filter(
        state__in=(Job.State.WAITING, Job.State.RUNNING), kind__in=jobs.ALONE
    ).select_related("made_by")
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    return list(found.order_by("made_at"))


@dataclass(frozen=True)
class Progress:
    """`share` is 0–1 or None where the end is not known; times in seconds."""

    share: float | None
    elapsed: float
    rate: float | None  # rows per second
    left: float | None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else int(self.share * 100)


def progress_of(job: Job, *, now: datetime) -> Progress:
    if job.started_at is None:
        return Progress(None, 0.0, None, None)
    end = job.finished_at or now
    elapsed = max((end - job.started_at).total_seconds(), 0.0)
    rate = job.rows_done / elapsed if job.rows_done and elapsed >= 1 else None
    share = None
    if job.kind != Job.Kind.IMPORT or job.committed:  # steps of computing figures
        share = min(job.rows_written / job.rows_ahead, 1.0) if job.rows_ahead else None
    elif job.kind == Job.Kind.IMPORT and job.rows_ahead:
        # reading takes most of an import and merging the rest; both are counted in rows
        read = min(job.rows_done / job.rows_ahead, 1.0)
        written = min(job.rows_written / job.rows_done, 1.0) if job.rows_done else 0.0
        share = READING * read + (1 - READING) * written
    left = None
    reading = job.kind == Job.Kind.IMPORT and not job.committed  # steps take unequal times
    if reading and share is not None and 0.02 <= share < 1 and elapsed >= 2:
        left = elapsed * (1 - share) / share
    return Progress(share, elapsed, rate, left)


def spell(seconds: float | None) -> str:
    """A duration as people say it; never more exact than it is."""
    if seconds is None:
        return ""
    whole = round(seconds)
    if whole < 60:
        return ngettext("%(n)d 秒", "%(n)d 秒", whole) % {"n": whole}
    if whole < 3600:
        return _("%(m)d 分 %(s)02d 秒") % {"m": whole // 60, "s": whole % 60}
    return _("%(h)d 小时 %(m)d 分") % {"h": whole // 3600, "m": whole % 3600 // 60}


STAGES = {
    "": lambda: _("准备"),
    "opening": lambda: _("打开文件"),
    "reading": lambda: _("读取"),
    "writing": lambda: _("写入"),
    "done": lambda: _("写入"),
    "refresh": lambda: _("更新指标"),
    "check": lambda: _("核对"),
    "preview": lambda: _("试算"),
}


def files_of(report: dict[str, Any] | None) -> list[Any]:
    """The files of a report, for an import that wrote nothing and so is not in the log."""
    from jinpai.apps.imports.queries.imported import Filed

    return [Filed(place, file) for place, file in enumerate((report or {}).get("files") or ())]


def waiting_rows(report: dict[str, Any] | None) -> int:
    """Rows of a report that wait for their shop to be made known."""
    return sum(
        counts["waiting"]
        for file in (report or {}).get("files") or ()
        for counts in file["tables"].values()
    )


def job_page(job: Job, *, now: datetime) -> dict[str, Any]:
    found = progress_of(job, now=now)
    stage = STAGES.get(job.stage)
    return {
        "job": job,
        "progress": found,
        "elapsed": spell(found.elapsed),
        "left": spell(found.left),
        "stage": stage() if stage else job.stage,
        "ahead": running_jobs(now, besides=job) if job.state == Job.State.WAITING else [],
        "no_worker": job.state == Job.State.WAITING
        and now - job.made_at > NO_WORKER_AFTER
        and not Job.objects.filter(state=Job.State.RUNNING).exists(),
        "steps": steps(job),
        "report_files": files_of(job.report),
        "waiting_rows": waiting_rows(job.report),
    }


def steps(job: Job) -> list[tuple[str, str]]:
    """The stepper of an import: (words, "ok" | "now" | "")."""
    if job.kind != Job.Kind.IMPORT:
        return []
    at = 0
    if job.state != Job.State.WAITING:
        at = 3 if job.committed else (2 if job.stage in ("writing", "done") else 1)
    if job.state == Job.State.DONE:
        at = 4
    words = [_("排队"), _("读取和检查"), _("写入数据湖"), _("更新指标")]
    return [(word, "ok" if i < at else "now" if i == at else "") for i, word in enumerate(words)]
