"""New rows meet the lake: new keys are appended, known keys are folded.

The lake holds one row per key, folded column by column from all versions of the key: the
newest `as_of` with a value wins; at equal `as_of` the further state, then the content itself.
As soon as a key has a second version with other content, its versions are also kept in
`<table>_versions`. The fold reads nothing but the set of versions, so the order of imports
makes no difference.

Two versions with equal content are one version: that of the newest `as_of`, then of the
smallest source hash.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import duckdb
import pyarrow as pa

from jinpai.facts.columns import day_columns, day_expression, fact_columns, lake_columns, quoted
from jinpai.facts.lake import Commit, parquet_sql
from jinpai.facts.rows import TABLES, Kind

BIG_MONTH = 300_000  # rows; a month with more is partitioned by day
WRITE_ROWS = 2_000_000  # per Delta write, so that memory stays bounded

# few rows, always read whole
_UNDIVIDED = {"shops", "people", "accounts", "rulings", "campaigns"}
# the day is part of the key, so equal keys lie in the partitions of that day
_DAY_IN_KEY = {
    "ratings",
    "reviews",
    "presence",
    "ads",
    "traffic",
    "reported",
    "clockings",
    "manual",
}

_SORTED = {
    "messages": ("shop", "account", "buyer", "at", "line"),
    "orders": ("shop", "buyer", "created_at", "order_id"),
    "order_lines": ("shop", "order_id", "line_id"),
    "refunds": ("shop", "order_id", "refund_id"),
}

# how far a row's state is, for versions exported at the same moment
_STATE = {
    "orders": "(CASE WHEN completed_at IS NOT NULL THEN 32 ELSE 0 END"
    " + CASE WHEN closed_at IS NOT NULL THEN 16 ELSE 0 END"
    " + CASE WHEN signed_at IS NOT NULL THEN 8 ELSE 0 END"
    " + CASE WHEN shipped_at IS NOT NULL THEN 4 ELSE 0 END"
    " + CASE WHEN paid_at IS NOT NULL THEN 2 ELSE 0 END"
    " + CASE WHEN deposit_paid_at IS NOT NULL THEN 1 ELSE 0 END)",
    "refunds": "(CASE status WHEN 'succeeded' THEN 6 WHEN 'closed' THEN 4 WHEN 'refused' THEN 2"
    " ELSE 0 END + CASE WHEN finished_at IS NOT NULL THEN 1 ELSE 0 END)",
    "shipments": "(CASE WHEN signed_at IS NOT NULL THEN 4 ELSE 0 END"
    " + CASE WHEN problem IS NOT NULL THEN 2 ELSE 0 END"
    " + CASE WHEN shipped_at IS NOT NULL THEN 1 ELSE 0 END)",
    "disputes": "(CASE WHEN result IS NOT NULL THEN 1 ELSE 0 END)",
    "clockings": '(CASE WHEN "out" IS NOT NULL THEN 1 ELSE 0 END)',
    "presence": '(CASE WHEN "to" IS NOT NULL THEN 1 ELSE 0 END)',
}


@dataclass
class Touched:
    """What a merge did: counts by (file, shop) and days by (file, shop)."""

    counts: dict[tuple[int, str], tuple[int, int, int]] = field(default_factory=dict)
    days: list[tuple[int, str, date | None, int, int]] = field(default_factory=list)


def _joined(columns: list[str]) -> str:
    parts = ", ".join(f"coalesce(CAST({c} AS VARCHAR), '')" for c in columns)
    return f"md5_number(concat_ws(chr(31), {parts}))"


def key_sql(name: str) -> str:
    """SQL for the key of a row as one 128-bit number."""
    table = TABLES[name]
    plain = []
    for column in (c for c in table.key if c != "ordinal"):
        kind = table.column(column).kind
        plain.append(f"epoch_us({quoted(column)})" if kind is Kind.TIME else quoted(column))
    if name != "messages":
        return _joined(plain)
    with_id = _joined(["'id'", "shop", "id"])
    without = _joined([*(c for c in plain if c != '"id"'), "ordinal"])
    return f"CASE WHEN id IS NOT NULL THEN {with_id} ELSE {without} END"


def _cheap_key_sql(name: str) -> str:
    """SQL for a 64-bit number that is equal for equal keys, and seldom for others."""
    columns = ", ".join(quoted(c) for c in TABLES[name].key if c != "ordinal")
    if name == "messages":
        return f"CASE WHEN id IS NOT NULL THEN hash(shop, id) ELSE hash({columns}) END"
    return f"hash({columns})"


def _said(name: str) -> list[str]:
    """SQL of everything a row says; of times the UTC and the wall time."""
    return [
        f"epoch_us({quoted(column)})" if kind == "TIMESTAMP" else quoted(column)
        for column, kind in fact_columns(name)
        if column != "ordinal"
    ]


def _content_sql(name: str) -> str:
    """SQL for a number that is equal for versions of one key that say the same."""
    return f"hash({', '.join(_said(name))})"


def _tie_sql(name: str) -> str:
    """SQL that orders versions by what they say, the same on every machine and release."""
    return _joined([f"coalesce(CAST({p} AS VARCHAR), chr(30))" for p in _said(name)])


def sort_columns(name: str) -> tuple[str, ...]:
    """In which order a table's rows lie inside its files; () for ledgers: as they came."""
    fact = name.removesuffix("_versions")
    if fact not in TABLES:
        return ()
    return _SORTED.get(fact, tuple(c for c in TABLES[fact].key if c != "ordinal"))


