"""What each kind of job does, apart from being a job: it reads and writes the floors below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from jinpai.apps import home
from jinpai.apps.imports import after, uploads
from jinpai.apps.imports.models import DroppedFile, Job
from jinpai.apps.imports.sentences import Said, said
from jinpai.apps.imports.watch import Cancelled, Refused, Watch

STANDING = ("shops", "people", "accounts", "campaigns")  # dated, but not facts of a day
DIFFERENCES = 10  # of a check, kept to show

Clock: TypeAlias = Callable[[], datetime]


def import_files(job: Job, watch: Watch, clock: Clock) -> None:
    """Read the drop's files into the lake, bring the figures up to date, say what moved."""
    from jinpai.facts.load import load

    touched: dict[str, tuple[date, date]] = {}
    before: dict[str, dict[str, Any]] = {}
    if not job.committed:
        sources = _sources(job)
        watch.files({name: rows for file in _files(job) for name, rows in file.parts})
        earlier = _reading_or_none()
        report = load(
            home.lake(),
            sources,
            now=clock(),
            progress=watch.progress,
            cancelled=watch.cancelled,
            rejected_dir=home.rejected_folder(),
        )
        if report.cancelled:
            raise Cancelled
        told = report.to_json()
        if busy := _busy(told):
            raise Refused(busy)
        watch.set(report=told, import_no=report.import_no, committed=True, stage="refresh")
        if earlier is not None and report.import_no is not None:
            # asked before the refresh, while the figures are still those of before
            touched = spans(report.import_no)
            before = {shop: _totals(earlier, shop, *days) for shop, days in touched.items()}
    refresh(job, watch, clock)
    if before:
        watch.set(moved=_moved(touched, before))
    after.run(clock())


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


def spans(import_no: int) -> dict[str, tuple[date, date]]:
    """First and last day that an import touched, by shop; at most 400 days each."""
    import ibis

    from jinpai.facts import coverage

    con = ibis.duckdb.connect()
    try:
        arrived = coverage.arrived(home.lake().snapshot(import_no), con, since=import_no - 1)
        touched = arrived.filter(
            arrived.day.notnull(), arrived.shop != "", ~arrived.table.isin(STANDING)
        )
        found = touched.group_by("shop").agg(first=touched.day.min(), last=touched.day.max())
        return {
            row["shop"]: (max(row["first"], row["last"] - timedelta(days=399)), row["last"])
            for row in found.to_pyarrow().to_pylist()
        }
    finally:
        con.disconnect()


def _moved(
    touched: dict[str, tuple[date, date]], before: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The shop's total of every metric over the days touched, where the import changed it."""
    after = home.reading()
    rows = []
    for shop, (start, end) in touched.items():
        old, new = before[shop], _totals(after, shop, start, end)
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


def _totals(reading: Any, shop: str, start: date, end: date) -> dict[str, Any]:
    if shop not in {s.code for s in reading.shops()}:
        return {}
    found = reading.figures(shop=shop, start=start, end=end, by=(), source="chosen")
    return {one.metric: one for one in found}


WORK: dict[str, Callable[[Job, Watch, Clock], None]] = {
    Job.Kind.IMPORT: import_files,
    Job.Kind.REFRESH: refresh,
    Job.Kind.CHECK: check,
    Job.Kind.PREVIEW: preview,
}
