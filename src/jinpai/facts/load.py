"""Files become facts: open, recognise, read, type, merge, and record it all in one commit.

A load reads shops, accounts and people first, so that everything else finds its time zone.
Each file is typed on its own (equal rows numbered, later duplicates winning), then what has
gathered is merged table by table. Rows of an unknown shop are put in the waiting queue and
come in with the commit that makes the shop known. Nothing is seen by readers before the
last step of the commit.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from jinpai.facts import readers as registry
from jinpai.facts.columns import LEDGERS, arrow_schema, fact_columns, quoted
from jinpai.facts.fates import reason
from jinpai.facts.known import Known, known
from jinpai.facts.lake import Commit, Lake, LakeBusy, Ruling
from jinpai.facts.merge import Merge, create_stage, settle_file, stage_name
from jinpai.facts.opening import Opened, open_file
from jinpai.facts.readers import file_name
from jinpai.facts.readers.protocol import Batch, Context, Problem, Reader
from jinpai.facts.rejected import RejectedRows
from jinpai.facts.reports import Counts, FileReport, ImportReport, Progress
from jinpai.facts.rows import EXCHANGE, TABLES, Kind
from jinpai.facts.typed import Setting, type_batch
from jinpai.facts.waiting import WaitingRows, read_waiting
from jinpai.facts.zones import Piece, to_utc, to_wall

STAGE_ROWS = 1_500_000  # rows that gather before they are merged
_FIRST = ("shops", "accounts", "people")


@dataclass(frozen=True)
class Answers:
    """What a person said at import, for files that do not say it themselves."""

    shop: str | None = None
    as_of: datetime | None = None
    day: str | None = None


@dataclass(frozen=True)
class Source:
    """A file to load: where it is, its name as the user knows it, and what was said about it
    alone (without that, what was said about all)."""

    path: Path
    name: str
    answers: Answers | None = None


class _Cancelled(Exception):
    """The person who started the load wants it stopped."""


@dataclass
class _File:
    """One recognised file on its way through the load."""

    number: int
    opened: Opened
    reader: Reader
    report: FileReport
    asked: str
    answers: Answers
    rows: int = 0


@dataclass
class _Cover:
    shop: str
    table: str
    source: str
    as_of: datetime
    first: date | None
    last: date | None
    rows: int


@dataclass
class _Work:
    """Everything a running load holds."""

    lake: Lake
    commit: Commit
    con: duckdb.DuckDBPyConnection
    folder: Path
    now: datetime
    answers: Answers
    progress: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    rejected_dir: Path | None
    known: Known
    files: list[_File] = field(default_factory=list)
    staged: dict[str, int] = field(default_factory=dict)
    covers: list[_Cover] = field(default_factory=list)
    days: list[tuple[str, int, str, date | None, int, int]] = field(default_factory=list)
    as_of: dict[int, datetime] = field(default_factory=dict)
    latest: dict[int, datetime] = field(default_factory=dict)  # by file: its latest row
    counts: dict[int, dict[str, Counts]] = field(default_factory=dict)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    next_number: int = 0
    committed: bool = False

    def number(self) -> int:
        self.next_number += 1
        return self.next_number


def _nothing(_: Progress) -> None:
    return None


def _never() -> bool:
    return False


def load(
    lake: Lake,
    sources: Sequence[Source],
    *,
    now: datetime,
    answers: Answers | None = None,
    progress: Callable[[Progress], None] = _nothing,
    cancelled: Callable[[], bool] = _never,
    rejected_dir: Path | None = None,
) -> ImportReport:
    """Load files into the lake in one commit and say what became of every row.

    `now` is the wall time of the import. Nothing is committed when every file is unchanged
    or refused, or when `cancelled` says so; `import_no` is None then. Bad content and bad
    files are in the report; nothing is raised for them.
    """
    try:
        with lake.commit() as commit, _work(
            lake, commit, now, answers or Answers(), progress, cancelled, rejected_dir
        ) as work:  # fmt: skip
            return _load(work, sources)
    except LakeBusy as busy:
        return ImportReport(
            None,
            [
                FileReport(s.name, status="refused", problems=[replace(busy.problem, file=s.name)])
                for s in sources
            ],
            at=now,
        )


class _work:
    """A load's connection and folder, gone afterwards."""

    def __init__(
        self,
        lake: Lake,
        commit: Commit,
        now: datetime,
        answers: Answers,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
        rejected_dir: Path | None,
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="_work-", dir=lake.root))
        self.con = connect(self.folder)
        if now.tzinfo is not None:
            pieces = known(self.con, commit.base).zones[""]
            now = to_wall(now.astimezone(UTC).replace(tzinfo=None), pieces)
        self.work = _Work(
            lake, commit, self.con, self.folder, now, answers, progress, cancelled, rejected_dir,
            known(self.con, commit.base), waiting=lake.waiting(),
        )  # fmt: skip

    def __enter__(self) -> _Work:
        return self.work

    def __exit__(self, *_: object) -> None:
        self.con.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection for loading: UTC, bounded memory, spilling into `folder`."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET memory_limit = '1500MB'")
    con.execute("SET preserve_insertion_order = false")
    con.execute("SET enable_progress_bar = false")
    spill = str(folder).replace("'", "''")
    con.execute(f"SET temp_directory = '{spill}'")
    return con


