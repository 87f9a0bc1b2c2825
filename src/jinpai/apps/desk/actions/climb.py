"""A missed deadline climbs to whoever answers for it, once."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from jinpai.apps.desk.actions.acts import table
from jinpai.apps.desk.models import OPEN_STATES, Act, Task
from jinpai.workflow.lists import LISTS


def climb(*, now: datetime) -> int:
    """Mark every open task whose deadline has passed; how many are new. Safe to repeat. A clock
    that was set back marks nothing twice: a mark is never taken away but by a new deadline or by
    handing over."""
    late = Task.objects.filter(
        # said this way the index of what has not climbed is read, and nothing else
        climbed_at__isnull=True, state__in=OPEN_STATES, due__lt=now,
    ).filter(
        # what law or a platform waits for is not slept over
        ~Q(state=Task.State.SNOOZED) | Q(snoozed_until__lte=now) | Q(priority=0)
    )  # fmt: skip
    with transaction.atomic():
        lists = set(late.values_list("list", flat=True))
        if not lists:
            return 0
        if connection.features.has_select_for_update:  # two at once wait, and never crosswise
            list(late.select_for_update().order_by("pk").values_list("pk", flat=True))
        told = late.update(climbed_at=now)  # no new version: what someone is doing goes on
        for code in sorted(lists):
            _write(code, now)
    return told


def _write(code: str, now: datetime) -> None:
    """An act for every task of a list that was marked now."""
    to = LISTS[code].climbs_to if code in LISTS else ""
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO {table(Act)} (task_id, at, "by", what, detail) '
            "SELECT t.id, t.climbed_at, '', 'climbed', "
            f"CAST(%s AS {Act._meta.get_field('detail').db_type(connection)}) "
            f"FROM {table(Task)} AS t WHERE t.list = %s AND t.climbed_at = %s "
            f"AND NOT EXISTS (SELECT 1 FROM {table(Act)} AS a WHERE a.task_id = t.id "
            "AND a.what = 'climbed' AND a.at = t.climbed_at)",
            [json.dumps({"to": to}), code, at],
        )
