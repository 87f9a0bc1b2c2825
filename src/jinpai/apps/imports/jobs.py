"""Long work, one job at a time: import, refresh, check, preview.

A job is started by `actions`, carried out by the worker of django-tasks-db, and looked at
through its record. Imports, refreshes and checks run one after the other, whoever starts them;
one that finds another running goes back to the queue. A worker that dies leaves its job
"interrupted": running it again completes it, because imports are idempotent.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from jinpai.apps.imports import locks, uploads, work
from jinpai.apps.imports.models import Job
from jinpai.apps.imports.sentences import said
from jinpai.apps.imports.watch import Cancelled, Refused, Stopped, Watch

log = logging.getLogger(__name__)

RETRY_AFTER = timedelta(seconds=1)

ALONE = (Job.Kind.IMPORT, Job.Kind.REFRESH, Job.Kind.CHECK)  # these write or read it all


@task()
def run(job_id: str, attempt: int) -> None:
    """What the worker calls."""
    perform(UUID(job_id), attempt)


def enqueue(job: Job, *, after: datetime | None = None) -> None:
    """Put the job into the worker's queue once the present transaction is in.

    A backend that runs tasks at once cannot defer: there a job that finds another running stays
    waiting, and "again" is what starts it.
    """
    if after is not None and not run.get_backend().supports_defer:
        return
    which = run if after is None else run.using(run_after=after)
    transaction.on_commit(lambda: which.enqueue(str(job.pk), job.attempt))


def reap(now: datetime) -> list[UUID]:
    """Mark jobs whose worker died as interrupted; returns them."""
    dead = []
    for pk in Job.objects.filter(state=Job.State.RUNNING).values_list("pk", flat=True):
        if not locks.held(pk):
            changed = Job.objects.filter(pk=pk, state=Job.State.RUNNING).update(
                state=Job.State.INTERRUPTED, finished_at=now
            )
            if changed:
                dead.append(pk)
    return dead


def perform(
    job_id: UUID, attempt: int, *, clock: Callable[[], datetime] = timezone.now
) -> Job.State | None:
    """Carry out one job to its end; the state it ended in, or None when it was not its turn."""
    with locks.holding(job_id) as mine:
        if not mine:
            return None
        job = _claim(job_id, attempt, clock())
        if job is None:
            return None
        watch = Watch(job)
        try:
            work.WORK[job.kind](job, watch, clock)
        except Cancelled:
            return _finish(job, Job.State.CANCELLED, clock())
        except Stopped:
            return _finish(job, Job.State.INTERRUPTED, clock())
        except (SystemExit, KeyboardInterrupt):
            _finish(job, Job.State.INTERRUPTED, clock())
            raise
        except Refused as refused:
            return _finish(job, Job.State.FAILED, clock(), error=refused.problem)
        except Exception as error:  # a job's failure is shown on its page, not lost in a log
            log.exception("job %s failed", job_id)
            return _finish(job, Job.State.FAILED, clock(), error=_broken(error))
        return _finish(job, Job.State.DONE, clock())


def _claim(job_id: UUID, attempt: int, now: datetime) -> Job | None:
    reap(now)
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, attempt=attempt).first()
        if job is None or job.state != Job.State.WAITING:
            return None
        if job.cancel_asked:
            _finish(job, Job.State.CANCELLED, now)
            return None
        if (
            job.kind in ALONE
            and Job.objects.filter(state=Job.State.RUNNING, kind__in=ALONE).exists()
        ):
            enqueue(job, after=now + RETRY_AFTER)
            return None
        job.state = Job.State.RUNNING
        job.started_at = now
        job.finished_at = None
        job.error = None
        job.stage = job.file = ""
        job.rows_done = job.rows_written = job.file_no = 0
        job.rows_ahead = None
        job.save()
        return job


def _finish(
    job: Job, state: Job.State, now: datetime, *, error: dict[str, str] | None = None
) -> Job.State:
    Job.objects.filter(pk=job.pk, attempt=job.attempt).update(
        state=state, finished_at=now, error=error
    )
    if state in (Job.State.DONE, Job.State.CANCELLED) and job.drop is not None:
        uploads.remove(job.drop)
    return state


def _broken(error: BaseException) -> dict[str, str]:
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f"{last[0].filename.rsplit('/', 1)[-1]}:{last[0].lineno}" if last else ""
    return said(
        "broken",
        "程序出错,这次没有完成。",
        "The program failed; this did not finish.",
        "点“再来一次”;仍然不行就把这一行发给维护的人。",
        "Press “Again”; if it fails again, send this line to whoever maintains the program.",
    ) | {"detail": f"{type(error).__name__}: {error} ({where})"[:500]}