def _load(work: _Work, sources: Sequence[Source]) -> ImportReport:
    report = ImportReport(None, at=work.now)
    try:
        ready = _recognise(work, sources, report)
        early = [f for f in ready if _main_table(f) in _FIRST]
        shops = [f for f in early if _table_of(f) == "shops"]
        for wave in (shops, [f for f in early if f not in shops]):
            for file in wave:
                _read(work, file)
            if wave:
                _merge_all(work)
                work.known = known(work.con, work.commit.working())
        retried = _retry_waiting(work)
        for file in ready:
            if file not in early:
                _read(work, file)
            _finish_if_full(work)
        _merge_all(work)
    except _Cancelled:
        report.cancelled = True
        for done in report.files:
            done.status = "refused"
            done.tables.clear()
        return report
    for number, table_counts in work.counts.items():
        if number in retried:
            for table, counts in table_counts.items():
                _add(report.retried.setdefault(table, Counts()), counts)
    if not work.files and not retried:
        return report
    _write_ledgers(work)
    report.import_no = work.commit.import_no
    log = {"kind": "import", **report.to_json()}
    log["at"] = work.now.isoformat()
    work.commit.record(log=log, waiting=work.waiting)
    return report


def _add(into: Counts, more: Counts) -> None:
    for name in ("read", "new", "changed", "same", "duplicate", "rejected", "waiting"):
        setattr(into, name, getattr(into, name) + getattr(more, name))


# recognising


def _recognise(work: _Work, sources: Sequence[Source], report: ImportReport) -> list[_File]:
    """Open every file, find its reader, and leave out what is already in the lake."""
    ready: list[_File] = []
    seen = {
        (source, asked)
        for source, asked in work.con.execute(
            f"SELECT source, asked FROM ({work.commit.base.sql('files')})"
        ).fetchall()
    }
    for source in sources:
        work.progress(Progress(source.name, "opening", 0))
        folder = Path(tempfile.mkdtemp(dir=work.folder))
        for opened in open_file(source.path, source.name, folder):
            if isinstance(opened, Problem):
                refused = FileReport(opened.file or source.name, status="refused")
                refused.add(opened)
                report.files.append(refused)
                continue
            one = FileReport(opened.name, opened.sha256)
            report.files.append(one)
            file = _one_file(work, opened, one, source.answers or work.answers)
            if file is None:
                continue
            if (opened.sha256, file.asked) in seen:
                one.status = "unchanged"
                continue
            seen.add((opened.sha256, file.asked))
            ready.append(file)
    return ready


