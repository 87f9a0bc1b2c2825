"""Who is alive: a job that runs holds a lock on a file, and a dead worker holds nothing.

The system drops a file lock with the process that held it, however it died, so a job whose
lock is free while its record says "running" was interrupted. No clock and no heartbeat.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from jinpai.apps import home


def _path(job_id: UUID | str) -> Path:
    root = home.uploads_folder()
    root.mkdir(parents=True, exist_ok=True)
    return root / f"job-{job_id}.lock"


def _try(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def holding(job_id: UUID | str) -> Iterator[bool]:
    """Hold the job's lock for the block; yields False when another worker has it."""
    path = _path(job_id)
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    held = False
    try:
        held = _try(fd)
        yield held
    finally:
        if held:
            path.unlink(missing_ok=True)
        os.close(fd)


def held(job_id: UUID | str) -> bool:
    """Whether some living worker holds the job's lock."""
    path = _path(job_id)
    try:
        fd = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _try(fd)
    finally:
        os.close(fd)
