"""What the figures read of a snapshot: the rules in force, the orders' buyers, the flags."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend
from pydantic import ValidationError

from jinpai.facts.identity import order_buyers
from jinpai.facts.lake import Snapshot
from jinpai.metrics import engine
from jinpai.metrics.epochs import Epoch, Epochs, minutes
from jinpai.metrics.policies import Measure


def rulings(con: Backend, snapshot: Snapshot, *kinds: str) -> list[dict[str, Any]]:
    """Rulings in force of some kinds, oldest first, `value` parsed; withdrawn ones left out."""
    wanted = ", ".join(f"'{k}'" for k in kinds)
    found = engine.fetch(
        con,
        f"SELECT * FROM ({snapshot.sql('rulings')}) WHERE kind IN ({wanted}) "
        'ORDER BY "at", subject, "from" NULLS FIRST',
    )
    out = []
    for row in found:
        try:
            row["value"] = json.loads(row["value"] or "{}")
        except ValueError:
            continue
        if not row["value"].get("withdrawn"):
            out.append(row)
    return out


def epochs(con: Backend, snapshot: Snapshot) -> Epochs:
    """The measures in force with everything else that decides figures beside the facts."""
    dated: dict[tuple[str, date], Measure] = {}
    for r in rulings(con, snapshot, "measure"):
        try:
            dated[r["subject"], r["from"] or date.min] = Measure.model_validate(r["value"])
        except ValidationError:
            continue  # written by a newer release: the measure before it stays in force
    cuts: dict[tuple[str, date], int] = {}
    for row in engine.fetch(con, f"SELECT shop, day_cut FROM ({snapshot.sql('shops')})"):
        if row["day_cut"]:
            cuts[row["shop"], date.min] = minutes(row["day_cut"])
    for r in rulings(con, snapshot, "shop"):
        if r["value"].get("day_cut"):
            cuts[r["subject"], r["from"] or date.min] = minutes(r["value"]["day_cut"])
    internal: list[tuple[str, str]] = []
    after_sale: list[tuple[str, str]] = []
    by_hand: list[tuple[str, str, str, date]] = []
    for r in rulings(con, snapshot, "internal_account", "after_sale_account", "exclusion"):
        words = r["subject"].split("/")
        if r["kind"] == "exclusion" and len(words) >= 4:
            day = date.fromisoformat(words[-1])
            by_hand.append((words[0], words[1], "/".join(words[2:-1]), day))
        elif r["kind"] != "exclusion" and len(words) >= 2:
            pair = (words[0], "/".join(words[1:]))
            (internal if r["kind"] == "internal_account" else after_sale).append(pair)
    return Epochs(
        dated=tuple(Epoch(s, d, m) for (s, d), m in sorted(dated.items())),
        day_cuts=tuple((s, d, n) for (s, d), n in sorted(cuts.items())),
        internal=tuple(sorted(set(internal))),
        after_sale=tuple(sorted(set(after_sale))),
        by_hand=tuple(sorted(set(by_hand))),
    )


def ruled_flags(con: Backend, snapshot: Snapshot) -> ir.Table:
    """(shop, order_id, flag) of flags set here; the latest ruling counts."""
    flags: dict[tuple[str, str], str] = {}
    for r in rulings(con, snapshot, "flag"):
        shop, _, order_id = r["subject"].partition("/")
        if order_id and r["value"].get("flag"):
            flags[shop, order_id] = r["value"]["flag"]
    rows = ", ".join(
        "(" + ", ".join("'" + w.replace("'", "''") + "'" for w in (*k, f)) + ")"
        for k, f in sorted(flags.items())
    )
    body = (
        f"SELECT * FROM (VALUES {rows}) AS f(shop, order_id, flag)"
        if rows
        else "SELECT ''::VARCHAR AS shop, ''::VARCHAR AS order_id, ''::VARCHAR AS flag WHERE false"
    )
    con.raw_sql(f"CREATE OR REPLACE TEMP TABLE ruled_flags AS {body}")
    return con.table("ruled_flags")


def buyers(con: Backend, snapshot: Snapshot, threads: str | None = None) -> ir.Table:
    """(shop, order_id, buyer): an order's buyer as the chats know them. `threads`: a SELECT of
    (shop, buyer) of all receptions, where they have been computed."""
    found = order_buyers(snapshot, con, threads=threads)
    return engine.keep(con, "order_buyers", found.select("shop", "order_id", "buyer"))
