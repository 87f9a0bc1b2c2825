"""The exchange format: one CSV, JSON Lines or Parquet file per table, in Jinpai's own names.

Which table a file is, its header says; the file's name only breaks a tie. An optional first
line `# as_of: 2026-11-01T00:00:00` says when it was written. Source: design 3-metrics §7.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from jinpai.facts.readers.protocol import Batch, Context, Problem, Sample
from jinpai.facts.rows import EXCHANGE, Table

BLOCK_BYTES = 16 * 1024 * 1024
BATCH_ROWS = 250_000

# keys that a file may leave out, for the loader fills them or they mean "the whole"
_OPTIONAL_KEYS = {
    "shop", "ordinal", "id", "kind", "text", "product", "plan", "in", "account", "from",
}  # fmt: skip
# what must be there beside the key, for tables whose keys are few or plain words
_TELLING = {
    "shops": ("shop",),
    "messages": ("account", "buyer", "at", "sender"),
    "accounts": ("account", "person"),
    "people": ("person",),
    "campaigns": ("name", "from"),
    "reported": ("metric", "value"),
    "manual": ("metric", "value"),
    "presence": ("account", "from", "state"),
    "ratings": ("score",),
    "ads": ("day",),
    "traffic": ("day",),
}


def _normal(name: str) -> str:
    return name.strip(" \t\r\n\ufeff\u3000\"'").lower()


def recognised_table(columns: list[str], name: str) -> tuple[Table | None, float]:
    """The table that a header fits best, and the share of the header that is its."""
    given = {_normal(c) for c in columns} - {""}
    best: tuple[tuple[int, int, int], Table] | None = None
    stem = re.sub(r"[^a-z_].*$", "", Path(name).name.lower())
    for table in EXCHANGE:
        required = {k for k in table.key if k not in _OPTIONAL_KEYS}
        required |= set(_TELLING.get(table.name, ()))
        if not required <= given:
            continue
        matched = len(given & set(table.names))
        # the name breaks a tie between tables that share these columns
        score = (matched, int(stem == table.name), -len(set(table.names) - given))
        if best is None or score > best[0]:
            best = (score, table)
    if best is None:
        return None, 0.0
    return best[1], best[0][0] / max(1, len(given))


def _as_of_line(text: str) -> str | None:
    found = re.match(r"\ufeff?\s*#\s*as_of\s*[:：]\s*(\S.*?)\s*(\r?\n|$)", text)
    return found[1].strip(' ",;') if found else None


class Exchange:
    """The reader of all tables of the exchange format."""

    code = "exchange"
    zh = "Jinpai 交换格式"
    en = "Jinpai exchange format"
    tables = tuple(t.name for t in EXCHANGE)
    needs_shop = False

    def table_of(self, sample: Sample) -> tuple[Table | None, float]:
        """The table of a file and how sure that is."""
        return recognised_table(_header(sample), sample.name)

    def recognise(self, sample: Sample) -> float:
        table, share = self.table_of(sample)
        return share if table is not None and share > 0.3 else 0.0

    def as_of(self, sample: Sample) -> datetime | None:
        found = _as_of_line(sample.text)
        if found is None:
            return None
        try:
            return datetime.fromisoformat(found)
        except ValueError:
            return None

    def read(self, path: Path, sample: Sample, context: Context) -> Iterator[Batch | Problem]:
        table, _ = self.table_of(sample)
        if table is None:
            return
        columns = _header(sample)
        names = _lake_names(table, columns)
        unknown = [c for c, own in zip(columns, names, strict=True) if own is None and c.strip()]
        if unknown:
            yield _unknown_columns(unknown)
        match sample.container:
            case "parquet":
                yield from _read_parquet(path, table, names)
            case "jsonl":
                yield from _read_json(path, sample, table)
            case _:
                yield from _read_csv(path, sample, table, names)


def _header(sample: Sample) -> list[str]:
    if sample.container in ("parquet", "jsonl"):
        return list(sample.columns)
    if sample.container not in ("csv", "text"):
        return []
    line, _ = _header_line(sample.text)
    return next(csv.reader([line], delimiter=_separator(line)), []) if line else []


def _header_line(text: str) -> tuple[str, int]:
    """The header and how many physical lines stand before it (comments, empty lines)."""
    before = 0
    for line in text.lstrip("\ufeff").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            return line, before
        before += 1
    return "", before


def _separator(line: str) -> str:
    return max(",\t;|", key=lambda c: (line.count(c), c == ","))


def _lake_names(table: Table, columns: list[str]) -> list[str | None]:
    """For each column of the file its name in the table; the first of two equal ones counts."""
    seen: set[str] = set()
    out: list[str | None] = []
    for column in columns:
        name = _normal(column)
        own = name if name in table.names and name not in seen else None
        if own:
            seen.add(own)
        out.append(own)
    return out


def _unknown_columns(columns: list[str]) -> Problem:
    listed = "、".join(columns[:50])
    return Problem(
        "unknown_columns",
        f"这些列不在交换格式里，未读取：{listed}",
        f"not columns of the exchange format, not read: {', '.join(columns[:50])}",
        "可以忽略；如需要，改用约定的列名",
        "ignore this, or use the agreed names",
        column="\n".join(columns[:200]),
    )


def _bad_row(line: int | None, raw: str, expected: int, actual: int) -> Problem:
    return Problem(
        "bad_row",
        f"这一行有 {actual} 格，表头有 {expected} 格",
        f"this row has {actual} cells, the header {expected}",
        "检查引号和分隔符",
        "check the quotes and separators",
        line=line,
        raw=raw[:2000],
    )


class _Clean:
    """A file's bytes as UTF-8 without NUL, for Arrow's reader; bad bytes become U+FFFD."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self.file = file
        self.plain = encoding == "utf-8"
        self.decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self.rest = b""
        self.closed = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            size = 1 << 62
        while len(self.rest) < size:
            block = self.file.read(min(size, BLOCK_BYTES))
            if not block:
                break
            if not self.plain:
                block = self.decoder.decode(block).encode("utf-8")
            if b"\x00" in block:
                block = block.replace(b"\x00", b"")
            if not self.rest and len(block) <= size:
                if block:
                    return block
                continue
            self.rest += block
        out, self.rest = self.rest[:size], self.rest[size:]
        return out

    def close(self) -> None:
        self.closed = True
        self.file.close()


