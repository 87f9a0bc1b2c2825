"""A missed deadline climbs to whoever answers for it, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jinpai.apps.desk.models import Act, Task
from jinpai.workflow.lists import LISTS

BATCH = 500


def climb(*, now: datetime) -> int:
    """Mark every open task whose deadline has passed; how many are new. Safe to repeat. A clock
    that was set back marks nothing twice: a mark is never taken away but by handing over."""
    told = 0
    while True:
        with transaction.atomic():
            late = list(
                Task.objects.select_for_update()
                .filter(state__in=("open", "claimed"), due__lt=now, climbed_at__isnull=True)
                .order_by("id")[:BATCH]
            )
            # no new version: what someone is doing goes on
            Task.objects.filter(pk__in=[t.pk for t in late]).update(climbed_at=now)
            Act.objects.bulk_create(
                [
                    Act(task=t, at=now, what="climbed",
                        detail={"to": LISTS[t.list].climbs_to if t.list in LISTS else ""})
                    for t in late
                ]
            )  # fmt: skip
        told += len(late)
        if len(late) < BATCH:
            return told
