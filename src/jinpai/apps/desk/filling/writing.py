"""From what a fill found to tasks and acts: in batches, each one transaction, safe to repeat.

Rows go in and are changed by the thousand, not one by one; the database itself refuses a second
task of the same key, so two fills at once and one that was killed need nothing cleared up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, islice
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import F

from jinpai.apps.desk.actions.acts import moments, record, table
from jinpai.apps.desk.filling.room import Disputed, Ended, Kept, Room
from jinpai.apps.desk.models import OPEN_STATES, Act, Task
from jinpai.workflow.item import Item
from jinpai.workflow.lists import LISTS

T = TypeVar("T")
OF_A_TALK = {"lost_inquiries", "overnight", "promises"}  # there is a reception behind it
BATCH = 5000
NAMED = 500  # keys that one statement names: the least that every database takes


def _batches(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


# -- made --------------------------------------------------------------------------------


def make(room: Room, code: str, items: Iterable[Item]) -> int:
    """The tasks that are not there yet; how many. Nothing that begins only after the moment of the
    fill. Order by key: two fills never lock crosswise."""
    known = room.known(code)
    found = {
        item.key: item for item in items
        if item.key not in known and item.since <= room.wall(item.shop)
    }  # fmt: skip
    if not found:
        return 0
    rows = _Rows(room, code)
    made = 0
    for keys in _batches(sorted(found)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table(Task)}")
            before = cursor.fetchone()[0]
            cursor.executemany(rows.insert, [rows.row(found[key]) for key in keys])
            cursor.execute(_MADE.format(
                acts=table(Act), tasks=table(Task),
                json=Act._meta.get_field("detail").db_type(connection),
            ), [json.dumps({"source": "rule"}), before, code])  # fmt: skip
            made += cursor.rowcount
    return made


_MADE = """
INSERT INTO {acts} (task_id, at, "by", what, detail)
SELECT t.id, t.made_at, '', 'made', CAST(%s AS {json}) FROM {tasks} AS t
WHERE t.id > %s AND t.list = %s AND t.source = 'rule'
AND NOT EXISTS (SELECT 1 FROM {acts} AS a WHERE a.task_id = t.id)
"""


class _Rows:
    """Items as rows of the table of tasks, as the database takes them."""

    def __init__(self, room: Room, code: str) -> None:
        self.room, self.written = room, moments()
        fields = [f for f in Task._meta.concrete_fields if not f.primary_key]
        columns = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
        marks = ", ".join(["%s"] * len(fields))
        self.insert = (
            f"INSERT INTO {table(Task)} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        )
        blank = Task(list=code, source=Task.Source.RULE, made_at=room.now, data={})
        self.blank = [
            f.get_db_prep_save(getattr(blank, f.attname), connection)
            if getattr(blank, f.attname) is not None else None
            for f in fields
        ]  # fmt: skip
        at = {f.attname: n for n, f in enumerate(fields)}
        self.places = [at[name] for name in _GIVEN]
        self.day = at["day"] if code in OF_A_TALK else None

    def row(self, item: Item) -> list[Any]:
        room, written = self.room, self.written
        row = self.blank.copy()
        given = (
            item.key, item.shop, item.role, item.person, item.person, item.order_id,
            item.buyer[:128], item.account, item.title[:300], item.why_zh[:300],
            item.why_en[:300], json.dumps(dict(item.data)),
            written(room.instant(item.shop, item.since)),
            item.due and written(room.instant(item.shop, item.due)), item.priority,
        )  # fmt: skip
        for place, value in zip(self.places, given, strict=True):
            row[place] = value
        if self.day is not None:
            row[self.day] = connection.ops.adapt_datefield_value(item.since.date())
        return row


_GIVEN = (
    "key", "shop", "role", "person", "first_person", "order_id", "buyer", "account", "title",
    "why_zh", "why_en", "data", "since", "due", "priority",
)  # fmt: skip


# -- ended -------------------------------------------------------------------------------


def end(room: Room, code: str, endings: Iterable[Ended]) -> tuple[int, int]:
    """Settle what the facts ended; how many reached an outcome, how many fell away. What a
    person closed meanwhile stays as it is."""
    outcomes = {o.code: o for o in LISTS[code].outcomes}
    counts = {True: 0, False: 0}
    ordered = sorted({e.pk: e for e in endings}.values(), key=lambda e: (e.outcome, e.pk))
    for outcome, alike in groupby(ordered, key=lambda e: e.outcome):
        settled = bool(outcome)
        change = {
            "state": Task.State.DONE if settled else Task.State.DROPPED,
            "outcome": outcome, "converted": settled and outcomes[outcome].converted,
            "done_at": room.now, "claimed_by": "",
        }  # fmt: skip
        for batch in _batches(alike):
            with transaction.atomic():
                by_pk = {e.pk: e for e in batch}
                pks = _still_open(sorted(by_pk))
                for some in _batches(pks, NAMED):
                    Task.objects.filter(pk__in=some).update(version=F("version") + 1, **change)
                record(
                    (pk, room.now, "done" if settled else "dropped", _detail(by_pk[pk]))
                    for pk in pks
                )  # fmt: skip
                counts[settled] += len(pks)
    return counts[True], counts[False]


def _still_open(pks: Sequence[int]) -> list[int]:
    """Those of some tasks that are still open, locked, in order."""
    found: list[int] = []
    for some in _batches(pks, NAMED):
        found += (
            Task.objects.select_for_update()
            .filter(pk__in=some, state__in=OPEN_STATES)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
    return found


def _detail(said: Ended) -> dict[str, Any]:
    facts = {k: v for k, v in said.facts.items() if v}
    detail: dict[str, Any] = {"facts": facts} if facts else {}
    if said.outcome:
        detail["outcome"] = said.outcome
    return detail


# -- contradicted ------------------------------------------------------------------------


def dispute(room: Room, code: str, closed: Sequence[Kept], found: Iterable[Disputed]) -> int:
    """Note where an import says otherwise than a person recorded, both in words, and take the
    note away where it agrees again; how many notes there are."""
    facts = {d.pk: d.facts for d in found}
    names = {o.code: o.zh for o in LISTS[code].outcomes}
    changed: dict[int, tuple[str, dict[str, str] | None]] = {}
    for task in closed:
        said = facts.get(task.pk)
        both = None if said is None else {"record": names.get(task.outcome, task.outcome),
                                          "facts": said}  # fmt: skip
        if both == task.contradicted:
            continue
        if both is None and not (task.contradicted or {}).get("facts"):
            continue
        changed[task.pk] = (task.outcome, both)
    for pks in _batches(sorted(changed), NAMED):
        with transaction.atomic():
            tasks = Task.objects.select_for_update().filter(pk__in=pks, state=Task.State.DONE)
            # one that was opened again or ended otherwise meanwhile is left
            same = [t for t in tasks.order_by("pk") if t.outcome == changed[t.pk][0]]
            for one in same:
                one.contradicted = changed[one.pk][1]
                one.version += 1
            Task.objects.bulk_update(same, ["contradicted", "version"], batch_size=100)
            record(
                (t.pk, room.now, "noted", {"text": "新的数据与记录一致了"})
                if t.contradicted is None
                else (t.pk, room.now, "contradicted", t.contradicted)
                for t in same
            )
    return len(facts)


# -- put off -----------------------------------------------------------------------------


def put_off(dues: Mapping[int, tuple[int, datetime, str, str]]) -> int:
    """Give tasks their next time: pk → (version read, due, why in both languages). It is no act
    and no new version; one that somebody works on meanwhile is left."""
    at = moments()
    states = ", ".join(f"'{state}'" for state in OPEN_STATES)
    moved = 0
    for pks in _batches(sorted(dues)):
        rows = [(at(dues[pk][1]), dues[pk][2], dues[pk][3], pk, dues[pk][0]) for pk in pks]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table(Task)} SET due = %s, climbed_at = NULL, why_zh = %s, "
                f"why_en = %s WHERE id = %s AND version = %s AND state IN ({states})",
                rows,
            )
            moved += cursor.rowcount
    return moved
