"""What other apps do each morning: a list they add themselves to.

Run with the night's fill, before the first shift, and when a worker starts; safe to repeat. A
failure is written to the log and keeps nothing else from being done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

log = logging.getLogger(__name__)

MORNING: list[Callable[[datetime], object]] = []
"""Called with the time, in order. An app appends in its `ready()`."""


def begin(now: datetime) -> None:
    """The day begins."""
    for work in MORNING:
        try:
            work(now)
        except Exception:
            log.exception("%s failed in the morning", getattr(work, "__name__", work))