@dataclass
class _Lines:
    """From rows to the lines of the file: cells may hold line ends, and rows may be refused.

    Arrow numbers rows, refused ones included; a row stands as many lines further down as the
    cells before it hold line ends.
    """

    next_row: int  # the number of the next row, counted as if no cell held a line end
    shift: int = 0  # line ends in cells so far
    refused: list[Any] = field(default_factory=list)  # rows, in order, not yet told
    expected: int = 0

    def refuse(self, row: Any) -> str:
        """Arrow's handler for rows with too few or too many cells."""
        self.refused.append(row)
        return "skip"

    def number(self, rows: pa.Table) -> tuple[list[Problem], pa.Array]:
        """The lines of the next accepted rows, and the refused rows that stand among them."""
        ends: pa.ChunkedArray | None = None
        for column in rows.columns:
            found = pc.count_substring(column, "\n")
            if (pc.max(found).as_py() or 0) > 0:
                ends = found if ends is None else pc.add(ends, found)
        among = [r for r in self.refused if r.number < self.next_row + rows.num_rows]
        if not among and ends is None:
            first = self.next_row + self.shift
            self.next_row += rows.num_rows
            return [], pa.array(range(first, first + rows.num_rows), pa.int64())
        inside = [0] * rows.num_rows if ends is None else ends.to_pylist()
        lines: list[int] = []
        told: list[Problem] = []
        for extra in inside:
            told += self._tell()
            lines.append(self.next_row + self.shift)
            self.next_row += 1
            self.shift += extra or 0
        return told, pa.array(lines, pa.int64())

    def _tell(self) -> list[Problem]:
        """The refused rows that come next."""
        told = []
        while self.refused and self.refused[0].number <= self.next_row:
            row = self.refused.pop(0)
            if row.text.strip():
                told.append(
                    _bad_row(
                        self.next_row + self.shift,
                        row.text,
                        row.expected_columns,
                        row.actual_columns,
                    )
                )
            self.next_row += 1
            self.shift += row.text.count("\n")
        return told

    def rest(self) -> list[Problem]:
        """What was refused after the last accepted row."""
        told = []
        while self.refused:
            self.next_row = max(self.next_row, self.refused[0].number)
            told += self._tell()
        return told


