"""Filling the lists from the facts: after every import, each night, and by command.

Each list is one file: `items` are its candidates, `ended` what the facts end, `disputed` where
they say otherwise than a person recorded. A task is made once for ever; what a person closed stays
closed; nothing is taken back when a clock is set back. Safe to repeat, and to run twice at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import ModuleType

from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from jinpai.apps.desk.actions.climb import climb
from jinpai.apps.desk.filling import (
    audit,
    complaints,
    lost_inquiries,
    overnight,
    parcels,
    promises,
    recalls,
    reminding,
    reviews,
    unconfirmed,
    unpaid,
    unshipped,
    visits,
    writing,
)
from jinpai.apps.desk.filling.room import Kept, Room
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.metrics.reading import Reading

FILLED: tuple[ModuleType, ...] = (
    complaints, reviews, overnight, unpaid, promises, audit, unshipped, parcels, lost_inquiries,
    unconfirmed, visits, recalls,
)  # fmt: skip
OURS = Q(source=Task.Source.RULE) | Q(list__in=("complaints", "parcels")) & ~Q(
    source=Task.Source.CASE
)
"""What the facts end: the rules' items, and of two lists also what was raised by hand, which
carries the name the files will give it."""
PAGES_KB = 65_536
REMEMBERED = timedelta(days=14)
"""So long after a person closed a task an import may contradict the record."""


@dataclass(frozen=True)
class Count:
    """What one fill did to one list."""

    made: int = 0
    settled: int = 0  # the facts ended it
    dropped: int = 0  # nothing left to do
    disputed: int = 0  # the facts and a person's record differ


@dataclass(frozen=True)
class Filled:
    counts: Mapping[str, Count] = field(default_factory=dict)
    moved: int = 0  # reminders whose next time came
    climbed: int = 0

    @property
    def made(self) -> int:
        return sum(c.made for c in self.counts.values())


def fill(reading: Reading, now: datetime) -> Filled:
    """Bring every list that the facts fill up to a reading."""
    with _wide():
        return _fill(Room(reading, now), now)


@contextmanager
def _wide() -> Iterator[None]:
    """SQLite keeps so many pages of the tasks at hand meanwhile, not the few of a page's request:
    their nine indexes are written all over."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{PAGES_KB}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {before}")


def _fill(room: Room, now: datetime) -> Filled:
    open_, closed = _open(), _closed(now)
    room.load_orders(
        (t.shop, t.order_id) for kept in (open_, closed) for tasks in kept.values() for t in tasks
    )
    counts = {}
    for module in FILLED:
        code: str = module.CODE
        settled, dropped = writing.end(room, code, module.ended(room, open_.get(code, ())))
        said = closed.get(code, ())
        disputed = writing.dispute(room, code, said, module.disputed(room, said))
        made = writing.make(room, code, module.items(room))
        counts[code] = Count(made, settled, dropped, disputed)
    return Filled(counts, *tick(now, room))


def tick(now: datetime, room: Room | None = None) -> tuple[int, int]:
    """What time alone changes: the next reminder, and what climbs. Reads no facts."""
    return reminding.move(now, room), climb(now=now)


def _open() -> dict[str, list[Kept]]:
    """The tasks that the rules made and that are open, by list. There may be a hundred thousand:
    only the instant among their fields needs reading, and as text it is read fastest."""
    rows = Task.objects.filter(
        OURS, list__in=[m.CODE for m in FILLED], state__in=OPEN_STATES
    ).order_by("pk").values_list(
        "pk", "list", "key", "shop", "order_id", "buyer", Cast("since", TextField()), "attempts"
    )  # fmt: skip
    found: dict[str, list[Kept]] = {}
    for pk, code, key, shop, order_id, buyer, text, attempts in rows.iterator(5000):
        since = datetime.fromisoformat(text)
        if since.tzinfo is None:  # SQLite keeps it so
            since = since.replace(tzinfo=UTC)
        kept = Kept(pk, code, key, shop, order_id, buyer, since, attempts)
        found.setdefault(code, []).append(kept)
    return found


def _closed(now: datetime) -> dict[str, list[Kept]]:
    """The tasks that the rules made and that a person closed lately, by list."""
    rows = Task.objects.filter(
        OURS, list__in=[m.CODE for m in FILLED], state=Task.State.DONE,
        done_at__gte=now - REMEMBERED,
    ).exclude(done_by="").order_by("pk")  # fmt: skip
    found: dict[str, list[Kept]] = {}
    for row in rows.values_list(*Kept._fields).iterator(5000):
        found.setdefault(row[1], []).append(Kept(*row))
    return found


def lists() -> Iterator[str]:
    """The codes of the lists that the facts fill."""
    return (m.CODE for m in FILLED)
