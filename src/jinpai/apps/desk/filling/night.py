"""When the lists are filled without being asked: after an import, and by the worker's clock.

Every few minutes what time alone changes (the next reminder, what climbs); once each night, and
when a worker starts, all of it: hours pass without an import too. Several workers may do so at
once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import close_old_connections
from django.utils import timezone

from jinpai.apps.desk import mornings

log = logging.getLogger(__name__)

EVERY = 300.0  # seconds
NIGHT = 5  # o'clock, before the first shift


def after_import(now: datetime) -> None:
    """Fill from the newest reading."""
    from jinpai.apps import home
    from jinpai.apps.desk.filling import fill

    if home.lake().snapshot().import_no:
        fill(home.reading(), now)
    by_itself(now)


def by_itself(now: datetime) -> None:
    """What follows from people's work alone: a leaver's items are the role's again, the same
    problem seen too often rises."""
    from jinpai.apps.desk.actions import returning, rising

    returning.of_leavers(now=now)
    rising.rise(now=now)


class Clock:
    """Which night was done; one for a worker process."""

    def __init__(self) -> None:
        self.done: date | None = None

    def turn(self, now: datetime) -> bool:
        """Do what is due at `now`; was it the whole fill?"""
        from jinpai.apps.desk.filling import tick

        night = (timezone.localtime(now) - timedelta(hours=NIGHT)).date()
        # a clock set back does not make another night
        if self.done is not None and night <= self.done:
            tick(now)
            by_itself(now)
            return False
        after_import(now)
        mornings.begin(now)
        self.done = night
        return True


def keep(stopped: threading.Event, now: Callable[[], datetime] = timezone.now) -> None:
    """Turn the clock until stopped. What fails is written down and tried again."""
    clock = Clock()
    while not stopped.wait(EVERY if clock.done else 5.0):
        try:
            close_old_connections()
            clock.turn(now())
        except Exception:
            log.exception("filling the desk failed")
            clock.done = clock.done or date.min  # not every five seconds
        finally:
            close_old_connections()