def _one_file(work: _Work, opened: Opened, report: FileReport, answers: Answers) -> _File | None:
    reader = registry.recognise(opened.sample)
    if reader is None:
        report.status = "refused"
        report.add(
            Problem(
                "unknown_kind",
                "认不出这是哪种导出文件",
                "this is none of the exports that are known here",
                "请用平台的原始导出；或按交换格式整理后导入",
                "use the platform's own export, or write the exchange format",
                file=opened.name,
            )
        )
        return None
    report.reader = reader.code
    asked = {
        "shop": answers.shop,
        "as_of": answers.as_of.isoformat() if answers.as_of else None,
        "day": answers.day,
        "name": _name_says(reader, opened.name),
    }
    text = json.dumps({k: v for k, v in asked.items() if v}, sort_keys=True)
    return _File(work.number(), opened, reader, report, f"{reader.code} {text}", answers)


def _name_says(reader: Reader, name: str) -> str | None:
    """The time in a platform file's name: equal cells under the name of another day (a quiet
    day's report, an export of tomorrow in which nothing moved) are another file's facts."""
    if reader.code == "exchange":
        return None
    stamp = file_name.exported_at(name)
    if stamp:
        return stamp.isoformat()
    days = file_name.days(name)
    return f"{days[0]}..{days[1]}" if days else None


def _table_of(file: _File) -> str | None:
    """The one table that a file of the exchange format fills; None for other readers."""
    table_of = getattr(file.reader, "table_of", None)
    if table_of is None:
        return None
    table, _ = table_of(file.opened.sample)
    return table.name if table is not None else None


def _main_table(file: _File) -> str:
    """The table to which a row belongs that is too broken to be one."""
    return _table_of(file) or file.reader.tables[0]


# reading one file


def _read(work: _Work, file: _File) -> None:
    report, opened, reader = file.report, file.opened, file.reader
    shop = file.answers.shop
    if shop is None and reader.needs_shop:
        shop = work.known.only_shop
        if shop is None:
            _refuse(report, _which_shop(opened.name))
            return
    shop = shop or work.known.only_shop
    if reader.needs_shop and shop not in work.known.shops:
        _refuse(report, _which_shop(opened.name, shop))
        return
    report.shop = shop if (reader.needs_shop or file.answers.shop) else None
    setting = Setting(work.known.zones, shop, work.known.shops)
    context = Context(shop, file.answers.day, work.known.accounts.get(shop or "", frozenset()))
    name = re.sub(r"[^\w.\-]+", "_", opened.name)[-80:]
    with (
        RejectedRows(work.rejected_dir, f"{opened.sha256[:12]}-{name}.csv") as rejected,
        WaitingRows(work.lake.root, work.commit.import_no, file.number) as waits,
    ):
        staged = _take(
            work, file.number, report, setting,
            reader.read(opened.path, opened.sample, context), rejected, waits,
            _main_table(file),
        )  # fmt: skip
        if report.problems and not any(c.read for c in report.tables.values()):
            # nothing could be read until the problem is cured: the file must be free to come again
            report.status = "refused"
            return
        if rejected.count and rejected.path is not None:
            report.rejected_file = rejected.path.name
        as_of = _as_of(work, file)
        _settle(work, file.number, report, staged, opened.sha256, as_of)
        waiting = waits.entries(
            source=opened.sha256, name=opened.name, reader=reader.code, as_of=as_of
        )
    work.waiting += waiting
    work.files.append(file)
    if waiting and not any(c.read - c.waiting - c.rejected for c in report.tables.values()):
        report.status = "waiting"
    work.progress(Progress(opened.name, "done", file.rows, file.rows))


def _refuse(report: FileReport, problem: Problem) -> None:
    report.status = "refused"
    report.add(problem)


def _which_shop(name: str, shop: str | None = None) -> Problem:
    if shop is not None:
        return Problem(
            "unknown_shop",
            f"还没有代码为“{shop}”的店铺",
            f"there is no shop with the code “{shop}”",
            "先添加这家店铺，再导入一次",
            "add the shop first, then import the file again",
            file=name,
        )
    return Problem(
        "which_shop",
        "文件里没有写是哪家店铺",
        "the file does not say which shop it is from",
        "请选择店铺后再导入一次（还没有店铺时先添加一家）",
        "choose the shop and import it again (add one first if there is none)",
        file=name,
    )


