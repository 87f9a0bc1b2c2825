"""From messages to what each reception holds, chunk by chunk of days.

Memory stays flat: a chunk's messages are numbered, read and dropped. Rows of a chunk that do
not lie in order are sorted first; buyer days with a transfer, or with an instant told by two
files, are walked instead (`transfers.py`).

Two tables come out, still without a look past any day:

    held    one row per reception: rid, its key, counts, first/last, human_at, transfers, spoke_at
    began   one row per round: rid, opened, closed (the same day, or null), heads, leads,
            session_local, moved_in
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from jinpai.metrics import engine, rounds, transfers
from jinpai.metrics.epochs import Epochs
from jinpai.metrics.threads import BUYER_DAY, RECEPTION, heard, is_mass, is_robot, service_day, whose

ReadMessages = Callable[[date, date], ir.Table]
"""Messages whose local day lies between two days, both included."""

_TS = pa.timestamp("us")
HELD = pa.schema([
    ("rid", pa.int64()), ("shop", pa.string()), ("account", pa.string()), ("buyer", pa.string()),
    ("day", pa.date32()), ("rows", pa.int64()), ("first_at", _TS), ("last_at", _TS),
    ("first_local", _TS), ("last_local", _TS), ("buyer_messages", pa.int32()),
    ("human_messages", pa.int32()), ("robot_messages", pa.int32()), ("chars", pa.int64()),
    ("only_empty", pa.bool_()), ("adverts", pa.bool_()), ("human_at", pa.list_(_TS)),
    ("human_first", _TS), ("human_last", _TS), ("spoke_at", _TS), ("spoke_local", _TS),
    ("transferred_in", pa.bool_()), ("transferred_out", pa.bool_()),
    ("said_before_transfer", pa.int32()),
])  # fmt: skip
BEGAN = pa.schema([
    ("rid", pa.int64()), ("opened_at", _TS), ("opened_local", _TS), ("closed_at", _TS),
    ("closed_local", _TS), ("heads", pa.bool_()), ("leads", pa.bool_()), ("session_local", _TS),
    ("moved_in", pa.bool_()),
])  # fmt: skip
_SESSIONS = pa.schema([("rid", pa.int64()), ("began_at", _TS), ("ended_at", _TS)])


_SAME = [n for n in HELD.names if n not in (
    "rid", "shop", "buyer", "account", "day", "human_first", "human_last",
)] + ["account", "day"]  # fmt: skip
_LINE = [
    "account", "at", "local_at", "whose", "robot", "mass", "kind", "text", "to_account", "sender",
    "source", "line",
]  # fmt: skip


class Structure:
    """Reads messages into the tables `held`, `began` and `sessions` of an engine."""

    def __init__(self, con: Backend, rules: Epochs) -> None:
        self.con = con
        self.rules = rules
        self.cuts = rules.cuts()
        self.shifted = any(c.minutes for c in self.cuts)
        self.last_rid = 0
        for name, schema in (("held", HELD), ("began", BEGAN), ("sessions", _SESSIONS)):
            engine.hold(con, name, schema.empty_table())

    def read(self, messages: ReadMessages, first: date, last: date, *, sort: bool = False,
             only: ir.Table | None = None) -> None:  # fmt: skip
        """Add the service days `first`..`last`. `only`: (shop, buyer, day) to restrict to.

        `sort` sorts whatever the order found; the result must be the same.
        """
        reach = last + timedelta(days=1) if self.shifted else last
        rows = messages(first, reach)
        told = heard(rows, self.cuts, self.rules.is_advert)
        if self.shifted:
            told = told.filter(told.day.between(ibis.literal(first), ibis.literal(last)))
        if only is not None:
            told = told.semi_join(only, ["shop", "buyer", "day"])
        if sort or not self._number(told):
            told = engine.keep(self.con, "told", told.order_by([*RECEPTION, "at", "line"]))
            self._number(told)
            engine.drop(self.con, "told")
        floor = self.last_rid
        self._collect()
        self._walk(rows, first, last, floor)
        engine.drop(self.con, "numbered", "walked_days")

    def _number(self, told: ir.Table) -> bool:
        """Number the rows as they lie; False when they do not lie in order."""
        n = engine.keep(self.con, "numbered", rounds.numbered(told))
        t = engine.scalars(
            self.con,
            n.agg(
                disordered=(~n.ordered).sum().fill_null(0),
                begun=n.begins.sum().fill_null(0),
            ),
        )
        if t["disordered"]:
            return False
        heads = n.filter(n.begins).select(*RECEPTION)
        distinct = engine.scalars(self.con, heads.distinct().agg(n=lambda d: d.count()))["n"]
        return bool(distinct == t["begun"])

    def _collect(self) -> None:
        con = self.con
        base = self.last_rid
        n = con.table("numbered")
        turned = engine.keep(con, "turns", rounds.turns(n))
        told = rounds.held(n)
        spoke = rounds.openings_by_human(turned)
        told = told.left_join(spoke, "rid").select(
            told, spoke_at=spoke.spoke_at, spoke_local=spoke.spoke_local
        )
        engine.add(
            con,
            "held",
            told.mutate(
                rid=told.rid + base,
                human_first=told.human_at.mins(),
                human_last=told.human_at.maxs(),
                transferred_in=ibis.literal(False),
                transferred_out=ibis.literal(False),
                said_before_transfer=ibis.null("int32"),
            ),
        )
        session = engine.keep(con, "chunk_sessions", rounds.sessions(n))
        begun = engine.keep(con, "chunk_rounds", rounds.rounds(turned))
        lead = begun.left_join(session, [begun.leads, begun.sid == session.sid])
        engine.add(
            con,
            "began",
            lead.select(
                rid=begun.rid + base,
                opened_at=begun.opened_at,
                opened_local=begun.opened_local,
                closed_at=begun.closed_at,
                closed_local=begun.closed_local,
                heads=begun.heads,
                leads=begun.leads,
                session_local=session.began_local,
                moved_in=ibis.literal(False),
            ),
        )
        engine.add(
            con,
            "sessions",
            session.select(rid=session.rid + base, began_at="began_at", ended_at="ended_at"),
        )
        top = engine.scalars(con, n.agg(top=n.rid.max()))["top"]
        self.last_rid = base + (top or 0)
        engine.drop(con, "turns", "chunk_sessions", "chunk_rounds")

    def _walk(self, rows: ir.Table, first: date, last: date, floor: int) -> None:
        """Walk the buyer days that windows cannot judge, in place of what was read of them.

        `floor`: receptions numbered above it are this chunk's.
        """
        con = self.con
        rows = rows.mutate(
            buyer=rows.buyer.fill_null(""),
            kind=rows.kind.fill_null("text"),
            text=rows.text.fill_null(""),
            day=service_day(rows.local_at, rows.shop, self.cuts),
        )
        n = con.table("numbered")
        tied = n.filter(n.tied).select(*BUYER_DAY)
        moved = rows.filter(rows.kind == "transfer").select(*BUYER_DAY)
        days = ibis.union(moved, tied).distinct()
        walked = engine.keep(con, "walked_days", days.semi_join(n.select(*BUYER_DAY), BUYER_DAY))
        if not engine.scalars(con, walked.agg(n=walked.count()))["n"]:
            return
        con.raw_sql(
            f"CREATE OR REPLACE TEMP TABLE gone AS SELECT rid FROM held "
            f"SEMI JOIN walked_days USING (shop, buyer, day) WHERE rid > {floor}"
        )
        for name in ("held", "began", "sessions"):
            con.raw_sql(f"DELETE FROM {name} WHERE rid IN (SELECT rid FROM gone)")
        lines = rows.semi_join(walked, BUYER_DAY).mutate(
            whose=whose(rows), robot=is_robot(rows), mass=is_mass(rows)
        )
        self._hold_walked(engine.rows(con, lines.select(*BUYER_DAY, *_LINE).order_by(BUYER_DAY)))
        engine.drop(con, "gone")

    def _hold_walked(self, lines: list[dict[str, Any]]) -> None:
        held: list[dict[str, Any]] = []
        began: list[dict[str, Any]] = []
        sessions: list[dict[str, Any]] = []
        for (shop, buyer, day), day_lines in groupby(lines, key=lambda r: tuple(r[k] for k in BUYER_DAY)):
            for h in transfers.walk([self._line(r) for r in day_lines]):
                self.last_rid += 1
                rid = self.last_rid
                held.append({
                    "rid": rid, "shop": shop, "account": h.account, "buyer": buyer, "day": day,
                    **{k: getattr(h, k) for k in _SAME},
                    "human_first": min(h.human_at, default=None),
                    "human_last": max(h.human_at, default=None),
                })  # fmt: skip
                began += [
                    {"rid": rid, **{k: getattr(r, k) for k in BEGAN.names if k != "rid"}}
                    for r in h.rounds
                ]
                sessions += [
                    {"rid": rid, "began_at": s.began_at, "ended_at": s.ended_at}
                    for s in h.sessions
                ]
        for name, made, schema in (
            ("held", held, HELD), ("began", began, BEGAN), ("sessions", sessions, _SESSIONS),
        ):  # fmt: skip
            engine.hold(self.con, "walked", pa.Table.from_pylist(made, schema=schema))
            engine.add(self.con, name, self.con.table("walked"))
        engine.drop(self.con, "walked")

    def _line(self, row: dict[str, Any]) -> transfers.Line:
        text = row["text"]
        return transfers.Line(
            account=row["account"],
            at=row["at"],
            local_at=row["local_at"],
            day=row["day"],
            whose=row["whose"],
            robot=row["robot"],
            empty=row["kind"] == "text" and text == "",
            chars=len(text),
            advert=any(
                word in text
                for word in self.rules.of(row["shop"], row["day"]).exclusions.advert_texts
            ),
            transfer=row["kind"] == "transfer" and not row["mass"],
            to_account=row["to_account"] or None,
            sender=row["sender"],
            text=text,
            source=row["source"],
            line=row["line"],
        )
