"""Between a job's work and its record: progress goes in, cancelling and take-over come out."""

from __future__ import annotations

import time
from collections.abc import Callable
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
        self._rows_before = 0
        self._now: dict[str, Any] = {}
        self._sizes: list[int] = []

    def files(self, sizes: list[int]) -> None:
        """Say how many bytes each file has, in the order in which they are read."""
        self._sizes = sizes
        self.set(files=len(sizes), bytes_total=sum(sizes))

    def stage(self, name: str) -> None:
        self.set(stage=name)

    def set(self, **values: Any) -> None:
        """Write fields of the record at once."""
        self._now |= values
        self._save()

    def progress(self, step: Any) -> None:
        """A `Progress` of the facts floor: file, stage, rows_done and rows_total of that file."""
        file = str(getattr(step, "file", "") or "")
        values = self._now
        if file and file != values.get("file"):
            number = values.get("file_no", 0)
            self._rows_before += values.get("file_rows", 0)
            values |= {
                "file": file[:255],
                "file_no": number + 1,
                "file_rows": 0,
                "bytes_before": sum(self._sizes[:number]),
                "bytes_file": self._sizes[number] if number < len(self._sizes) else 0,
            }
        done = max(int(getattr(step, "rows_done", 0) or 0), 0)
        if file:
            values |= {
                "file_rows": max(done, values.get("file_rows", 0)),
                "file_rows_total": getattr(step, "rows_total", None),
            }
        values["stage"] = str(getattr(step, "stage", "") or values.get("stage", ""))[:32]
        values["rows_done"] = self._rows_before + values.get("file_rows", 0)
        if self._timer() - self._saved >= SAVE_EVERY:
            self._save()

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