def _take(
    work: _Work,
    number: int,
    report: FileReport,
    setting: Setting,
    batches: Iterator[Batch | Problem],
    rejected: RejectedRows,
    waits: WaitingRows,
    main_table: str,
) -> list[str]:
    """Type a reader's batches into the stage tables of this one file; returns the tables."""
    con = work.con
    staged: list[str] = []
    seq = 0
    for item in batches:
        if work.cancelled():
            raise _Cancelled
        if isinstance(item, Problem):
            _problem(report, replace(item, file=report.name), rejected, main_table)
            continue
        table, rows = item.table, item.rows
        if rows.num_rows == 0:
            continue
        counts = report.counts(table)
        counts.read += rows.num_rows
        type_batch(con, table, rows, setting, "typed_rows")
        for place, bad in con.execute(
            "SELECT place, bad FROM typed_rows WHERE bad IS NOT NULL ORDER BY place"
        ).fetchall():
            code, _, column = bad.partition("|")
            row = rows.slice(place, 1).to_pylist()[0]
            line = row.pop("line", None)
            raw = "" if row.get(column) is None else str(row[column])
            problem = reason(code, column, line, raw[:2000], report.name)
            report.add(problem)
            rejected.add(problem, row)
            counts.rejected += 1
        places = con.execute("SELECT place FROM typed_rows WHERE unknown ORDER BY place").fetchall()
        if places:
            waits.add(table, rows.take(pa.array([p for (p,) in places], pa.int64())))
            counts.waiting += len(places)
        # rows that wait count too: the file is as old with them as without
        latest = _latest(work, table, "typed_rows")
        if latest is not None:
            work.latest[number] = max(latest, work.latest.get(number, latest))
        if table not in staged:
            staged.append(table)
            con.execute(f"DROP TABLE IF EXISTS {stage_name(table)}_one")
            create_stage(con, table, suffix="_one")
        names = ", ".join(quoted(c) for c, _ in fact_columns(table))
        con.execute(
            f"INSERT INTO {stage_name(table)}_one SELECT {names}, NULL, line, NULL, {number}, "
            f"{seq} + place FROM typed_rows WHERE bad IS NULL AND NOT unknown"
        )
        con.execute("DROP TABLE typed_rows")
        seq += rows.num_rows
        work.progress(Progress(report.name, "reading", seq))
    return staged


def _problem(report: FileReport, problem: Problem, rejected: RejectedRows, main_table: str) -> None:
    if problem.code in ("unknown_columns", "unknown_column"):
        report.unknown_columns += [c for c in problem.column.split("\n") if c]
        return
    report.add(problem)
    if problem.line is not None:
        counts = report.counts(main_table)
        counts.read += 1
        counts.rejected += 1
        rejected.add(problem, None)


def _wall(work: _Work, when: datetime, shop: str | None) -> datetime:
    """A moment as the shop's wall time, without zone."""
    if when.tzinfo is None:
        return when
    pieces = work.known.zones.get(shop or "", work.known.zones[""])
    return to_wall(when.astimezone(UTC).replace(tzinfo=None), pieces)


def _as_of(work: _Work, file: _File) -> datetime:
    """When the file was exported, as wall time; the report says how that is known."""
    report, sample = file.report, file.opened.sample
    shop = report.shop or work.known.only_shop
    said = file.reader.as_of(sample)
    if said is not None:
        in_name = said.strftime("%Y%m%d") in re.sub(r"[-_. ]", "", sample.name)
        report.as_of_from = "name" if in_name else "cells"
        report.as_of = _wall(work, said, shop)
        return report.as_of
    if file.answers.as_of is not None:
        report.as_of_from = "asked"
        report.as_of = _wall(work, file.answers.as_of, shop)
        return report.as_of
    latest = work.latest.get(file.number)
    if latest is not None:
        report.as_of_from = "latest row"
        report.as_of = min(latest, work.now)
        return report.as_of
    report.as_of_from = "import time"
    report.as_of = work.now
    return work.now


# times that lie ahead when they are written, or say nothing about the export
_NOT_TELLING = {"deadline", "to"}


