"""Writes a shop in Jinpai's exchange format (design 3-metrics §7), day by day.

CSV carries `# as_of:` in its first line, JSON Lines too; Parquet in its metadata under
the key `as_of`. `truth.json` stands beside the files and is no part of the format.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from jinpai.facts.rows import EXCHANGE, TABLES, Column, Kind
from jinpai.simulate.cut import BORN, cutter
from jinpai.simulate.report_card import SHARES, ReportCards
from jinpai.simulate.shop import Shop
from jinpai.simulate.story import Row
from jinpai.simulate.wall import DAY, EPOCH, from_datetime, iso

Container = Literal["csv", "jsonl", "parquet"]


def standing_rows(shop: Shop) -> Iterator[tuple[str, list[Row]]]:
    """Shops, people and accounts: what is known before the first day."""
    yield "shops", [(shop.code, shop.platform, shop.name, "Asia/Shanghai", "00:00")]
    yield (
        "people",
        [
            (c.person, c.start, c.name, c.role, c.group, c.level, c.base_pay, c.hired_on, c.left_on)
            for c in shop.team.changes
        ],
    )
    yield "accounts", [(shop.code, b.account, b.person, b.start, b.end) for b in shop.team.bindings]


def cut_rows(
    shop: Shop, as_of: datetime, first_day: date | None, last_day: date | None
) -> Iterator[tuple[str, list[Row]]]:
    """The rows of an export of `as_of`, of the days asked for, by table, streaming."""
    now = from_datetime(as_of)
    cuts = {name: cutter(name, now) for name in TABLES if name != "rulings"}
    low = first_day.toordinal() if first_day else 0
    high = last_day.toordinal() if last_day else 10**7
    whole = first_day is None and last_day is None
    for table, rows in shop.tell():
        cut = cuts[table]
        kept = [row for row in map(cut, rows) if row is not None]
        if not whole and table in BORN:
            at = TABLES[table].names.index(BORN[table])
            kept = [r for r in kept if low <= _ordinal(r[at]) <= high]
        if kept:
            yield table, kept


def _ordinal(value: object) -> int:
    return value.toordinal() if isinstance(value, date) else value // DAY  # type: ignore[operator]


def write_exchange(
    shop: Shop,
    folder: Path,
    *,
    as_of: datetime,
    container: Container = "csv",
    first_day: date | None = None,
    last_day: date | None = None,
    reported: bool = True,
    progress: Callable[[str, int], None] | None = None,
) -> dict[str, int]:
    """Write one file per table into `folder` (made if missing) and truth.json.

    as_of: the shop's wall time of the export, without zone; later facts are not known yet.
    first_day, last_day: only rows born on these days (inclusive), for daily batches.
    reported: also what the platform computed itself, a row per account, day and figure
        (of a whole export only; a batch of days cannot know it).
    progress: called with the table and its rows so far.
    Returns the rows written per table. ValueError for an as_of with a zone.
    """
    if as_of.tzinfo is not None:
        raise ValueError("as_of is the shop's wall time, without zone")
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[str, _Writer] = {}
    counts: dict[str, int] = {}

    def put(table: str, rows: list[Row]) -> None:
        if table not in writers:
            writers[table] = table_writer(container, folder, table, as_of)
        writers[table].write(rows)
        counts[table] = counts.get(table, 0) + len(rows)
        if progress is not None:
            progress(table, counts[table])

    try:
        for table, rows in standing_rows(shop):
            put(table, rows)
        whole = first_day is None and last_day is None
        cards = ReportCards() if reported and whole else None
        for table, rows in cut_rows(shop, as_of, first_day, last_day):
            put(table, rows)
            if cards is not None:
                cards.feed(table, rows)
        if cards is not None and (figures := reported_rows(shop, cards, as_of)):
            put("reported", figures)
    finally:
        for writer in writers.values():
            writer.close()
    write_truth(shop, folder)
    return {t.name: counts[t.name] for t in EXCHANGE if t.name in counts}


def reported_rows(shop: Shop, cards: ReportCards, as_of: datetime) -> list[Row]:
    """Rows of `reported` for whole days; the final conversion of the last four is not known."""
    last = from_datetime(as_of) // DAY
    out: list[Row] = []
    for (account, day), card in sorted(cards.finish().items(), key=lambda c: (c[0][1], c[0][0])):
        if day >= last or account == shop.team.robot:
            continue
        when = date.fromordinal(day)
        for code, figure in card.figures().items():
            if figure is None or (code == "inquiry_conversion" and day > last - 4):
                continue
            places = 4 if code in SHARES else 2  # as the platform prints them
            value = Decimal(str(round(figure[0], places)))
            num, den = (Decimal(str(round(part, 2))) for part in figure[1:])
            out.append((shop.code, account, when, when, code, value, num, den))
    return out


def table_writer(container: Container, folder: Path, table: str, as_of: datetime) -> _Writer:
    """A writer of one table's file: `.write(rows)` as often as needed, then `.close()`."""
    return _WRITERS[container](folder, table, as_of)