def stage_name(name: str) -> str:
    return f"stage_{name}"


def create_stage(con: duckdb.DuckDBPyConnection, name: str, *, suffix: str = "") -> None:
    """The temporary table that collects typed rows of one fact table before the merge."""
    columns = ", ".join(f"{quoted(c)} {k}" for c, k in fact_columns(name))
    con.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {stage_name(name)}{suffix} ({columns}, source VARCHAR, "
        "line BIGINT, as_of TIMESTAMP, file INTEGER, seq BIGINT)"
    )


def settle_file(con: duckdb.DuckDBPyConnection, name: str, suffix: str) -> dict[str, int]:
    """Within one file: number equal messages, and let the later of two equal keys win.

    Works on the stage table with `suffix`, which holds one file. Returns the number of
    duplicates by shop ('' where there is none).
    """
    stage = stage_name(name) + suffix
    key, cheap = key_sql(name), _cheap_key_sql(name)
    # only keys that seem to occur twice are looked at more closely
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE twice AS SELECT {cheap} AS h FROM {stage} "
        "GROUP BY h HAVING count(*) > 1"
    )
    row = con.execute("SELECT count(*) FROM twice").fetchone()
    if not row or not row[0]:
        return {}
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE doubles AS SELECT seq, {key} AS k FROM {stage} "
        f"WHERE {cheap} IN (SELECT h FROM twice)"
    )
    if name == "messages":
        con.execute(
            "CREATE OR REPLACE TEMP TABLE numbered AS SELECT seq, "
            "row_number() OVER (PARTITION BY k ORDER BY seq) - 1 AS n FROM doubles"
        )
        con.execute(
            f"UPDATE {stage} AS s SET ordinal = numbered.n FROM numbered "
            "WHERE s.seq = numbered.seq AND s.id IS NULL AND numbered.n > 0"
        )
        con.execute(f"DELETE FROM doubles WHERE seq IN (SELECT seq FROM {stage} WHERE id IS NULL)")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE earlier AS SELECT seq FROM doubles "
        "QUALIFY row_number() OVER (PARTITION BY k ORDER BY seq DESC) > 1"
    )
    shop = "shop" if TABLES[name].has_shop else "''"
    counts = con.execute(
        f"SELECT {shop} AS shop, count(*) FROM {stage} WHERE seq IN (SELECT seq FROM earlier) "
        "GROUP BY ALL"
    ).fetchall()
    con.execute(f"DELETE FROM {stage} WHERE seq IN (SELECT seq FROM earlier)")
    return {shop or "": int(n) for shop, n in counts}


def _month_sql(name: str) -> str:
    """SQL for the month that decides where a new row lies."""
    base = "local_day" if TABLES[name].day_from else "CAST(as_of AS DATE)"
    return f"coalesce('m' || strftime({base}, '%Y-%m'), 'none')"


def _day_sql(name: str) -> str:
    base = "local_day" if TABLES[name].day_from else "CAST(as_of AS DATE)"
    return f"coalesce(strftime({base}, '%Y-%m-%d'), 'none')"


