"""From what a fill found to tasks and acts: in batches, each one transaction, safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from jinpai.apps.desk.filling.room import Disputed, Ended, Kept, Room
from jinpai.apps.desk.models import OPEN_STATES, Act, Task
from jinpai.workflow.item import Item
from jinpai.workflow.lists import LISTS

T = TypeVar("T")
OF_A_TALK = {"lost_inquiries", "overnight", "promises"}  # there is a reception behind it
BATCH = 500
AGAIN = 5  # times that two fills may get in each other's way


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def make(room: Room, code: str, items: Iterable[Item]) -> int:
    """The tasks that are not there yet; how many. Order by key: two fills never lock crosswise."""
    found = sorted({item.key: item for item in items}.items())
    if not found:
        return 0
    oldest = min(room.instant(item.shop, item.since) for _, item in found)
    known = set(Task.objects.filter(list=code, since__gte=oldest).values_list("key", flat=True))
    made = 0
    for batch in _batches([item for key, item in found if key not in known]):
        made += _make(room, code, batch)
    return made


def _make(room: Room, code: str, batch: Sequence[Item]) -> int:
    for _ in range(AGAIN):
        try:
            with transaction.atomic():
                known = set(
                    Task.objects.filter(list=code, key__in=[i.key for i in batch])
                    .values_list("key", flat=True)
                )  # fmt: skip
                tasks = Task.objects.bulk_create(
                    [_task(room, item) for item in batch if item.key not in known]
                )
                Act.objects.bulk_create(
                    [Act(task=t, at=room.now, what="made", detail={"source": "rule"})
                     for t in tasks]
                )  # fmt: skip
                return len(tasks)
        except IntegrityError:  # another fill made one of them meanwhile: look again
            continue
    return 0


def _task(room: Room, item: Item) -> Task:
    return Task(
        list=item.list, key=item.key, shop=item.shop, role=item.role, person=item.person,
        first_person=item.person, order_id=item.order_id, buyer=item.buyer[:128],
        account=item.account, day=item.since.date() if item.list in OF_A_TALK else None,
        title=item.title[:300], why_zh=item.why_zh[:300], why_en=item.why_en[:300],
        data=dict(item.data), since=room.instant(item.shop, item.since),
        due=room.instant(item.shop, item.due) if item.due else None, priority=item.priority,
        source=Task.Source.RULE, made_at=room.now,
    )  # fmt: skip


def end(room: Room, code: str, endings: Iterable[Ended]) -> tuple[int, int]:
    """Settle what the facts ended; how many reached an outcome, how many fell away. What a
    person closed meanwhile stays as it is."""
    outcomes = {o.code: o for o in LISTS[code].outcomes}
    by_pk = {e.pk: e for e in endings}
    settled = dropped = 0
    for pks in _batches(sorted(by_pk)):
        with transaction.atomic():
            tasks = list(
                Task.objects.select_for_update()
                .filter(pk__in=pks, state__in=OPEN_STATES)
                .order_by("pk")
            )
            acts = []
            for task in tasks:
                said = by_pk[task.pk]
                facts = {k: v for k, v in said.facts.items() if v}
                detail: dict[str, object] = {"facts": facts} if facts else {}
                if said.outcome:
                    detail["outcome"] = said.outcome
                    task.state, task.outcome = Task.State.DONE, said.outcome
                    task.converted = outcomes[said.outcome].converted
                    settled += 1
                else:
                    task.state = Task.State.DROPPED
                    dropped += 1
                task.done_at, task.claimed_by = room.now, ""
                task.version += 1
                what = "done" if said.outcome else "dropped"
                acts.append(Act(task=task, at=room.now, what=what, detail=detail))
            Task.objects.bulk_update(
                tasks, ["state", "outcome", "converted", "done_at", "claimed_by", "version"]
            )
            Act.objects.bulk_create(acts)
    return settled, dropped


def dispute(room: Room, code: str, closed: Sequence[Kept], found: Iterable[Disputed]) -> int:
    """Note where an import says otherwise than a person recorded, both in words, and take the
    note away where it agrees again; how many notes there are."""
    facts = {d.pk: d.facts for d in found}
    names = {o.code: o.zh for o in LISTS[code].outcomes}
    for task in closed:
        said = facts.get(task.pk)
        both = None if said is None else {"record": names.get(task.outcome, task.outcome),
                                          "facts": said}  # fmt: skip
        if both == task.contradicted:
            continue
        if both is None and not (task.contradicted or {}).get("facts"):
            continue
        with transaction.atomic():
            one = Task.objects.select_for_update().get(pk=task.pk)
            if one.state != Task.State.DONE or one.outcome != task.outcome:
                continue  # reopened meanwhile
            one.contradicted = both
            one.version += 1
            one.save(update_fields=["contradicted", "version"])
            if both is None:
                Act.objects.create(task=one, at=room.now, what="noted",
                                   detail={"text": "新的数据与记录一致了"})  # fmt: skip
            else:
                Act.objects.create(task=one, at=room.now, what="contradicted", detail=both)
    return len(facts)


def put_off(dues: Mapping[int, tuple[int, datetime, str, str]]) -> int:
    """Give tasks their next time: pk → (version read, due, why in both languages). It is no act
    and no new version; one that somebody works on meanwhile is left."""
    moved = 0
    for pk, (version, due, zh, en) in dues.items():
        moved += Task.objects.filter(pk=pk, version=version, state__in=OPEN_STATES).update(
            due=due, climbed_at=None, why_zh=zh, why_en=en
        )
    return moved
