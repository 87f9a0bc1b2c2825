"""Does the cache say what the facts say, and do the laws hold?

The cache is compared, row by row, with a computation from scratch that trusts no order of the
files, so it proves incremental = scratch and streaming = sorted at once.
Source: design 3-metrics §4.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ibis.backends.duckdb import Backend

from jinpai.facts.lake import Lake
from jinpai.metrics import compute, engine, inputs
from jinpai.metrics.catalogue import CATALOGUE
from jinpai.metrics.compute import Progress
from jinpai.metrics.empty import EMPTY
from jinpai.metrics.receptions import REASONS
from jinpai.metrics.store import Manifest, Store, scan

MOST = 1000
_KEYS = {
    "receptions": ("shop", "account", "buyer", "day"),
    "rounds": ("shop", "account", "buyer", "opened_local"),
    "sessions": ("shop", "account", "began_at"),
    "inquiries": ("shop", "account", "buyer", "day"),
    "credits": ("shop", "order_id"),
    "figures": ("shop", "account", "bind_day", "day"),
    "hours": ("shop", "account", "day", "hour"),
    "waits": ("shop", "account", "day", "heads", "second"),
}


@dataclass(frozen=True)
class Difference:
    """One place where a law does not hold."""

    law: str
    where: str
    expected: str
    found: str


def check(
    lake: Lake, folder: Path, *, progress: Progress = compute.quiet, most: int = MOST
) -> list[Difference]:
    """All differences, at most `most` of each kind; empty when everything agrees.

    The cache is brought up to the lake's newest snapshot first, as any reader would.
    """
    manifest = compute.refresh(lake, folder)
    snapshot = lake.snapshot(manifest.import_no)
    store = Store(folder)
    with TemporaryDirectory(prefix="jinpai-check-") as scratch_folder:
        fresh = Store(Path(scratch_folder))
        con = engine.connect(spill=Path(scratch_folder) / "spill")
        try:
            rules = inputs.epochs(con, snapshot)
            anew = compute.scratch(con, snapshot, fresh, rules, progress=progress, sort=True)
        finally:
            con.disconnect()
        con = engine.connect(spill=Path(scratch_folder) / "spill")
        try:
            found: list[Difference] = []
            for table in EMPTY:
                found += _same(con, table, store, manifest, fresh, anew, most)
            return found + _laws(con, snapshot.sql("orders"), most)
        finally:
            con.disconnect()


def _view(con: Backend, name: str, table: str, store: Store, manifest: Manifest) -> None:
    files = store.files(manifest, table)
    body = scan(files) if files else EMPTY[table]
    lists = {"receptions": "human_at", "credits": "assistants"}
    if table in lists:
        body = f"SELECT * REPLACE (list_sort({lists[table]}) AS {lists[table]}) FROM ({body})"
    con.raw_sql(f"CREATE OR REPLACE TEMP VIEW {name} AS {body}")


def _same(
    con: Backend, table: str, store: Store, manifest: Manifest, fresh: Store, anew: Manifest,
    most: int,
) -> list[Difference]:  # fmt: skip
    """Rows of a derived table that the cache and the computation from scratch do not share."""
    _view(con, "cached", table, store, manifest)
    _view(con, table, table, fresh, anew)
    keys = _KEYS[table]
    out: dict[tuple[str, ...], dict[str, dict[str, object]]] = {}
    for side, here, there in (("found", "cached", table), ("expected", table, "cached")):
        rows = engine.fetch(
            con,
            f"SELECT * FROM {here} EXCEPT ALL SELECT {_columns(con, here)} FROM {there} "
            f"LIMIT {most}",
        )
        for row in rows:
            out.setdefault(tuple(str(row[k]) for k in keys), {})[side] = row
    found = []
    for key, sides in sorted(out.items()):
        ours, theirs = sides.get("expected", {}), sides.get("found", {})
        both = ours and theirs
        changed = [c for c in ours if ours[c] != theirs[c]] if both else list(keys)
        found.append(
            Difference(
                "cache = scratch",
                f"{table} " + " ".join(f"{k}={v}" for k, v in zip(keys, key, strict=True)),
                _said(ours, changed),
                _said(theirs, changed),
            )
        )
    return found


def _columns(con: Backend, view: str) -> str:
    names = [r["column_name"] for r in engine.fetch(con, f"DESCRIBE {view}")]
    return ", ".join(f'"{n}"' for n in names)


def _said(row: dict[str, object], columns: list[str]) -> str:
    if not row:
        return "no such row"
    return ", ".join(f"{c}={row[c]}" for c in columns[:6])


def _laws(con: Backend, orders: str, most: int) -> list[Difference]:
    """The laws over the tables computed from scratch (views of their names)."""
    found: list[Difference] = []

    def law(name: str, sql: str) -> None:
        for r in engine.fetch(con, f"{sql} LIMIT {most}"):
            found.append(Difference(name, str(r["at"]), str(r["expected"]), str(r["found"])))

    for judgment in ("order_first", "created", "paid"):
        law(
            f"paid sales = credited + silent + flagged ({judgment})",
            'SELECT c.shop AS "at", o.paid AS expected, c.credited + c.silent + c.flagged AS found '
            f"FROM (SELECT shop, "
            f"coalesce(sum(amount_paid) FILTER (NOT paid_out AND owner_{judgment} IS NOT NULL), 0) "
            "AS credited, "
            f"coalesce(sum(amount_paid) FILTER (NOT paid_out AND owner_{judgment} IS NULL), 0) "
            "AS silent, coalesce(sum(amount_paid) FILTER (paid_out), 0) AS flagged "
            "FROM credits WHERE paid_at IS NOT NULL GROUP BY shop) AS c JOIN "
            "(SELECT shop, coalesce(sum(amount_paid), 0) AS paid "
            f"FROM ({orders}) WHERE paid_at IS NOT NULL AND created_at IS NOT NULL GROUP BY shop) "
            "AS o USING (shop) WHERE o.paid <> c.credited + c.silent + c.flagged",
        )
    law(
        "sales of the accounts = credited sales of the shop",
        "SELECT shop || ' ' || day AS \"at\", sum(credited_sales) AS expected, sum(sales) AS found "
        "FROM figures GROUP BY shop, day HAVING sum(credited_sales) <> sum(sales)",
    )
    law(
        "distinct buyers of the accounts >= the shop's",
        "SELECT f.shop || ' ' || f.day AS \"at\", b.n AS expected, f.n AS found FROM "
        "(SELECT shop, day, sum(paid_buyers) AS n FROM figures GROUP BY shop, day) AS f JOIN "
        "(SELECT shop, paid_day AS day, count(DISTINCT buyer) AS n FROM credits "
        "WHERE owner IS NOT NULL GROUP BY shop, paid_day) AS b USING (shop, day) WHERE f.n < b.n",
    )
    law(
        "receptions = direct + transferred in",
        "SELECT shop || ' ' || account || ' ' || day AS \"at\", receptions AS expected, "
        "direct + transferred_in AS found FROM figures WHERE receptions <> direct + transferred_in",
    )
    reasons = ", ".join(f"'{r}'" for r in REASONS)
    law(
        "every excluded reception has a reason",
        "SELECT shop || ' ' || account || ' ' || buyer || ' ' || day AS \"at\", 'a reason' AS "
        f"expected, excluded AS found FROM receptions WHERE excluded NOT IN ({reasons})",
    )
    for m in CATALOGUE.values():
        if m.is_share and m.den:
            law(
                f"0 <= num <= den ({m.code})",
                "SELECT shop || ' ' || coalesce(account, '') || ' ' || day AS \"at\", "
                f"{m.den} AS expected, {m.num} AS found FROM figures "
                f"WHERE {m.num} < 0 OR {m.num} > {m.den}",
            )
    return found
