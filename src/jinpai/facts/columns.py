"""The lake's columns of each fact table: names and types, as DuckDB and Arrow know them.

`rows.py` says what the tables mean; this file says how they lie in the lake: the twin
of a TIME column, `ordinal` of messages, `local_day`, and the system columns.
"""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from jinpai.facts.rows import TABLES, Kind, Table

SYSTEM: tuple[tuple[str, str], ...] = (
    ("source", "VARCHAR"),
    ("line", "BIGINT"),
    ("as_of", "TIMESTAMP"),
    ("import_no", "BIGINT"),
    ("versions", "INTEGER"),
)

_SQL = {
    Kind.TEXT: "VARCHAR",
    Kind.INT: "BIGINT",
    Kind.MONEY: "DECIMAL(18,2)",
    Kind.NUMBER: "DECIMAL(28,8)",
    Kind.TIME: "TIMESTAMP",
    Kind.DAY: "DATE",
    Kind.CLOCK: "VARCHAR",
    Kind.BOOL: "BOOLEAN",
}

_ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DECIMAL(18,2)": pa.decimal128(18, 2),
    "DECIMAL(28,8)": pa.decimal128(28, 8),
    "TIMESTAMP": pa.timestamp("us"),
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
}

# Small tables of the lake that are not facts but say how facts came: one row per file, per
# file and table and shop, and per day that an import touched.
LEDGERS: dict[str, tuple[tuple[str, str], ...]] = {
    "files": (
        ("source", "VARCHAR"),
        ("name", "VARCHAR"),
        ("reader", "VARCHAR"),
        ("asked", "VARCHAR"),
        ("status", "VARCHAR"),
        ("as_of", "TIMESTAMP"),
        ("import_no", "BIGINT"),
    ),
    "covers": (
        ("shop", "VARCHAR"),
        ("table", "VARCHAR"),
        ("source", "VARCHAR"),
        ("as_of", "TIMESTAMP"),
        ("first_day", "DATE"),
        ("last_day", "DATE"),
        ("rows", "BIGINT"),
        ("import_no", "BIGINT"),
    ),
    "arrivals": (
        ("shop", "VARCHAR"),
        ("table", "VARCHAR"),
        ("day", "DATE"),
        ("new", "BIGINT"),
        ("changed", "BIGINT"),
        ("late", "BOOLEAN"),
        ("covered_before", "TIMESTAMP"),
        ("import_no", "BIGINT"),
    ),
}


def quoted(name: str) -> str:
    """An identifier for SQL: `from`, `to`, `at` and `in` are words of the language."""
    return '"' + name.replace('"', '""') + '"'


@cache
def fact_columns(name: str) -> tuple[tuple[str, str], ...]:
    """(column, DuckDB type) of a fact table without the system columns."""
    table = TABLES[name]
    out: list[tuple[str, str]] = []
    for column in table.columns:
        out.append((column.name, _SQL[column.kind]))
        if column.kind is Kind.TIME:
            out.append((column.local, "TIMESTAMP"))
    if name == "messages":
        out.append(("ordinal", "INTEGER"))
    if table.day_from:
        out.append(("local_day", "DATE"))
    return tuple(out)


def lake_columns(name: str) -> tuple[tuple[str, str], ...]:
    """(column, DuckDB type) of a lake table: a fact table, its versions, or a ledger."""
    if name in LEDGERS:
        return LEDGERS[name]
    return fact_columns(name.removesuffix("_versions")) + SYSTEM


def arrow_schema(name: str) -> pa.Schema:
    """The same as an Arrow schema."""
    return pa.schema([(column, _ARROW[kind]) for column, kind in lake_columns(name)])


def arrow_type(sql: str) -> pa.DataType:
    """The Arrow type of one of the DuckDB types used here."""
    return _ARROW[sql]


@cache
def key_columns(name: str) -> tuple[str, ...]:
    """The key of a fact table as lake columns."""
    return TABLES[name].key


@cache
def day_columns(name: str) -> tuple[str, ...]:
    """Expressions' source columns (DATE or local TIMESTAMP) on which a row moves figures."""
    more = {
        "orders": ("created_local", "paid_local"),
        "refunds": ("opened_local", "finished_local"),
    }
    if name in more:
        return more[name]
    return ("local_day",) if TABLES[name].day_from else ()


def day_expression(table: Table) -> str | None:
    """SQL for the local day of a row, from its typed columns; None where there is none."""
    if table.day_from is None:
        return None
    column = table.column(table.day_from)
    if column.kind is Kind.TIME:
        return f"CAST({quoted(column.local)} AS DATE)"
    return quoted(column.name)
