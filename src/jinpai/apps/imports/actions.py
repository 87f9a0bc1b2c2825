"""What people decide on the data pages. Each action is allowed, done and logged, or refused.

Decisions that figures read go to the lake as rulings; the figures follow in a refresh job.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from jinpai.apps import home
from jinpai.apps.imports import jobs, recognise, uploads
from jinpai.apps.imports.models import Drop, DroppedFile, Job
from jinpai.apps.imports.sentences import said
from jinpai.apps.imports.watch import Refused
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import actions as team_actions
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User


def _allow(user: User, permission: str) -> None:
    if not user.may(permission):
        raise NotYours(permission)


# --- files ------------------------------------------------------------------------------


def open_drop(*, user: User, now: datetime) -> Drop:
    """A new pile for files; piles that nobody started are thrown away by the way."""
    _allow(user, roles.IMPORT_FILES)
    uploads.tidy(now)
    return Drop.objects.create(made_by=user, made_at=now)


def add_files(*, user: User, drop: Drop, stored: Sequence[uploads.StoredFile]) -> list[DroppedFile]:
    """Look at each file and note what it is and what must be asked. Nothing is imported."""
    _allow(user, roles.IMPORT_FILES)
    _still_open(drop)
    made = []
    for one in stored:
        seen = recognise.look(one.path, one.name, one.sha256)
        made.append(
            DroppedFile.objects.create(
                drop=drop,
                name=one.name,
                stored=one.path.name,
                size=one.size,
                sha256=one.sha256,
                **seen,
            )
        )
    return made


def take_out(*, user: User, file: DroppedFile) -> None:
    _allow(user, roles.IMPORT_FILES)
    _still_open(file.drop)
    (uploads.folder(file.drop_id) / file.stored).unlink(missing_ok=True)
    file.delete()


def throw_away(*, user: User, drop: Drop) -> None:
    _allow(user, roles.IMPORT_FILES)
    _still_open(drop)
    uploads.remove(drop)
    drop.delete()


def _still_open(drop: Drop) -> None:
    if drop.started:
        raise Refused(
            said(
                "already_started",
                "这批文件已经开始导入了。",
                "The import of these files has already begun.",
                "到任务页看进度;还有文件就另放一批。",
                "See its progress; drop further files as another batch.",
            )
        )


def answer(*, user: User, drop: Drop, answers: Mapping[int, Mapping[str, str]]) -> None:
    """Keep what was answered per file (`shop`, `as_of`, `day`); the form checked the values."""
    _allow(user, roles.IMPORT_FILES)
    _still_open(drop)
    for file in drop.files.all():
        given = answers.get(file.pk, {})
        file.shop = given.get("shop", file.shop)
        file.as_of = given.get("as_of", file.as_of)
        file.day = given.get("day", file.day)
        file.save(update_fields=["shop", "as_of", "day"])


def begin(*, user: User, drop: Drop, now: datetime) -> Job:
    """Start the import of a drop, once."""
    _allow(user, roles.IMPORT_FILES)
    with transaction.atomic():
        # the drop is started by whoever gets here first, however often the button was pressed
        if not Drop.objects.filter(pk=drop.pk, started=False).update(started=True):
            started = drop.jobs.first()
            if started is not None:
                return started
            _still_open(Drop.objects.get(pk=drop.pk))
        for file in drop.files.filter(problem__isnull=False):
            (uploads.folder(drop.pk) / file.stored).unlink(missing_ok=True)
            file.delete()
        files = list(drop.files.all())
        if not files:
            Drop.objects.filter(pk=drop.pk).update(started=False)
            raise Refused(uploads.nothing_sent())
        job = Job.objects.create(
            kind=Job.Kind.IMPORT,
            made_by=user,
            made_at=now,
            drop=drop,
            files=len(files),
            params={"files": [f.name for f in files]},
        )
        audit.record(
            action="import.started",
            subject=str(job.pk),
            detail={"files": [f.name for f in files][:50], "count": len(files)},
            by=user,
        )
        jobs.enqueue(job)
    return job


# --- jobs -------------------------------------------------------------------------------


def start_job(
    *, user: User, kind: Job.Kind, now: datetime, params: dict[str, Any] | None = None
) -> Job:
    """Queue a refresh, check or preview; a refresh or check already waiting is enough."""
    with transaction.atomic():
        if kind in (Job.Kind.REFRESH, Job.Kind.CHECK):
            waiting = Job.objects.filter(kind=kind, state=Job.State.WAITING).first()
            if waiting is not None:
                return waiting
        job = Job.objects.create(kind=kind, made_by=user, made_at=now, params=params or {})
        jobs.enqueue(job)
    return job


def start_check(*, user: User, now: datetime) -> Job:
    _allow(user, roles.IMPORT_FILES)
    with transaction.atomic():
        job = start_job(user=user, kind=Job.Kind.CHECK, now=now)
        audit.record(action="check.started", subject=str(job.pk), by=user)
    return job


def cancel(*, user: User, job: Job, now: datetime) -> None:
    """Ask a job to stop. One that does not run is cancelled at once; one that has committed
    goes on."""
    _allow_job(user, job)
    jobs.reap(now)
    idle = (Job.State.WAITING, Job.State.INTERRUPTED, Job.State.FAILED)
    with transaction.atomic():
        changed = Job.objects.filter(
            pk=job.pk, committed=False, state__in=(*idle, Job.State.RUNNING)
        ).update(cancel_asked=True)
        if not changed:
            return
        stopped = Job.objects.filter(pk=job.pk, state__in=idle).update(
            state=Job.State.CANCELLED, finished_at=now
        )
        audit.record(action="import.cancelled", subject=str(job.pk), by=user)
    if stopped and job.drop is not None:
        uploads.remove(job.drop)


def again(*, user: User, job: Job, now: datetime) -> Job:
    """Run an interrupted or failed job again: the same record, the next attempt."""
    _allow_job(user, job)
    jobs.reap(now)
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if not job.can_repeat:
            return job
        job.attempt += 1
        job.state = Job.State.WAITING
        job.cancel_asked = False
        job.error = None
        job.started_at = job.finished_at = None
        job.save()
        audit.record(action="import.repeated", subject=str(job.pk), by=user)
        jobs.enqueue(job)
    return job


def _allow_job(user: User, job: Job) -> None:
    _allow(user, roles.CHANGE_MEASURE if job.kind == Job.Kind.PREVIEW else roles.IMPORT_FILES)


# --- rulings ----------------------------------------------------------------------------


def _rule(
    *,
    user: User,
    now: datetime,
    kind: str,
    subject: str,
    value: dict[str, Any],
    reason: str,
    action: str,
    from_: date | None = None,
    to: date | None = None,
    told: dict[str, Any] | None = None,
) -> Job:
    """One ruling into the lake, one line into the log, and a job that brings the figures along.

    `told` is what the log says of the value where the whole value would be too long to read.
    """
    from jinpai.facts.lake import LakeBusy, Ruling

    ruling = Ruling(
        kind=kind,
        subject=subject,
        from_=from_,
        to=to,
        value=value,
        reason=reason,
        signed_by=user.username,
        at=now,
    )
    with transaction.atomic():
        audit.record(
            action=action,
            subject=subject,
            detail={
                "from": from_.isoformat() if from_ else None,
                "to": to.isoformat() if to else None,
                **({"value": value} if told is None else told),
                "reason": reason,
            },
            by=user,
        )
        # last inside the transaction: if the lake refuses, the log says nothing either
        try:
            import_no = home.lake().append_rulings([ruling], now=now)
        except LakeBusy as busy:
            raise Refused(asdict(busy.problem)) from busy
        return start_job(user=user, kind=Job.Kind.REFRESH, now=now, params={"ruling": import_no})


def bind_account(
    *,
    user: User,
    shop: str,
    account: str,
    person: str,
    from_: date,
    to: date | None,
    reason: str,
    now: datetime,
) -> Job:
    """The account belongs to the person from a day on; earlier figures are back-filled."""
    with transaction.atomic():
        try:
            team_actions.bind_account(
                by=user, shop=shop, account=account, person=person, from_=from_, to=to,
                reason=reason, now=now,
            )  # fmt: skip
        except team_actions.Impossible as error:
            raise Refused(said("impossible", str(error), str(error))) from error
        return start_job(user=user, kind=Job.Kind.REFRESH, now=now)


def mark_account(
    *, user: User, shop: str, account: str, kind: str, reason: str, now: datetime
) -> Job:
    """The account is internal or for after-sales: `kind` is the ruling's kind."""
    _allow(user, roles.MANAGE_PEOPLE)
    if kind not in ("internal_account", "after_sale_account"):
        raise ValueError(kind)
    return _rule(
        user=user, now=now, kind=kind, subject=f"{shop}/{account}", value={}, reason=reason,
        action="account.internal" if kind == "internal_account" else "account.after_sale",
    )  # fmt: skip