def _read_csv(
    path: Path, sample: Sample, table: Table, names: list[str | None]
) -> Iterator[Batch | Problem]:
    header, before = _header_line(sample.text)
    positions = [f"c{i}" for i in range(len(names))]
    lines = _Lines(before + 2)
    reading = pacsv.ReadOptions(
        use_threads=False, block_size=BLOCK_BYTES, column_names=positions, skip_rows=before + 1
    )
    parsing = pacsv.ParseOptions(
        delimiter=_separator(header), newlines_in_values=True, ignore_empty_lines=False,
        invalid_row_handler=lines.refuse,
    )  # fmt: skip
    converting = pacsv.ConvertOptions(
        column_types=dict.fromkeys(positions, pa.string()), strings_can_be_null=False,
        null_values=[],
    )  # fmt: skip
    kept = [i for i, own in enumerate(names) if own is not None]
    with open(path, "rb") as file:
        source = pa.PythonFile(_Clean(file, sample.encoding or "utf-8"), mode="r")
        try:
            for batch in pacsv.open_csv(source, reading, parsing, converting):
                rows = pa.Table.from_batches([batch])
                problems, numbers = lines.number(rows)
                yield from problems
                rows = pa.table(
                    [*(rows.column(i) for i in kept), numbers],
                    names=[*(str(names[i]) for i in kept), "line"],
                )
                yield Batch(table.name, _without_blank(rows))
        except pa.ArrowInvalid as error:
            yield from lines.rest()
            if lines.next_row > before + 2 or "Empty CSV" not in str(error):
                yield _broken_csv(str(error), lines.next_row + lines.shift)
        else:
            yield from lines.rest()


def _without_blank(rows: pa.Table) -> pa.Table:
    """An empty line is nobody's row."""
    first = rows.column(0)
    if pc.all(pc.not_equal(first, "")).as_py():
        return rows
    some = None
    for name in rows.column_names:
        if name != "line":
            filled = pc.not_equal(pc.utf8_trim_whitespace(rows.column(name)), "")
            some = filled if some is None else pc.or_(some, filled)
    return rows if some is None else rows.filter(some)


def _broken_csv(text: str, line: int | None = None) -> Problem:
    return Problem(
        "broken_csv",
        "从这一行起 CSV 无法解析（引号不配对，或一格过长），后面的都没有读",
        f"from this line on the CSV cannot be parsed, nothing after it was read: {text[:200]}",
        "检查双引号是否配对，重新导出后再导入；已读入的行不会重复",
        "check that the double quotes are paired and import it again; rows already read stay",
        line=line,
    )


def _read_parquet(path: Path, table: Table, names: list[str | None]) -> Iterator[Batch | Problem]:
    file = pq.ParquetFile(path)
    raw = file.schema_arrow.names
    wanted = {r: own for r, own in zip(raw, names, strict=True) if own is not None}
    line = 1
    for batch in file.iter_batches(BATCH_ROWS, columns=list(wanted)):
        rows = pa.Table.from_batches([batch])
        rows = rows.rename_columns([wanted[c] for c in rows.column_names])
        numbers = pa.array(range(line, line + rows.num_rows), pa.int64())
        line += rows.num_rows
        yield Batch(table.name, rows.append_column("line", numbers))


def _read_json(path: Path, sample: Sample, table: Table) -> Iterator[Batch | Problem]:
    """Lines are taken as text and their fields picked out as text, so that no id becomes a
    float on the way."""
    import duckdb

    con = duckdb.connect()
    reading = pacsv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES, column_names=["raw"])
    parsing = pacsv.ParseOptions(
        delimiter="\x01", quote_char=False, escape_char=False, ignore_empty_lines=False
    )
    converting = pacsv.ConvertOptions(column_types={"raw": pa.string()}, strings_can_be_null=False)
    columns = [n for n in table.names if n in {_normal(c) for c in sample.columns}]
    line = 1
    with open(path, "rb") as file:
        source = pa.PythonFile(_Clean(file, sample.encoding or "utf-8"), mode="r")
        try:
            for batch in pacsv.open_csv(source, reading, parsing, converting):
                texts = pa.Table.from_batches([batch]).append_column(
                    "line", pa.array(range(line, line + batch.num_rows), pa.int64())
                )
                line += batch.num_rows
                con.register("texts", texts)
                good = "CASE WHEN json_valid(raw) THEN json_type(raw) = 'OBJECT' END"
                for number, raw in con.execute(
                    f"SELECT line, raw FROM texts WHERE NOT coalesce({good}, false) "
                    "AND trim(raw) <> '' AND NOT starts_with(ltrim(raw), '#')"
                ).fetchall():
                    yield _bad_json(number, raw)
                picked = ", ".join(
                    f"""json_extract_string(raw, '$."{n}"') AS "{n}\"""" for n in columns
                )
                yield Batch(
                    table.name,
                    con.sql(
                        f"SELECT {picked}, line FROM texts WHERE coalesce({good}, false)"
                    ).to_arrow_table(),
                )
                con.unregister("texts")
        except pa.ArrowInvalid as error:
            yield _broken_csv(str(error))


def _bad_json(line: int, raw: str) -> Problem:
    return Problem(
        "bad_json",
        "这一行不是 JSON 对象",
        "this line is not a JSON object",
        "每行写一个完整的 JSON 对象",
        "write one whole JSON object on each line",
        line=line,
        raw=raw[:2000],
    )