def write_truth(shop: Shop, folder: Path) -> None:
    text = json.dumps(shop.truth(), ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


def _money(value: object) -> str:
    fen = int(value)  # type: ignore[call-overload]
    return f"{fen // 100}.{fen % 100:02d}"


def _texts(columns: tuple[Column, ...]) -> list[Callable[[object], str] | None]:
    """One formatter a column; None where `str` of the value already stands."""
    out: list[Callable[[object], str] | None] = []
    for column in columns:
        if column.kind is Kind.TIME:
            out.append(iso)  # type: ignore[arg-type]
        elif column.kind is Kind.MONEY:
            out.append(_money)
        elif column.kind is Kind.BOOL:
            out.append(lambda v: "true" if v else "false")
        elif column.kind is Kind.TEXT:
            out.append(None)
        else:
            out.append(str)
    return out


class _Writer:
    def __init__(self, folder: Path, table: str, as_of: datetime) -> None:
        raise NotImplementedError

    def write(self, rows: list[Row]) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


class _Csv(_Writer):
    def __init__(self, folder: Path, table: str, as_of: datetime) -> None:
        spec = TABLES[table]
        self.file: IO[str] = (folder / f"{table}.csv").open("w", encoding="utf-8", newline="")
        self.file.write(f"# as_of: {as_of.isoformat(timespec='seconds')}\n")
        self.writer = csv.writer(self.file, lineterminator="\n")
        self.writer.writerow(spec.names)
        self.texts = _texts(spec.columns)

    def write(self, rows: list[Row]) -> None:
        texts = self.texts
        self.writer.writerows(
            ["" if v is None else v if f is None else f(v) for v, f in zip(row, texts, strict=True)]
            for row in rows
        )

    def close(self) -> None:
        self.file.close()


class _JsonLines(_Writer):
    def __init__(self, folder: Path, table: str, as_of: datetime) -> None:
        spec = TABLES[table]
        self.file: IO[str] = (folder / f"{table}.jsonl").open("w", encoding="utf-8", newline="")
        self.file.write(f"# as_of: {as_of.isoformat(timespec='seconds')}\n")
        self.names = spec.names
        self.kinds = [c.kind for c in spec.columns]
        self.texts = _texts(spec.columns)

    def write(self, rows: list[Row]) -> None:
        for row in rows:
            record: dict[str, object] = {}
            for name, kind, text, value in zip(
                self.names, self.kinds, self.texts, row, strict=True
            ):
                if value is None or value == "":
                    record[name] = None
                    continue
                native = kind in (Kind.BOOL, Kind.INT) or text is None
                record[name] = value if native or text is None else text(value)
            self.file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def close(self) -> None:
        self.file.close()


ARROW = {
    Kind.TEXT: pa.string(),
    Kind.CLOCK: pa.string(),
    Kind.INT: pa.int64(),
    Kind.MONEY: pa.decimal128(18, 2),
    Kind.NUMBER: pa.decimal128(28, 8),
    Kind.TIME: pa.timestamp("us"),
    Kind.DAY: pa.date32(),
    Kind.BOOL: pa.bool_(),
}


def arrow_schema(table: str, as_of: datetime) -> pa.Schema:
    spec = TABLES[table]
    stamp = {"as_of": as_of.isoformat(timespec="seconds"), "table": table}
    return pa.schema([(c.name, ARROW[c.kind]) for c in spec.columns], metadata=stamp)


class _Parquet(_Writer):
    def __init__(self, folder: Path, table: str, as_of: datetime) -> None:
        self.schema = arrow_schema(table, as_of)
        self.kinds = [c.kind for c in TABLES[table].columns]
        self.file = pq.ParquetWriter(folder / f"{table}.parquet", self.schema, compression="zstd")
        self.waiting: list[Row] = []

    def write(self, rows: list[Row]) -> None:
        self.waiting.extend(rows)
        if len(self.waiting) >= 100_000:
            self.flush()

    def flush(self) -> None:
        if not self.waiting:
            return
        arrays = []
        for kind, field, values in zip(
            self.kinds, self.schema, zip(*self.waiting, strict=True), strict=True
        ):
            arrays.append(pa.array([_native(kind, v) for v in values], field.type))
        self.file.write_table(pa.Table.from_arrays(arrays, schema=self.schema))
        self.waiting = []

    def close(self) -> None:
        self.flush()
        self.file.close()


def _native(kind: Kind, value: object) -> object:
    if value is None:
        return None
    if kind is Kind.TIME:
        return (value - EPOCH) * 1_000_000  # type: ignore[operator]
    if kind is Kind.MONEY:
        return Decimal(int(value)).scaleb(-2)  # type: ignore[call-overload]
    if kind is Kind.NUMBER:
        return Decimal(str(value))
    return value if value != "" else None


_WRITERS: dict[str, type[_Writer]] = {"csv": _Csv, "jsonl": _JsonLines, "parquet": _Parquet}