def make_shop_known(
    *,
    user: User,
    shop: str,
    name: str,
    platform: str,
    timezone: str,
    day_cut: str,
    reason: str,
    now: datetime,
) -> Job:
    """Add a shop, so that the rows that wait for it can enter."""
    _allow(user, roles.IMPORT_FILES)
    return _rule(
        user=user, now=now, kind="shop", subject=shop, reason=reason, action="shop.written",
        value={
            "shop": shop, "platform": platform, "name": name, "timezone": timezone,
            "day_cut": day_cut,
        },
    )  # fmt: skip


def declare_complete(
    *, user: User, shop: str, table: str, start: date, end: date, reason: str, now: datetime
) -> Job:
    """A person vouches that the table holds everything of these days (inclusive)."""
    _allow(user, roles.IMPORT_FILES)
    return _rule(
        user=user, now=now, kind="complete", subject=f"{shop}/{table}", from_=start, to=end,
        value={}, reason=reason, action="table.declared_complete",
    )  # fmt: skip


def apply_measure(*, user: User, tried: Job, version_now: str, now: datetime) -> Job:
    """Put a measure in force that was tried out before, if nobody changed it meanwhile."""
    _allow(user, roles.CHANGE_MEASURE)
    if tried.kind != Job.Kind.PREVIEW or tried.state != Job.State.DONE:
        raise Refused(
            said(
                "not_tried",
                "先看试算结果,再生效。",
                "See what would move first, then put it in force.",
            )
        )
    params = tried.params
    if params.get("applied"):
        raise Refused(
            said("already_applied", "这次变更已经生效了。", "This change is already in force.")
        )
    if params["base"] != version_now:
        raise Refused(measure_moved_on())
    with transaction.atomic():
        tried.params = params | {"applied": now.isoformat()}
        tried.save(update_fields=["params"])
        return _rule(
            user=user, now=now, kind="measure", subject=params["shop"],
            from_=date.fromisoformat(params["from_day"]), value=params["document"],
            reason=params["reason"], action="measure.changed",
            told={
                switch: [params["measure_then"].get(switch), value]
                for switch, value in params["document"].items()
                if params["measure_then"].get(switch) != value
            },
        )  # fmt: skip


def measure_moved_on() -> dict[str, str]:
    return said(
        "moved_on",
        "您打开这一页之后,别人改过这家店的口径。",
        "Somebody changed this shop's measure after you opened the page.",
        "刷新看新的口径,再改一次。",
        "Reload to see the new one, then make your change again.",
    )


def try_measure(
    *,
    user: User,
    shop: str,
    document: dict[str, Any],
    document_then: dict[str, Any],
    from_day: date,
    reason: str,
    base: str,
    now: datetime,
) -> Job:
    """Compute what a change would move. Nothing is applied.

    `document_then` is the measure that holds on `from_day` without the change, `base` stands
    for the versions that the change was made on.
    """
    _allow(user, roles.CHANGE_MEASURE)
    return start_job(
        user=user, kind=Job.Kind.PREVIEW, now=now,
        params={
            "shop": shop, "document": document, "measure_then": document_then,
            "from_day": from_day.isoformat(),
            "reason": reason, "base": base,
        },
    )  # fmt: skip
