"""Raw rows become typed rows, a batch at a time, in one SQL statement.

Every value is read, cleaned (NFC, trimmed, contact data masked), typed and checked. A row
with a value that cannot be read is not a row: it comes out with the first reason and its
column as `bad`, "code|column", and the number of its place in the batch.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from jinpai.facts.columns import day_expression, fact_columns, quoted
from jinpai.facts.masking import TYPED_TEXT, masked_sql
from jinpai.facts.rows import TABLES, Column, Kind, Table
from jinpai.facts.zones import Piece, offset_sql

LONGEST_CELL = 100_000
_ABSURD = "1000000000000"
_EDGES = " \t\n\r\u00a0\u3000\ufeff"
_MORSEL = 20_000  # rows that one thread types at a time

# key columns that may be empty: what stands there is "the whole", "since ever", "not there"
_MAY_BE_EMPTY = {
    "messages": {"id", "kind", "text", "ordinal"},
    "clockings": {"in"},
    "traffic": {"product"},
    "ads": {"plan"},
    "reported": {"account"},
    "accounts": {"from"},
    "people": {"from"},
    "rulings": {"from"},
}
_IDS = {
    "id",
    "order_id",
    "line_id",
    "refund_id",
    "dispute_id",
    "waybill",
    "return_waybill",
    "product",
    "sku",
}
_MORE_REQUIRED = {"messages": ("account", "buyer"), "reported": ("value",), "manual": ("value",)}
_TRUE = "('true','t','1','yes','y','是','有')"
_FALSE = "('false','f','0','no','n','否','无')"


@dataclass(frozen=True)
class Setting:
    """What typing must know besides the rows."""

    zones: Mapping[str, tuple[Piece, ...]]  # by shop; "" for the default
    shop: str | None = None  # for rows that name none
    known: Collection[str] = ()  # codes of known shops


def cleaned(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text in NFC, without blanks at its ends and without NUL.

    In Arrow, as it is two to three times faster here than in SQL, and columns that need
    nothing are left as they are.
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_large_string(column.type) or str(column.type) == "string_view":
        column = column.cast(pa.string())
    if not pa.types.is_string(column.type):
        return column
    bytes_ = [b for chunk in column.chunks for b in (chunk.buffers()[2],) if b is not None]
    if any(b"\x00" in memoryview(b).tobytes() for b in bytes_):
        column = pc.replace_substring(column, "\x00", "")
    if not all(memoryview(b).tobytes().isascii() for b in bytes_):
        column = pc.utf8_normalize(column, form="NFC")
    if any(
        pc.any(found(column, blank)).as_py()
        for blank in _EDGES
        for found in (pc.starts_with, pc.ends_with)
    ):
        column = pc.utf8_trim(column, characters=_EDGES)
    return column


def _plain(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _cast(name: str, column: Column, kind: pa.DataType, table: Table) -> str:
    """SQL for the cleaned text (or native value) of one raw column."""
    source = quoted(name)
    if pa.types.is_floating(kind) and column.kind in (Kind.TEXT, Kind.CLOCK):
        # a float that still holds all its digits is an integer; one that does not is ruined
        return (
            f"CASE WHEN {source} IS NULL OR isnan({source}) THEN NULL "
            f"WHEN abs({source}) < 9e15 AND {source} = floor({source}) "
            f"THEN CAST(CAST({source} AS BIGINT) AS VARCHAR) "
            f"WHEN abs({source}) >= 9e15 THEN format('{{:.5E}}', {source}) "
            f"ELSE CAST({source} AS VARCHAR) END"
        )
    if not _plain(kind):
        source = f"CAST({source} AS VARCHAR)"
    return f"nullif({source}, '')"


@dataclass
class _Select:
    """The pieces of the statement while it is put together."""

    first: list[str]  # cleaned
    second: list[str]  # typed
    checks: list[tuple[str, str, str]]  # condition, code, column


def _number(column: Column, out: _Select) -> None:
    name, clean = column.name, quoted("c_" + column.name)
    bare = f"replace(replace({clean}, ',', ''), '，', '')"
    if column.kind is Kind.INT:
        out.second.append(
            f"CASE WHEN TRY_CAST({bare} AS DOUBLE) = floor(TRY_CAST({bare} AS DOUBLE)) "
            f"THEN TRY_CAST(TRY_CAST({bare} AS DECIMAL(28,8)) AS BIGINT) END AS {quoted(name)}"
        )
    else:
        scale = "18,2" if column.kind is Kind.MONEY else "28,8"
        out.second.append(f"TRY_CAST({bare} AS DECIMAL({scale})) AS {quoted(name)}")
    if column.kind is Kind.MONEY:
        out.checks.append(
            (
                f"{quoted(name)} IS NOT NULL AND abs({quoted(name)}) > {_ABSURD} "
                f"OR abs(TRY_CAST({bare} AS DOUBLE)) BETWEEN {_ABSURD}.005 AND 1e300",
                "absurd_money",
                name,
            )
        )
        out.checks.append((f"{quoted(name)} < 0", "negative_money", name))
    out.checks.append((f"{clean} IS NOT NULL AND {quoted(name)} IS NULL", "bad_number", name))
    if column.kind is Kind.INT:
        out.checks.append((f"{quoted(name)} < 0", "negative_number", name))


def _time(
    column: Column, kind: pa.DataType | None, shop: str | None, s: Setting, out: _Select
) -> None:
    """Both twins of a TIME column: naive values are wall time, values with an offset UTC."""
    name = column.name
    clean, wall, utc = quoted("c_" + name), quoted("w_" + name), quoted("u_" + name)
    if kind is not None and pa.types.is_timestamp(kind):
        zoned = kind.tz is not None
        value = f"CAST({clean} AS TIMESTAMP)"
        nothing = "CAST(NULL AS TIMESTAMP)"
        wall_sql, utc_sql = (nothing, value) if zoned else (value, nothing)
    else:
        tail = r"'[0-9] ?([zZ]|[+-][0-9]{2}(:?[0-9]{2})?)$'"
        has = (
            f"(length({clean}) > 10 AND regexp_matches({clean}, {tail}) AND contains({clean}, ':'))"
        )
        colon = (
            f"regexp_replace(regexp_replace({clean}, ' ?([+-][0-9]{{2}})([0-9]{{2}})$', "
            "'\\1:\\2'), ' ([zZ]|[+-])', '\\1')"
        )
        wall_sql = f"CASE WHEN NOT {has} THEN TRY_CAST({clean} AS TIMESTAMP) END"
        utc_sql = (
            f"CASE WHEN {has} THEN CAST(TRY_CAST({colon} AS TIMESTAMPTZ) "
            "AT TIME ZONE 'UTC' AS TIMESTAMP) END"
        )
    out.first.append(f"{wall_sql} AS {wall}")
    out.first.append(f"{utc_sql} AS {utc}")
    shift = offset_sql(wall, shop, s.zones, wall=True)
    back = offset_sql(utc, shop, s.zones, wall=False)
    out.second.append(f"coalesce({utc}, {wall} - to_seconds({shift})) AS {quoted(name)}")
    out.second.append(f"coalesce({wall}, {utc} + to_seconds({back})) AS {quoted(column.local)}")
    local = quoted(column.local)
    out.checks.append(
        (
            f"{clean} IS NOT NULL AND ({local} IS NULL OR {local} < TIMESTAMP '2000-01-01' "
            f"OR {local} >= TIMESTAMP '2100-01-01')",
            "bad_time",
            name,
        )
    )


def _column(
    table: Table,
    column: Column,
    kind: pa.DataType | None,
    shop: str | None,
    s: Setting,
    out: _Select,
) -> None:
    name, clean = column.name, quoted("c_" + column.name)
    if kind is None:
        fill = "'text'" if (table.name, name) == ("messages", "kind") else "NULL"
        if name == "shop" and s.shop is not None:
            fill = "'" + s.shop.replace("'", "''") + "'"
        out.first.append(f"CAST({fill} AS VARCHAR) AS {clean}")
    elif column.kind is Kind.TIME and pa.types.is_timestamp(kind):
        out.first.append(f"CAST({quoted(name)} AS TIMESTAMP) AS {clean}")
    else:
        value = _cast(name, column, kind, table)
        if (table.name, name) == ("messages", "kind"):
            value = f"coalesce({value}, 'text')"
        if name == "shop" and s.shop is not None:
            value = f"coalesce({value}, '{s.shop.replace(chr(39), chr(39) * 2)}')"
        if column.words:
            value = f"lower({value})"
        out.first.append(f"{value} AS {clean}")
    match column.kind:
        case Kind.TEXT:
            typed = masked_sql(clean) if name in TYPED_TEXT.get(table.name, ()) else clean
            out.second.append(f"{typed} AS {quoted(name)}")
            out.checks.append((f"length({clean}) > {LONGEST_CELL}", "cell_too_long", name))
            if column.words:
                words = ", ".join(f"'{w}'" for w in column.words)
                out.checks.append((f"{clean} NOT IN ({words})", "unknown_word", name))
            if name in _IDS:
                # as a spreadsheet writes a number too long for it: 3.30438E+18
                ruined = r"'^[0-9](\.[0-9]+)?[eE]\+[0-9]{2}$'"
                out.checks.append((f"regexp_matches({clean}, {ruined})", "ruined_id", name))
        case Kind.INT | Kind.MONEY | Kind.NUMBER:
            _number(column, out)
            if name == "score":
                out.checks.append((f"{quoted(name)} NOT BETWEEN 1 AND 5", "bad_score", name))
        case Kind.TIME:
            _time(column, kind, shop, s, out)
        case Kind.DAY:
            day = f"CAST(TRY_CAST({clean} AS TIMESTAMP) AS DATE)"
            out.second.append(f"{day} AS {quoted(name)}")
            out.checks.append(
                (
                    f"{clean} IS NOT NULL AND ({quoted(name)} IS NULL "
                    f"OR {quoted(name)} NOT BETWEEN DATE '1900-01-01' AND DATE '2199-12-31')",
                    "bad_day",
                    name,
                )
            )
        case Kind.CLOCK:
            out.second.append(
                f"CASE WHEN regexp_matches({clean}, '^([01]?[0-9]|2[0-3]):[0-5][0-9](:00)?$') "
                f"THEN lpad(split_part({clean}, ':', 1), 2, '0') || ':' || "
                f"split_part({clean}, ':', 2) "
                f"END AS {quoted(name)}"
            )
            out.checks.append(
                (f"{clean} IS NOT NULL AND {quoted(name)} IS NULL", "bad_clock", name)
            )
        case Kind.BOOL:
            out.second.append(
                f"CASE WHEN lower({clean}) IN {_TRUE} THEN true "
                f"WHEN lower({clean}) IN {_FALSE} THEN false END AS {quoted(name)}"
            )
            out.checks.append((f"{clean} IS NOT NULL AND {quoted(name)} IS NULL", "bad_bool", name))


def typing_sql(table: Table, schema: pa.Schema, setting: Setting, source: str) -> str:
    """The statement: from raw `source` to the fact columns plus line, place, bad and unknown.

    `source` has the raw columns, `line` and `place`. `unknown` is true for a good row whose
    shop is not known.
    """
    out = _Select([], [], [])
    kinds = {name: schema.field(name).type for name in schema.names}
    shop = quoted("c_shop") if table.has_shop else None
    for column in table.columns:
        _column(table, column, kinds.get(column.name), shop, setting, out)
    optional = _MAY_BE_EMPTY.get(table.name, set())
    required = [k for k in table.key if k not in optional]
    required += [c for c in _MORE_REQUIRED.get(table.name, ()) if c not in required]
    for name in required:
        out.checks.append((f"{quoted('c_' + name)} IS NULL", "missing_key", name))
    whens = " ".join(f"WHEN {cond} THEN '{code}|{name}'" for cond, code, name in out.checks)
    columns = ", ".join(
        quoted(name) for name, _ in fact_columns(table.name) if name not in ("ordinal", "local_day")
    )
    extra = ""
    if table.name == "messages":
        extra += ", CAST(0 AS INTEGER) AS ordinal"
    day = day_expression(table)
    if day:
        extra += f", {day} AS local_day"
    known = ", ".join("'" + k.replace("'", "''") + "'" for k in setting.known) or "NULL"
    unknown = "false"
    if table.has_shop and table.name != "shops":
        unknown = f"coalesce(shop NOT IN ({known}), true)" if setting.known else "true"
    return (
        f"WITH cleaned AS (SELECT *, {', '.join(_stage(out.first))} FROM {source}), "
        f"timed AS (SELECT *, {', '.join(_times(out.first)) or 'NULL AS no_time'} FROM cleaned), "
        f"typed AS (SELECT line AS line_, place AS place_, "
        f"{', '.join(_kept(out.first))}, {', '.join(out.second)} FROM timed), "
        f"judged AS (SELECT *, CASE {whens} END AS bad FROM typed) "
        f"SELECT {columns}{extra}, line_ AS line, place_ AS place, bad, "
        f"bad IS NULL AND {unknown} AS unknown FROM judged"
    )


def _is_time(item: str) -> bool:
    return item.endswith('"') and ('AS "w_' in item or 'AS "u_' in item)


def _stage(first: list[str]) -> list[str]:
    return [i for i in first if not _is_time(i)]


def _times(first: list[str]) -> list[str]:
    return [i for i in first if _is_time(i)]


def _kept(first: list[str]) -> list[str]:
    return [i.rsplit(" AS ", 1)[1] for i in _stage(first)]


def type_batch(
    con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table, setting: Setting, into: str
) -> None:
    """Type one batch of raw rows into the temporary table `into` (see typing_sql)."""
    names = [n for n in rows.schema.names if n == "line" or n in TABLES[table].names]
    batch = pa.table({n: cleaned(rows.column(n)) for n in names})
    batch = batch.append_column("place", pa.array(range(rows.num_rows), pa.int64()))
    # one chunk is one thread's work
    batch = pa.Table.from_batches(batch.combine_chunks().to_batches(max_chunksize=_MORSEL))
    con.register("raw_batch", batch)
    try:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {into} AS "
            + typing_sql(TABLES[table], batch.schema, setting, "raw_batch")
        )
    finally:
        con.unregister("raw_batch")
