"""Past imports from the lake's log, and what became of every row of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.paginator import Page, Paginator

from jinpai.apps import home
from jinpai.apps.imports.models import Drop, Job
from jinpai.apps.imports.queries.progress import reap
from jinpai.apps.team.models import User
from jinpai.facts.rows import TABLES

PER_PAGE = 20
FATES = ("new", "changed", "same", "duplicate", "rejected", "waiting")


def drafts(user: User) -> list[Drop]:
    """Piles that this user dropped and did not start, to come back to."""
    found = Drop.objects.filter(started=False, made_by=user, files__isnull=False)
    return list(found.distinct().prefetch_related("files")[:5])


def imports_page(*, now: datetime, page: int) -> dict[str, Any]:
    """Jobs that are not (simply) done, then the log of imports, newest first."""
    reap(now)
    going = Job.objects.filter(kind=Job.Kind.IMPORT).exclude(
        state=Job.State.DONE, import_no__isnull=False
    )
    log = [entry for entry in home.lake().imports() if entry.get("kind") == "import"]
    jobs = {
        job.import_no: job
        for job in Job.objects.filter(
            kind=Job.Kind.IMPORT, import_no__in=[entry["import_no"] for entry in log]
        ).select_related("made_by")
    }
    shown: Page[Any] = Paginator(log, PER_PAGE).get_page(page)
    return {
        "going": list(going.select_related("made_by", "drop")[:8]),
        "page": shown,
        "past": [Past(entry, jobs.get(entry["import_no"])) for entry in shown.object_list],
    }


@dataclass(frozen=True)
class Past:
    """One import of the log."""

    entry: dict[str, Any]
    job: Job | None  # None: imported from the command line

    @property
    def no(self) -> int:
        return int(self.entry["import_no"])

    @property
    def at(self) -> datetime | None:
        return _moment(self.entry.get("at"))

    @property
    def files(self) -> list[Filed]:
        return [Filed(place, file) for place, file in enumerate(self.entry.get("files") or ())]

    @property
    def total(self) -> dict[str, int]:
        """Rows over all files and tables, by fate."""
        total = dict.fromkeys(("read", *FATES), 0)
        for file in self.files:
            for name, number in file.total.items():
                total[name] += number
        return total

    @property
    def days(self) -> tuple[str, str] | None:
        firsts = [f.data["first_day"] for f in self.files if f.data.get("first_day")]
        lasts = [f.data["last_day"] for f in self.files if f.data.get("last_day")]
        return (min(firsts), max(lasts)) if firsts and lasts else None

    @property
    def shops(self) -> list[str]:
        return sorted({f.data["shop"] for f in self.files if f.data.get("shop")})

    @property
    def retried(self) -> list[tuple[str, str, dict[str, int]]]:
        """Rows that had been waiting for a shop and came in with this import."""
        return [
            (*_table_words(name), counts)
            for name, counts in (self.entry.get("retried") or {}).items()
        ]

    @property
    def moved(self) -> list[dict[str, Any]]:
        return (self.job.moved or []) if self.job else []


@dataclass(frozen=True)
class Filed:
    """One file of an import; `place` is its number within the import."""

    place: int
    data: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.data["name"])

    @property
    def tables(self) -> list[tuple[str, str, dict[str, int]]]:
        """(zh, en, counts) per table; counts carry `balanced`."""
        rows = []
        for name, counts in (self.data.get("tables") or {}).items():
            told = dict(counts)
            told["balanced"] = counts["read"] == sum(counts[fate] for fate in FATES)
            rows.append((*_table_words(name), told))
        return rows

    @property
    def total(self) -> dict[str, int]:
        total = dict.fromkeys(("read", *FATES), 0)
        for counts in (self.data.get("tables") or {}).values():
            for name in total:
                total[name] += counts.get(name, 0)
        return total

    @property
    def as_of(self) -> datetime | None:
        return _moment(self.data.get("as_of"))

    @property
    def more_problems(self) -> int:
        """Problems that were counted and are not listed."""
        counted = sum((self.data.get("problem_counts") or {}).values())
        return max(counted - len(self.data.get("problems") or ()), 0)

    @property
    def rejected_path(self) -> Path | None:
        named = self.data.get("rejected_file")
        if not named:
            return None
        # the log names a file; only one inside our own folder is ever handed out
        root = home.rejected_folder().resolve()
        path = (root / Path(named).name) if not Path(named).is_absolute() else Path(named)
        path = path.resolve()
        return path if path.is_relative_to(root) and path.is_file() else None


def _table_words(name: str) -> tuple[str, str]:
    table = TABLES.get(name)
    return (table.zh, table.en) if table else (name, name)


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None


def one_import(import_no: int) -> Past | None:
    """One import by its number; None when that commit was none or is unknown."""
    for entry in home.lake().imports():
        if entry["import_no"] == import_no:
            if entry.get("kind") != "import":
                return None
            job = Job.objects.filter(import_no=import_no).select_related("made_by").first()
            return Past(entry, job)
    return None


def rejected_rows(import_no: int, place: int) -> Path | None:
    found = one_import(import_no)
    files = found.files if found else []
    return files[place].rejected_path if place < len(files) else None