def _latest(work: _Work, table: str, rows: str) -> datetime | None:
    """The latest moment that typed rows speak of."""
    if table in (*_FIRST, "campaigns", "rulings"):
        return None
    parts = []
    for column in TABLES[table].columns:
        if column.kind is Kind.TIME and column.name not in _NOT_TELLING:
            parts.append(f"max({quoted(column.local)})")
        elif column.kind is Kind.DAY:
            parts.append(f"max({quoted(column.name)}) + INTERVAL 1 DAY")
    if not parts:
        return None
    row = work.con.execute(
        f"SELECT greatest({', '.join(parts)}) FROM {rows} WHERE bad IS NULL"
    ).fetchone()
    found = row[0] if row else None
    return found if isinstance(found, datetime) else None


def _settle(
    work: _Work,
    number: int,
    report: FileReport,
    staged: Sequence[str],
    source: str,
    as_of: datetime,
) -> None:
    """Duplicates within the file, then into the common stage."""
    con = work.con
    work.counts[number] = report.tables
    work.as_of[number] = as_of
    for table in staged:
        one = f"{stage_name(table)}_one"
        report.counts(table).duplicate += sum(settle_file(con, table, "_one").values())
        day = "local_day" if TABLES[table].day_from else "CAST(NULL AS DATE)"
        shop = "shop" if TABLES[table].has_shop else "''"
        for code, first, last, rows in con.execute(
            f"SELECT {shop} AS shop, min({day}), max({day}), count(*) FROM {one} GROUP BY ALL"
        ).fetchall():
            work.covers.append(_Cover(code, table, source, as_of, first, last, rows))
            if table not in _FIRST:
                report.first_day = min(filter(None, (report.first_day, first)), default=None)
                report.last_day = max(filter(None, (report.last_day, last)), default=None)
        create_stage(con, table)
        names = ", ".join(quoted(c) for c, _ in fact_columns(table))
        row = con.execute(f"SELECT count(*) FROM {one}").fetchone()
        con.execute(
            f"INSERT INTO {stage_name(table)} SELECT {names}, ?, line, ?, file, seq FROM {one}",
            [source, as_of],
        )
        con.execute(f"DROP TABLE {one}")
        work.staged[table] = work.staged.get(table, 0) + (row[0] if row else 0)


# merging


def _finish_if_full(work: _Work) -> None:
    if sum(work.staged.values()) >= STAGE_ROWS:
        _merge_all(work)


def _merge_all(work: _Work) -> None:
    """Merge every stage into the lake, in the order of the exchange format."""
    order = [t.name for t in EXCHANGE] + ["rulings"]
    for table in sorted(work.staged, key=order.index):
        if work.cancelled():
            raise _Cancelled
        rows = work.staged.pop(table)
        if not rows:
            work.con.execute(f"DROP TABLE {stage_name(table)}")
            continue
        work.progress(Progress(TABLES[table].zh, "writing", 0, rows))
        touched = Merge(work.con, work.commit, table).run()
        for (number, _), (new, changed, same) in touched.counts.items():
            counts = work.counts.setdefault(number, {}).setdefault(table, Counts())
            counts.new += new
            counts.changed += changed
            counts.same += same
        work.days += [(table, *found) for found in touched.days]
        work.progress(Progress(TABLES[table].zh, "writing", rows, rows))


# the waiting queue


def _retry_waiting(work: _Work) -> set[int]:
    """Take in the rows of shops that have become known; returns their file numbers."""
    numbers: set[int] = set()
    left: list[dict[str, Any]] = []
    for entry in work.waiting:
        if not work.known.shops & set(entry["shops"]):
            left.append(entry)
            continue
        number = work.number()
        numbers.add(number)
        report = FileReport(entry["name"])
        setting = Setting(work.known.zones, None, work.known.shops)
        batches = read_waiting(work.lake.root, entry)
        as_of = datetime.fromisoformat(entry["as_of"])
        with (
            RejectedRows(None, "") as rejected,
            WaitingRows(work.lake.root, work.commit.import_no, number) as waits,
        ):
            staged = _take(work, number, report, setting, batches, rejected, waits, entry["table"])
            _settle(work, number, report, staged, entry["source"], as_of)
            left += waits.entries(
                source=entry["source"], name=entry["name"], reader=entry["reader"], as_of=as_of
            )
    work.waiting = left
    return numbers


