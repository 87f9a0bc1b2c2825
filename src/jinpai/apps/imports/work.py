"""What each kind of job does, apart from being a job: it reads and writes the floors below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from jinpai.apps import home
from jinpai.apps.imports import uploads
from jinpai.apps.imports.models import DroppedFile, Job
from jinpai.apps.imports.sentences import Said, said
from jinpai.apps.imports.watch import Cancelled, Refused, Watch

DIFFERENCES = 10  # of a check, kept to show

Clock: TypeAlias = Callable[[], datetime]


def import_files(job: Job, watch: Watch, clock: Clock) -> None:
    """Read the drop's files into the lake, bring the figures up to date, say what moved."""
    from jinpai.facts.load import load

    if not job.committed:
        sources = _sources(job)
        watch.files({name: rows for file in _files(job) for name, rows in file.parts})
        before = _reading_or_none()
        report = load(
            home.lake(),
            sources,
            now=clock(),
            progress=watch.progress,
            cancelled=watch.cancelled,
            rejected_dir=home.rejected_folder(),
        )
        if getattr(report, "cancelled", False):
            raise Cancelled
        told = report.to_json()
        if busy := _busy(told):
            raise Refused(busy)
        watch.set(report=told, import_no=report.import_no, committed=True, stage="refresh")
    else:
        before = None  # again after a death between commit and refresh: nothing to compare with
        told = job.report or {}
    refresh(job, watch, clock)
    if before is not None:
        watch.set(moved=_moved(before, told))


def _files(job: Job) -> list[DroppedFile]:
    return list(job.drop.files.all()) if job.drop is not None else []


def _busy(report: dict[str, Any]) -> Said | None:
    """The lake's refusal when another program was writing all the while; nothing was read."""
    problems = [p for file in report["files"] for p in file["problems"]]
    if problems and all(p["code"] == "lake_busy" for p in problems):
        return {k: problems[0][k] for k in ("code", "zh", "en", "cure_zh", "cure_en")}
    return None


def _sources(job: Job) -> list[Any]:
    from jinpai.facts.load import Answers, Source

    if job.drop is None:
        raise Refused(_files_gone())
    sources = []
    for file in _files(job):
        path = uploads.folder(job.drop.pk) / file.stored
        if not path.is_file():
            raise Refused(_files_gone())
        answers = Answers(
            shop=file.shop or None,
            as_of=datetime.fromisoformat(file.as_of) if file.as_of else None,
            day=file.day or None,
        )
        sources.append(Source(path, file.name, answers))
    return sources


def _files_gone() -> dict[str, str]:
    return said(
        "files_gone",
        "这次放入的文件已经不在了。",
        "The files of this drop are no longer there.",
        "重新放入这些文件。",
        "Drop the files again.",
    )


def refresh(job: Job, watch: Watch, clock: Clock) -> None:
    """Bring the derived figures up to the newest facts."""
    from jinpai.metrics import compute

    watch.stage("refresh")
    compute.refresh(home.lake(), home.figures_folder(), progress=watch.step)


def check(job: Job, watch: Watch, clock: Clock) -> None:
    """Prove that the cache equals a computation from scratch, and the laws."""
    from jinpai.metrics import check as checking

    watch.stage("check")
    found = checking.check(home.lake(), home.figures_folder(), progress=watch.step)
    watch.set(
        report={
            "differences": [
                {
                    "law": str(d.law),
                    "where": str(d.where),
                    "expected": str(d.expected),
                    "found": str(d.found),
                }
                for d in found[:DIFFERENCES]
            ],
            "count": len(found),
        }
    )


def preview(job: Job, watch: Watch, clock: Clock) -> None:
    """Compute what a changed measure would move; nothing is applied."""
    from jinpai.metrics.policies import Measure

    watch.stage("preview")
    moved = home.reading().preview(
        shop=job.params["shop"],
        measure=Measure.model_validate(job.params["document"]),
        from_day=date.fromisoformat(job.params["from_day"]),
    )
    watch.set(
        report={
            "moved": [
                {
                    "metric": one.metric,
                    "account": one.account,
                    "before": figure(one.before),
                    "after": figure(one.after),
                }
                for one in moved
            ]
        }
    )


def figure(found: Any) -> dict[str, Any] | None:
    """A figure as JSON, its numbers as exact text."""
    if found is None:
        return None
    return {
        "num": _text(found.num),
        "den": _text(found.den),
        "value": _text(found.value),
        "status": found.status,
    }


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _reading_or_none() -> Any:
    """The reading as it is before an import; None in a house where nothing was computed yet."""
    if home.lake().snapshot().import_no == 0:
        return None
    return home.reading()


def spans(report: dict[str, Any]) -> dict[str, tuple[date, date]]:
    """First and last day that an import touched, by shop; at most 400 days each."""
    found: dict[str, tuple[date, date]] = {}
    for file in report.get("files", ()):
        first, last, shop = file.get("first_day"), file.get("last_day"), file.get("shop")
        if not (first and last and shop) or file.get("status") != "imported":
            continue
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        known = found.get(shop)
        if known is not None:
            start, end = min(start, known[0]), max(end, known[1])
        found[shop] = (max(start, end - timedelta(days=399)), end)
    return found


def _moved(before: Any, report: dict[str, Any]) -> list[dict[str, Any]]:
    """The shop's total of every metric over the days touched, where the import changed it."""
    after = home.reading()
    rows = []
    for shop, (start, end) in spans(report).items():
        old = {f.metric: f for f in _totals(before, shop, start, end)}
        new = {f.metric: f for f in _totals(after, shop, start, end)}
        for code in {**new, **old}:
            was, now = figure(old.get(code)), figure(new.get(code))
            if (was or {}).get("value") != (now or {}).get("value"):
                rows.append(
                    {
                        "shop": shop,
                        "start": start.isoformat(),
                        "end": end.isoformat(),
                        "metric": code,
                        "before": was,
                        "after": now,
                    }
                )
    return rows


def _totals(reading: Any, shop: str, start: date, end: date) -> list[Any]:
    if shop not in {s.code for s in reading.shops()}:
        return []
    return list(reading.figures(shop=shop, start=start, end=end, by=()))


WORK: dict[str, Callable[[Job, Watch, Clock], None]] = {
    Job.Kind.IMPORT: import_files,
    Job.Kind.REFRESH: refresh,
    Job.Kind.CHECK: check,
    Job.Kind.PREVIEW: preview,
}
