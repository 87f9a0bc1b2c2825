"""Writing many rows of a model at once, without a model's care for each value.

Only for rows that this program computed: the values already are what the columns hold. Measured
with 10 000 payslips of 8 KB on SQLite: 0.6 s, where making objects and `bulk_create` take 1.3 s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, models


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add rows in one statement run over all of them; `columns` are field names."""
    listed = list(rows)
    if not listed:
        return
    quote = connection.ops.quote_name
    column_of = {field.name: field.column or field.name for field in model._meta.concrete_fields}
    names = ", ".join(quote(column_of[name]) for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    if connection.vendor == "sqlite":  # which knows no decimals; the column makes numbers of them
        listed = [
            [str(value) if type(value) is Decimal else value for value in row] for row in listed
        ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", listed
        )
