"""Between a job's work and its record: progress goes in, cancelling and take-over come out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from jinpai.apps.imports.models import Job
from jinpai.apps.imports.sentences import Said

SAVE_EVERY = 0.5  # seconds between two looks at, and two writes to, the job's record


class Cancelled(Exception):
    """Raised inside a job at a point where stopping leaves everything as it was."""


class Stopped(Exception):
    """The job was taken over by another worker: leave its record alone."""


class Refused(Exception):
    """The work cannot be done, for a reason that can be said."""

    def __init__(self, problem: Said) -> None:
        super().__init__(problem["en"])
        self.problem = problem


class Watch:
    """One job being carried out. The record is looked at and written twice a second at most."""

    def __init__(self, job: Job, *, timer: Callable[[], float] = time.monotonic) -> None:
        self.job = job
        self._timer = timer
        self._saved = self._looked = timer() - 2 * SAVE_EVERY
        self._cancel = False
        self._now: dict[str, Any] = {}
        self._expected: dict[str, int | None] = {}
        self._read: dict[str, int] = {}  # rows by file, in the order in which they are read
        self._written: dict[str, int] = {}

    def files(self, expected: Mapping[str, int | None]) -> None:
        """Say which files will be read and how many rows each has, where that is known."""
        self._expected = dict(expected)
        known = [rows for rows in expected.values() if rows is not None]
        whole = sum(known) if len(known) == len(expected) else None
        self.set(files=len(expected), rows_ahead=whole)

    def stage(self, name: str) -> None:
        self.set(stage=name)

    def set(self, **values: Any) -> None:
        """Write fields of the record at once."""
        self._now |= values
        self._save()

    def progress(self, step: Any) -> None:
        """A `Progress` of the floors below: file, stage, rows_done and rows_total.

        Reading speaks of files, writing of tables; a file whose guess was wrong corrects it.
        """
        name, stage = str(step.file or ""), str(step.stage or "")
        values = self._now
        values["stage"], values["file"] = stage[:32], name[:255]
        done = int(step.rows_done or 0)
        if stage == "writing":
            self._written[name] = done
            values["rows_written"] = sum(self._written.values())
        elif stage in ("reading", "done"):
            self._read[name] = max(done, self._read.get(name, 0))
            values["file_no"] = len(self._read)
            values["rows_done"] = sum(self._read.values())
            values["rows_ahead"] = self._ahead(name, finished=stage == "done")
        if self._timer() - self._saved >= SAVE_EVERY:
            self._save()

    def step(self, step: str, done: int, of: int) -> None:
        """Progress of the metrics floor: the step that begins, and how many there are."""
        self._now |= {"file": step[:255], "rows_written": done, "rows_ahead": of or None}
        if self._timer() - self._saved >= SAVE_EVERY:
            self._save()

    def _ahead(self, name: str, *, finished: bool) -> int | None:
        """All rows there will be: what was read of a finished file, what is expected of others."""
        if finished or (self._expected.get(name) or 0) < self._read[name]:
            self._expected[name] = self._read[name]
        if any(rows is None for rows in self._expected.values()):
            return None
        return sum(rows or 0 for rows in self._expected.values())

    def cancelled(self) -> bool:
        """Whether somebody asked to cancel; raises `Stopped` when the job was taken over."""
        if not self._cancel and self._timer() - self._looked >= SAVE_EVERY:
            self._looked = self._timer()
            row = Job.objects.filter(pk=self.job.pk).values("cancel_asked", "attempt").first()
            if row is None or row["attempt"] != self.job.attempt:
                raise Stopped
            self._cancel = row["cancel_asked"]
        return self._cancel

    def _save(self) -> None:
        self._saved = self._timer()
        if self._now:
            Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt).update(**self._now)
