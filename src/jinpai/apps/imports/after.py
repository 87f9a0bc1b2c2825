"""What other apps do once new facts are in and the figures stand: a list they add themselves to.

A failure there is written to the log and never fails the import: the facts are in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

log = logging.getLogger(__name__)

AFTER: list[Callable[[datetime], object]] = []
"""Called with the time, in order. An app appends in its `ready()`."""


def run(now: datetime) -> None:
    """Tell everyone who wants to know that the facts have grown."""
    for work in AFTER:
        try:
            work(now)
        except Exception:
            log.exception("%s failed after an import", getattr(work, "__name__", work))
