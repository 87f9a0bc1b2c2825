"""Recall lists of campaigns: built by people; what the facts and the calendar end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinpai.apps.desk.filling.room import Disputed, Ended, Kept, Room, stamp
from jinpai.apps.desk.models import Campaign, Contact
from jinpai.workflow.item import Item
from jinpai.workflow.lists import recalls as rule

CODE = rule.KIND.code


def items(room: Room) -> Iterator[Item]:
    """None: a list is built on its campaign's page."""
    return iter(())


def ended(room: Room, tasks: Sequence[Kept]) -> Iterator[Ended]:
    """Who bought after we wrote; and whoever nobody wrote to before the campaign was over."""
    bought = _bought(room, tasks)
    over = {
        str(c.pk)
        for c in Campaign.objects.filter(pk__in={_campaign(t) for t in tasks})
        if room.wall(c.shops[0] if c.shops else "").date() > c.last
    }
    for task in tasks:
        if task.pk in bought:
            yield Ended(task.pk, "bought", {"created_at": bought[task.pk]})
        elif _campaign(task) in over:
            yield Ended(task.pk, "")


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    bought = _bought(room, [t for t in tasks if t.outcome in ("not_interested", "interested")])
    for pk, at in bought.items():
        yield Disputed(pk, f"{at} 下了订单")


def _campaign(task: Kept) -> str:
    return task.key.partition("/")[0]


def _bought(room: Room, tasks: Sequence[Kept]) -> dict[int, str]:
    """Task → when the order that answers its contact was made."""
    from jinpai.apps.desk.queries.recalls import answers  # it reads what filling makes

    if not tasks:
        return {}
    contacts = Contact.objects.filter(task_id__in=[t.pk for t in tasks])
    return {pk: stamp(one.at) for pk, one in answers(room, contacts).items()}