class Merge:
    """One merge of one table's stage into the lake, within a commit."""

    def __init__(self, con: duckdb.DuckDBPyConnection, commit: Commit, name: str) -> None:
        self.con, self.commit, self.name = con, commit, name
        self.table = TABLES[name]
        self.facts = [quoted(c) for c, _ in fact_columns(name)]
        self.columns = [quoted(c) for c, _ in lake_columns(name)]
        self.parts: dict[str, int] = {}
        for file in commit.working().lake_files(name):
            self.parts[file.part] = self.parts.get(file.part, 0) + file.rows

    def run(self) -> Touched:
        """Merge everything staged for this table; the stage is empty afterwards."""
        con, stage = self.con, stage_name(self.name)
        part = self._part_sql(stage)
        con.execute(f"CREATE OR REPLACE TEMP VIEW inc AS SELECT *, {part} AS part FROM {stage}")
        near = self._near()
        files = con.execute(f"SELECT count(DISTINCT file) FROM {stage}").fetchone()
        if not near and files and files[0] == 1:
            # the next day of a shop: nothing to compare with, nothing to compute
            touched = self._count_all_new()
            self._append("inc", "TRUE", "1")
            con.execute(f"DROP VIEW inc; DROP TABLE {stage}")
            return touched
        con.execute("DROP VIEW inc")
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE inc AS SELECT *, {key_sql(self.name)} AS k, "
            f"{part} AS part FROM {stage}"
        )
        con.execute(f"DROP TABLE {stage}")
        found = self._find_old(near)
        con.execute(
            "CREATE OR REPLACE TEMP TABLE hot AS SELECT k FROM inc GROUP BY k HAVING count(*) > 1"
        )
        if found:
            con.execute("INSERT INTO hot SELECT k FROM old WHERE k NOT IN (SELECT k FROM hot)")
        row = con.execute("SELECT count(*) FROM hot").fetchone()
        if row and row[0]:
            self._fold()
            touched = self._count()
            self._rewrite()
        else:
            touched = self._count_all_new()
            self._append("inc", "TRUE", "1")
        for table in ("inc", "hot", "old", "every", "several", "folded", "fate"):
            con.execute(f"DROP TABLE IF EXISTS {table}")
        return touched

    # where rows lie

    def _part_sql(self, stage: str) -> str:
        if self.name in _UNDIVIDED:
            return "'none'"
        month = _month_sql(self.name)
        by_day = {p[:7] for p in self.parts if p[:4].isdigit()}
        big = [f"m{m}" for m in sorted(by_day)]
        for found, rows in self.con.execute(
            f"SELECT {month}, count(*) FROM {stage} GROUP BY ALL"
        ).fetchall():
            if found != "none" and found not in big and rows + self.parts.get(found, 0) > BIG_MONTH:
                big.append(found)
        if not big:
            return month
        listed = ", ".join(f"'{m}'" for m in big)
        return f"CASE WHEN {month} IN ({listed}) THEN {_day_sql(self.name)} ELSE {month} END"

    def _near(self) -> list[str]:
        """Paths of the files that may hold one of the incoming keys."""
        con, name = self.con, self.name
        if not self.parts:
            return []
        files = self.commit.working().lake_files(name)
        if name in _DAY_IN_KEY or name == "messages":
            texts = con.execute(
                f"SELECT {_month_sql(name)} FROM inc UNION SELECT {_day_sql(name)} FROM inc"
            ).fetchall()
            near = {t for (t,) in texts}
            wanted = {f.part for f in files if f.part in near}
            if name == "messages":
                wanted |= self._parts_with_ids([f.path for f in files if f.part not in near])
        elif name in _UNDIVIDED:
            wanted = set(self.parts)
        else:
            wanted = self._parts_with_keys([f.path for f in files])
        return [f.path for f in files if f.part in wanted]

    def _find_old(self, near: list[str]) -> bool:
        """Fill `old` with the lake's rows whose key comes again; False when there is none."""
        if not near:
            return False
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE old AS SELECT *, {key_sql(self.name)} AS k FROM "
            f"({self._with_part(near)}) WHERE k IN (SELECT k FROM inc)"
        )
        row = self.con.execute("SELECT count(*) FROM old").fetchone()
        return bool(row and row[0])

    def _with_part(self, paths: list[str]) -> str:
        names = ", ".join(self.columns)
        listed = ", ".join("'" + p.replace("'", "''") + "'" for p in paths)
        # the partition is a folder name; Delta keeps it out of the files
        return (
            f"SELECT {names}, regexp_extract(filename, '/part=([^/]*)/[^/]*$', 1) AS part "
            f"FROM read_parquet([{listed}], union_by_name=true, filename=true, "
            "hive_partitioning=false)"
        )

    def _parts_with_keys(self, paths: list[str]) -> set[str]:
        """Partitions that hold one of the incoming keys, reading the key columns only."""
        if not paths:
            return set()
        on = " AND ".join(f"l.{quoted(c)} = i.{quoted(c)}" for c in self.table.key)
        found = self.con.execute(
            f"SELECT DISTINCT part FROM ({self._with_part(paths)}) AS l SEMI JOIN inc AS i ON {on}"
        ).fetchall()
        return {part for (part,) in found}

    def _parts_with_ids(self, paths: list[str]) -> set[str]:
        row = self.con.execute("SELECT count(id) FROM inc").fetchone()
        if not paths or not row or not row[0]:
            return set()
        found = self.con.execute(
            f"SELECT DISTINCT part FROM ({self._with_part(paths)}) AS l SEMI JOIN inc AS i "
            "ON l.shop = i.shop AND l.id = i.id"
        ).fetchall()
        return {part for (part,) in found}

    # folding

    def _fold(self) -> None:
        """`every`: all distinct versions of the keys that need folding; `folded`: their rows."""
        con, name = self.con, self.name
        facts = ", ".join(self.facts)
        has_old, ruled = self._has("old"), name == "rulings"
        pieces = [
            f"SELECT k, {facts}, source, line, as_of, part, file, seq, true AS fresh "
            "FROM inc WHERE k IN (SELECT k FROM hot)"
        ]
        if has_old:
            pieces.append(
                f"SELECT k, {facts}, source, line, as_of, part, NULL, NULL, true "
                "FROM old WHERE versions = 1"
            )
            kept = self.commit.working().files(f"{name}_versions")
            if kept:
                pieces.append(
                    f"SELECT {key_sql(name)} AS k, {facts}, source, line, as_of, NULL, NULL, NULL, "
                    f"false FROM ({parquet_sql(f'{name}_versions', kept)}) "
                    "WHERE k IN (SELECT k FROM old WHERE versions > 1)"
                )
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE every AS SELECT *, {_content_sql(name)} AS content "
            f"FROM ({' UNION ALL '.join(pieces)}) "
            "QUALIFY row_number() OVER (PARTITION BY k, content "
            f"ORDER BY as_of DESC NULLS LAST, source, {'line DESC' if ruled else 'line'}) = 1"
        )
        # of two rulings of one moment the one signed later counts: its line is higher
        state = "line" if ruled else _STATE.get(name, "0")
        con.execute(
            "CREATE OR REPLACE TEMP TABLE several AS SELECT k FROM every GROUP BY k "
            "HAVING count(*) > 1"
        )
        ranked = (
            f"SELECT *, row_number() OVER (PARTITION BY k ORDER BY as_of DESC NULLS LAST, "
            f"{state} DESC, {_tie_sql(name)}) AS rank FROM every WHERE k IN (SELECT k FROM several)"
        )
        columns = [c for c in self.facts if c != '"local_day"']
        # a ruling is said anew as a whole: what it leaves open is open again
        chosen = ", ".join(
            f"arg_min_null({c}, rank) AS {c}"
            if ruled
            else f"arg_min({c}, rank) FILTER (WHERE {c} IS NOT NULL) AS {c}"
            for c in columns
        )
        system = ", ".join(f"arg_min({c}, rank) AS {c}" for c in ("source", "line", "as_of"))
        alone = ", ".join([*columns, "source", "line", "as_of"])
        day = day_expression(self.table)
        local_day = f", {day} AS local_day" if day else ""
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE folded AS SELECT *{local_day} "
            f"FROM (SELECT k, {chosen}, {system}, CAST(count(*) AS INTEGER) AS versions "
            f"FROM ({ranked}) GROUP BY k UNION ALL BY NAME "
            f"SELECT k, {alone}, CAST(1 AS INTEGER) AS versions FROM every "
            "WHERE k NOT IN (SELECT k FROM several))"
        )
        if has_old:
            same = " AND ".join(
                f"f.{c} IS NOT DISTINCT FROM o.{c}"
                for c in [*columns, "source", "line", "as_of", "versions"]
            )
            con.execute(
                "CREATE OR REPLACE TEMP TABLE folded AS SELECT f.*, o.part AS old_part, "
                f"CASE WHEN o.k IS NULL THEN true ELSE NOT ({same}) END AS differs "
                "FROM folded AS f LEFT JOIN old AS o ON f.k = o.k"
            )
        else:
            con.execute(
                "CREATE OR REPLACE TEMP TABLE folded AS "
                "SELECT *, CAST(NULL AS VARCHAR) AS old_part, true AS differs FROM folded"
            )
        self._place_folded()

    def _place_folded(self) -> None:
        """A folded row stays in its partition unless its day has moved elsewhere."""
        name = self.name
        if name in _UNDIVIDED:
            fresh, keep = "'none'", "true"
        elif self.table.day_from:
            fresh = f"coalesce(i.part, {_month_sql(name)})"
            keep = f"f.old_part IN ({_month_sql(name)}, {_day_sql(name)})"
        else:
            fresh, keep = "coalesce(i.part, 'none')", "true"
        # the partition that the incoming rows of the same day chose
        day = "local_day" if self.table.day_from else "CAST(as_of AS DATE)"
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE folded AS SELECT f.*, "
            f"CASE WHEN f.old_part IS NOT NULL AND {keep} THEN f.old_part ELSE {fresh} END AS part "
            f"FROM (SELECT *, {day} AS day_ FROM folded) AS f LEFT JOIN "
            f"(SELECT {day} AS day_, min(part) AS part FROM inc GROUP BY ALL) AS i "
            "ON f.day_ IS NOT DISTINCT FROM i.day_"
        )
        self.con.execute("ALTER TABLE folded DROP COLUMN day_")

    # counting

    def _has(self, table: str) -> bool:
        row = self.con.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [table]
        ).fetchone()
        if not row or not row[0]:
            return False
        row = self.con.execute(f"SELECT count(*) FROM {table}").fetchone()
        return bool(row and row[0])

    def _shop(self) -> str:
        return "shop" if self.table.has_shop else "''"

    def _days(self) -> str:
        days = [f"CAST({quoted(c)} AS DATE)" for c in day_columns(self.name)]
        return f"[{', '.join(days)}]" if days else "[CAST(NULL AS DATE)]"

    def _count_all_new(self) -> Touched:
        self.con.execute("CREATE OR REPLACE TEMP VIEW fated AS SELECT *, 'new' AS fate FROM inc")
        return self._touched()

    def _count(self) -> Touched:
        """Which incoming rows are new, changed or the same, file after file."""
        con, name = self.con, self.name
        known_keys = "SELECT k FROM old" if self._has("old") else "SELECT k FROM inc WHERE false"
        pieces = []
        if self._has("old"):
            pieces.append(f"SELECT k, {_content_sql(name)} AS content FROM old WHERE versions = 1")
            kept = self.commit.working().files(f"{name}_versions")
            if kept:
                pieces.append(
                    f"SELECT {key_sql(name)} AS k, {_content_sql(name)} AS content FROM "
                    f"({parquet_sql(f'{name}_versions', kept)}) "
                    "WHERE k IN (SELECT k FROM old WHERE versions > 1)"
                )
        known = " UNION ".join(pieces) or "SELECT k, hash(k) AS content FROM inc WHERE false"
        con.execute(
            "CREATE OR REPLACE TEMP TABLE fate AS "
            f"WITH known AS ({known}), "
            f"hot_rows AS (SELECT file, seq, k, {_content_sql(name)} AS content FROM inc "
            "WHERE k IN (SELECT k FROM hot)), "
            "ranked AS (SELECT *, row_number() OVER (PARTITION BY k ORDER BY file, seq) AS nth, "
            "row_number() OVER (PARTITION BY k, content ORDER BY file, seq) AS nth_content "
            "FROM hot_rows) "
            "SELECT r.file, r.seq, CASE "
            "WHEN s.k IS NOT NULL OR r.nth_content > 1 THEN 'same' "
            f"WHEN r.nth > 1 OR r.k IN ({known_keys}) THEN 'changed' ELSE 'new' END AS fate "
            "FROM ranked AS r LEFT JOIN known AS s ON r.k = s.k AND r.content = s.content"
        )
        con.execute(
            "CREATE OR REPLACE TEMP VIEW fated AS SELECT i.*, coalesce(f.fate, 'new') AS fate "
            "FROM inc AS i LEFT JOIN fate AS f ON i.file = f.file AND i.seq = f.seq"
        )
        return self._touched()

    def _touched(self) -> Touched:
        con, out = self.con, Touched()
        for file, shop, new, changed, same in con.execute(
            f"SELECT file, {self._shop()} AS shop, count_if(fate = 'new'), "
            "count_if(fate = 'changed'), count_if(fate = 'same') FROM fated GROUP BY ALL"
        ).fetchall():
            out.counts[(file, shop or "")] = (new, changed, same)
        out.days = con.execute(
            "SELECT file, shop, day, count_if(fate = 'new'), count_if(fate = 'changed') FROM ("
            f"SELECT DISTINCT ON (file, seq, day) file, seq, {self._shop()} AS shop, fate, "
            f"unnest({self._days()}) AS day FROM fated WHERE fate <> 'same') "
            "GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        con.execute("DROP VIEW fated")
        return out

    # writing

    def _sort(self) -> str:
        return ", ".join(quoted(c) for c in sort_columns(self.name))

    def _select(self, source: str, where: str, versions: str) -> str:
        facts = ", ".join(self.facts)
        return (
            f"SELECT {facts}, source, line, as_of, CAST({self.commit.import_no} AS BIGINT) "
            f"AS import_no, CAST({versions} AS INTEGER) AS versions, part FROM {source} "
            f"WHERE {where}"
        )

    def _stream(self, sql: str) -> pa.RecordBatchReader:
        result = self.con.sql(f"SELECT * FROM ({sql}) ORDER BY part, {self._sort()}")
        return result.to_arrow_reader(65_536)

    def _append(self, source: str, where: str, versions: str) -> None:
        """Append rows, a few partitions at a time so that memory stays bounded."""
        parts = self.con.execute(
            f"SELECT part, count(*) FROM {source} WHERE {where} GROUP BY part ORDER BY part"
        ).fetchall()
        group: list[str] = []
        rows = 0
        for index, (part, count) in enumerate(parts):
            group.append(part)
            rows += count
            if rows >= WRITE_ROWS or index == len(parts) - 1:
                listed = ", ".join(f"'{p}'" for p in group)
                sql = self._select(source, f"({where}) AND part IN ({listed})", versions)
                self.commit.append(self.name, self._stream(sql))
                group, rows = [], 0

    def _rewrite(self) -> None:
        con = self.con
        self._append_versions()
        plain = "k NOT IN (SELECT k FROM hot)"
        parts = [
            part
            for (part,) in con.execute(
                "SELECT DISTINCT old_part FROM folded WHERE differs AND old_part IS NOT NULL "
                "ORDER BY 1"
            ).fetchall()
        ]
        listed = ", ".join(f"'{p}'" for p in parts) or "NULL"
        for part in parts:
            paths = [f.path for f in self.commit.working().lake_files(self.name, [part])]
            names = ", ".join([*self.columns, "part"])
            stay = (
                f"SELECT {names} FROM (SELECT *, {key_sql(self.name)} AS k FROM "
                f"({self._with_part(paths)})) WHERE k NOT IN "
                f"(SELECT k FROM folded WHERE differs AND old_part = '{part}')"
            )
            moved = self._select("folded", f"differs AND part = '{part}'", "versions")
            fresh = self._select("inc", f"({plain}) AND part = '{part}'", "1")
            sql = f"{stay} UNION ALL {moved} UNION ALL {fresh}"
            self.commit.replace(self.name, [part], self._stream(sql))
        others = f"part NOT IN ({listed})" if parts else "true"
        self._append("folded", f"differs AND {others}", "versions")
        self._append("inc", f"{plain} AND {others}", "1")

    def _append_versions(self) -> None:
        """Keep the versions that `<table>_versions` does not hold yet."""
        facts = ", ".join(self.facts)
        data = self.con.sql(
            f"SELECT {facts}, source, line, as_of, CAST({self.commit.import_no} AS BIGINT) AS "
            "import_no, CAST(1 AS INTEGER) AS versions, "
            "coalesce('m' || strftime(as_of, '%Y-%m'), 'none') AS part FROM every "
            "WHERE fresh AND k IN (SELECT k FROM folded WHERE versions > 1) "
            f"ORDER BY part, {self._sort()}"
        ).to_arrow_table()
        if data.num_rows:
            self.commit.append(f"{self.name}_versions", data)
