"""The engine that runs the expressions: DuckDB behind Ibis, in memory, sized for one job."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend


def connect(*, threads: int | None = None, memory: str | None = None,
            spill: Path | None = None) -> Backend:  # fmt: skip
    """A fresh engine. `memory` as DuckDB writes it ("2GB"); `spill`: folder for what is larger."""
    settings: dict[str, object] = {}
    if threads:
        settings["threads"] = threads
    if memory:
        settings["memory_limit"] = memory
    if spill is not None:
        settings["temp_directory"] = str(spill)
    backend = ibis.duckdb.connect(**settings)
    # the expressions carry their own zones: the engine must not know of any
    backend.raw_sql("SET TimeZone = 'UTC'")
    return backend


def beside(con: Backend) -> Backend:
    """Another connection to the same engine, for another thread: kept tables are its own, typed
    and held ones are shared."""
    return ibis.duckdb.from_connection(con.con.cursor())


def keep(con: Backend, name: str, expr: ir.Table) -> ir.Table:
    """Run an expression once and hold its rows, in their order, as a temporary table."""
    con.raw_sql(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {ibis.to_sql(expr, dialect="duckdb")}')
    return con.table(name)


def keep_typed(con: Backend, name: str, expr: ir.Table, types: Mapping[str, str]) -> ir.Table:
    """Like `keep`, with these columns in this order and exactly these types (the engine widens
    sums, which a file could not hold exactly)."""
    con.raw_sql(f'CREATE OR REPLACE TABLE "{name}" AS {_typed(expr, types)}')
    return con.table(name)


def _typed(expr: ir.Table, types: Mapping[str, str]) -> str:
    casts = ", ".join(f'CAST("{column}" AS {kind}) AS "{column}"' for column, kind in types.items())
    return f"SELECT {casts} FROM ({ibis.to_sql(expr, dialect='duckdb')})"


def hold(con: Backend, name: str, rows: pa.Table) -> ir.Table:
    """Hold an Arrow table under a name."""
    con.con.register(f"{name}_arrow", rows)
    con.raw_sql(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM "{name}_arrow"')
    con.con.unregister(f"{name}_arrow")
    return con.table(name)


def rows(con: Backend, expr: ir.Table) -> list[dict[str, Any]]:
    """An expression's rows as plain Python values."""
    return fetch(con, ibis.to_sql(expr, dialect="duckdb"))


def arrow(con: Backend, expr: ir.Table) -> pa.Table:
    """An expression's rows as an Arrow table."""
    return con.con.sql(ibis.to_sql(expr, dialect="duckdb")).to_arrow_table()


def fetch(con: Backend, sql: str) -> list[dict[str, Any]]:
    """Rows of a SELECT as plain Python values."""
    result: list[dict[str, Any]] = con.con.sql(sql).to_arrow_table().to_pylist()
    return result


def scalars(con: Backend, expr: ir.Table) -> dict[str, Any]:
    """The single row of an aggregation."""
    return rows(con, expr)[0]


def drop(con: Backend, *names: str) -> None:
    for name in names:
        con.raw_sql(f'DROP TABLE IF EXISTS "{name}"')


def write(con: Backend, expr: ir.Table, path: Path, types: Mapping[str, str]) -> None:
    """Write an expression's rows, in their order and these types, to one Parquet file."""
    target = str(path).replace("'", "''")
    con.raw_sql(f"COPY ({_typed(expr, types)}) TO '{target}' (FORMAT parquet, COMPRESSION snappy)")
