"""Acts that nobody did (the facts, or time), written by the thousand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

from jinpai.apps.desk.models import Act


def table(model: type[models.Model]) -> str:
    """A model's table, as SQL names it."""
    return connection.ops.quote_name(model._meta.db_table)


def moments() -> Callable[[datetime], Any]:
    """How the database takes an instant. For SQLite what Django's own conversion gives, without
    asking the settings for each of a hundred thousand."""
    if connection.vendor == "sqlite" and connection.timezone is UTC:
        return lambda at: str(at.astimezone(UTC).replace(tzinfo=None))
    return connection.ops.adapt_datetimefield_value


def record(rows: Iterable[tuple[int, datetime, str, Mapping[str, Any]]]) -> None:
    """Write acts down: (task, when, what, detail)."""
    at = moments()
    values = [(pk, at(when), what, json.dumps(detail)) for pk, when, what, detail in rows]
    if not values:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO {table(Act)} (task_id, at, "by", what, detail) '
            "VALUES (%s, %s, '', %s, %s)",
            values,
        )