# ledgers


def _write_ledgers(work: _Work) -> None:
    """Write which files came, what they cover and which days they touched."""
    before = {
        (shop, table): (as_of, first)
        for shop, table, as_of, first in work.con.execute(
            'SELECT shop, "table", max(as_of), min(first_day) FROM '
            f"({work.commit.base.sql('covers')}) GROUP BY ALL"
        ).fetchall()
    }
    import_no = work.commit.import_no
    _ledger(
        work,
        "files",
        [
            (
                f.opened.sha256, f.opened.name, f.reader.code, f.asked, f.report.status,
                work.as_of[f.number], import_no,
            )
            for f in work.files
        ],
    )  # fmt: skip
    _ledger(
        work,
        "covers",
        [
            (c.shop, c.table, c.source, c.as_of, c.first, c.last, c.rows, import_no)
            for c in work.covers
        ],
    )
    arrivals = []
    for table, number, shop, day, new, changed in work.days:
        covered, first = before.get((shop, table), (None, None))
        late = (
            covered is not None
            and day is not None
            and work.as_of[number].date() < covered.date()
            and day < covered.date()
            and (first is None or first <= day)
        )
        arrivals.append((shop, table, day, new, changed, late, covered, import_no))
    _ledger(work, "arrivals", arrivals)


def _ledger(work: _Work, name: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    schema = arrow_schema(name)
    data = pa.table(
        {
            column: pa.array([row[i] for row in rows], schema.field(column).type)
            for i, (column, _) in enumerate(LEDGERS[name])
        }
    )
    part = pa.array(["none"] * len(rows), pa.string())
    work.commit.append(name, data.append_column("part", part))


# rulings


def write_rulings(lake: Lake, rulings: Sequence[Ruling], *, now: datetime) -> int:
    """Lake.append_rulings: the rulings and what they set free, in one commit."""
    with lake.commit() as commit, _work(
        lake, commit, now, Answers(), _nothing, _never, None
    ) as work:  # fmt: skip
        number = work.number()
        pieces: Sequence[Piece] = work.known.zones[""]
        create_stage(work.con, "rulings")
        for seq, ruling in enumerate(rulings):
            wall = _wall(work, ruling.at, None)
            row = {
                "kind": ruling.kind,
                "subject": ruling.subject,
                "from": ruling.from_,
                "to": ruling.to,
                "value": json.dumps(ruling.value, ensure_ascii=False, sort_keys=True, default=str),
                "reason": ruling.reason or None,
                "signed_by": ruling.signed_by or None,
                "at": to_utc(wall, pieces),
                "local_at": wall,
                "local_day": ruling.from_,
            }
            values = [row[c] for c, _ in fact_columns("rulings")]
            marks = ", ".join("?" for _ in values)
            work.con.execute(
                f"INSERT INTO stage_rulings VALUES ({marks}, ?, ?, ?, ?, ?)",
                [*values, "ruling", commit.import_no * 1_000_000 + seq, wall, number, seq],
            )
        settle_file(work.con, "rulings", "")
        work.staged["rulings"] = len(rulings)
        work.as_of[number] = work.now
        _merge_all(work)
        work.known = known(work.con, commit.working())
        retried = _retry_waiting(work)
        _merge_all(work)
        work.days = [d for d in work.days if d[0] != "rulings"]
        _write_ledgers(work)
        found: dict[str, Counts] = {}
        for one in retried:
            for table, counts in work.counts.get(one, {}).items():
                _add(found.setdefault(table, Counts()), counts)
        log = {
            "kind": "rulings",
            "at": work.now.isoformat(),
            "rulings": [
                {"kind": r.kind, "subject": r.subject, "signed_by": r.signed_by} for r in rulings
            ],
            "retried": {t: vars(c) for t, c in found.items()},
        }
        return commit.record(log=log, waiting=work.waiting)


__all__ = ["Answers", "Counts", "FileReport", "ImportReport", "Progress", "Source", "load"]
