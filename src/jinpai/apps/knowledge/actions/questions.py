"""Grouping the questions that no phrase answered: started from the page, done by the worker.

What it finds is a cache in the job's record: the newest of a period is kept, and grouping again
makes the same of the same facts. Buyers are in it masked, as the page shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.board import buyers
from jinpai.apps.imports import jobs
from jinpai.apps.imports.actions import start_job
from jinpai.apps.imports.models import Job
from jinpai.apps.imports.watch import Cancelled, Watch
from jinpai.apps.knowledge.models import Phrase
from jinpai.apps.knowledge.queries import questions as query
from jinpai.apps.knowledge.queries.use import DAYS, span
from jinpai.apps.pages.refusals import NotYours, Unclear
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.phrases import grouping, questions

KEPT = 200
"""Groups that are kept, those most asked."""


def start(*, by: User, days: int, now: datetime) -> Job:
    """Queue the grouping of a period; one that waits or runs is enough."""
    if not by.may(roles.EDIT_PHRASES):
        raise NotYours(_("您的角色不能改短语。"))
    if days not in DAYS:
        raise Unclear(_("表单不完整,请回到页面再做一次。"))
    jobs.reap(now)
    with transaction.atomic():
        known = Job.objects.filter(
            kind=Job.Kind.QUESTIONS, params__days=days,
            state__in=(Job.State.WAITING, Job.State.RUNNING),
        ).first()  # fmt: skip
        if known is not None:
            return known
        audit.record(action="questions.grouped", subject=str(days), by=by)
        return start_job(user=by, kind=Job.Kind.QUESTIONS, now=now, params={"days": days})


def gather(job: Job, watch: Watch, clock: Callable[[], datetime]) -> None:
    """What the worker does."""
    days = job.params["days"]

    def at(percent: int) -> None:
        if watch.cancelled():
            raise Cancelled
        watch.step("questions", percent, 100)

    watch.stage("questions")
    reading = home.reading()
    within = span(reading, days)
    found: dict[str, Any] = {"import_no": reading.snapshot.import_no, "groups": []}
    if within is not None:
        at(2)
        asked = query.asked(reading, *within)
        groups = grouping.grouped(
            [questions.core(text) for text in asked.texts], asked.counts,
            progress=lambda done, of: at(10 + 70 * done // max(of, 1)),
        )[:KEPT]  # fmt: skip
        number = {asked.texts[i]: n for n, group in enumerate(groups) for i in group.members}
        told = query.told(reading, *within, number) if number else {}
        at(90)
        leaders = [asked.texts[group.members[0]] for group in groups]
        near = _nearest(leaders)
        found |= {
            "first": within[0].isoformat(), "last": within[1].isoformat(),
            "rounds": asked.rounds, "open": asked.open, "different": asked.different,
            "left_out": asked.different - len(asked.texts),
            "groups": [
                _kept(leader, told[n], near[n]) for n, leader in enumerate(leaders) if n in told
            ],
        }  # fmt: skip
    watch.set(report=found, rows_written=100, rows_ahead=100)
    older = Job.objects.filter(kind=Job.Kind.QUESTIONS, params__days=days).exclude(pk=job.pk)
    older.filter(report__isnull=False).update(report=None)


def _nearest(leaders: list[str]) -> list[tuple[int, float]]:
    """The phrase whose question is nearest, and how near; 0 for none."""
    known = [
        (pk, questions.core(said))
        for pk, title in Phrase.objects.filter(retired_at__isnull=True).values_list("pk", "title")
        if (said := questions.stripped(title))
    ]
    near = grouping.nearest([questions.core(t) for t in leaders], [said for _pk, said in known])
    return [(known[i][0] if i >= 0 else 0, round(like, 3)) for i, like in near]


def _kept(leader: str, row: Mapping[str, Any], near: tuple[int, float]) -> dict[str, Any]:
    samples = [
        {
            "text": query.shown(s["text"]), "shop": s["shop"], "account": s["account"],
            "day": s["day"].isoformat(), "buyer": buyers.mask(s["buyer"]),
            "token": buyers.token(s["shop"], s["buyer"]),
        }
        for s in row["samples"]
    ]  # fmt: skip
    return {
        "key": f"question:{sha256(leader.encode()).hexdigest()[:40]}",
        "n": row["n"], "ways": row["ways"], "answered": row["answered"], "us": int(row["us"] or 0),
        "inquiries": row["inquiries"], "converted": row["converted"], "samples": samples,
        "answers": [{"text": query.shown(a["text"]), "n": a["n"]} for a in row["answers"]],
        "phrase": near[0], "like": near[1],
    }  # fmt: skip
