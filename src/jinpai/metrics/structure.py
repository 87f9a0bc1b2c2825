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

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from jinpai.metrics import engine, rounds, transfers
from jinpai.metrics.epochs import Epochs
from jinpai.metrics.threads import (
    BUYER_DAY,
    RECEPTION,
    heard,
    is_mass,
    is_robot,
    service_day,
    whose,
)

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


_MADE = {"held": HELD, "began": BEGAN, "sessions": _SESSIONS}
_RIDS = 10**9  # receptions that one structure may number
_DUCKDB = {
    pa.int64(): "BIGINT", pa.int32(): "INTEGER", pa.string(): "VARCHAR", pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE", _TS: "TIMESTAMP", pa.list_(_TS): "TIMESTAMP[]",
}  # fmt: skip
_SAME = [n for n in HELD.names if n not in (
    "rid", "shop", "buyer", "account", "day", "human_first", "human_last",
)] + ["account", "day"]  # fmt: skip
_LINE = [
    "account", "at", "local_at", "whose", "robot", "mass", "kind", "text", "to_account", "sender",
    "source", "line",
]  # fmt: skip


class Structure:
    """Reads messages into `held`, `began` and `sessions`."""

    def __init__(self, con: Backend, rules: Epochs, number: int = 0) -> None:
        """`number` sets apart structures that are read side by side and then put together."""
        self.con = con
        self.number = number
        self.rules = rules
        self.cuts = rules.cuts()
        self.shifted = any(c.minutes for c in self.cuts)
        self.last_rid = number * _RIDS
        self.pieces: dict[str, list[str]] = {name: [] for name in _MADE}

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
            told = told.semi_join(only, BUYER_DAY)
        if sort or not self._number(told):
            told = engine.keep(self.con, "told", told.order_by([*RECEPTION, "at", "line"]))
            self._number(told)
            engine.drop(self.con, "told")
        self._collect()
        self._walk(rows)
        engine.drop(self.con, "numbered", "places", "walked_days")

    def more(self, name: str, rows: ir.Table) -> str:
        """Add rows to one of the tables made; each piece is a table of its own, because adding
        lists to a table costs ten times what making one does."""
        piece = self._name(name)
        types = {f.name: _DUCKDB[f.type] for f in _MADE[name]}
        engine.keep_typed(self.con, piece, rows, types)
        self.pieces[name].append(piece)
        return piece

    def _name(self, name: str) -> str:
        return f"{name}_{self.number}_{len(self.pieces[name])}"

    def take(self, other: Structure) -> None:
        """Add what another structure of the same engine has read."""
        for name, pieces in other.pieces.items():
            self.pieces[name] += pieces

    def made(self) -> tuple[ir.Table, ir.Table, ir.Table]:
        """(held, began, sessions): everything read."""
        tables = []
        for name, schema in _MADE.items():
            if not self.pieces[name]:
                engine.hold(self.con, f"{name}_none", schema.empty_table())
                self.pieces[name].append(f"{name}_none")
            pieces = [self.con.table(p) for p in self.pieces[name]]
            tables.append(ibis.union(*pieces) if len(pieces) > 1 else pieces[0])
        held, began, sessions = tables
        return held, began, sessions

    def drop(self) -> None:
        engine.drop(self.con, *(p for pieces in self.pieces.values() for p in pieces))

    def _number(self, told: ir.Table) -> bool:
        """Number the rows as they lie. `places` says of each stretch of rows whose it is and how
        often a reception was begun; False when so many were begun twice that sorting is due."""
        n = engine.keep(self.con, "numbered", rounds.numbered(told.drop(*RECEPTION)))
        keys = told.select("place", *RECEPTION).distinct()
        keys = keys.mutate(alike=keys.count().over(ibis.window(group_by="place")))
        heads = n.filter(n.begins).select("rid", "place")
        heads = heads.mutate(begun=heads.count().over(ibis.window(group_by="place")))
        places = engine.keep(self.con, "places", heads.inner_join(keys, "place"))
        found = engine.scalars(
            self.con,
            places.agg(
                all=places.count(),
                twice=(places.begun > 1).sum().fill_null(0),
                alike=places.alike.max(),
            ),
        )
        if (found["alike"] or 1) > 1:
            # one chance in 10⁷ a month of a million receptions: better said than computed wrong
            raise ArithmeticError("two receptions share one 64-bit number")
        return bool(found["twice"] * 20 <= found["all"])

    def _collect(self) -> None:
        con = self.con
        base = self.last_rid
        n = con.table("numbered")
        turned = engine.keep(con, "turns", rounds.turns(n))
        told = rounds.held(n)
        spoke = rounds.openings_by_human(turned)
        places = con.table("places").select("rid", *RECEPTION)
        told = told.inner_join(places, "rid").left_join(spoke, "rid")
        told = told.drop("rid_right") if "rid_right" in told.columns else told
        self.more(
            "held",
            told.mutate(
                rid=told.rid + base,
                transferred_in=ibis.literal(False),
                transferred_out=ibis.literal(False),
                said_before_transfer=ibis.null("int32"),
            ),
        )
        session = engine.keep(con, "chunk_sessions", rounds.sessions(n))
        begun = engine.keep(con, "chunk_rounds", rounds.rounds(turned))
        lead = begun.left_join(session, [begun.leads, begun.sid == session.sid])
        self.more(
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
        top = engine.scalars(con, n.agg(rid=n.rid.max(), sid=n.sid.max()))
        final = n.filter(n.sid == (top["sid"] or 0))
        last = engine.scalars(con, final.agg(at=final["at"].max()))["at"]
        self.more(
            "sessions",
            session.select(
                rid=session.rid + base,
                began_at="began_at",
                ended_at=session.ended_at.fill_null(ibis.literal(last, "timestamp(6)")),
            ),
        )
        self.last_rid = base + (top["rid"] or 0)
        engine.drop(con, "turns", "chunk_sessions", "chunk_rounds")

    def _walk(self, rows: ir.Table) -> None:
        """Walk the buyer days that the stream cannot judge, in place of what was read of them:
        those with a transfer, and those whose rows do not lie in one order."""
        con = self.con
        rows = rows.mutate(
            buyer=rows.buyer.fill_null(""),
            kind=rows.kind.fill_null("text"),
            text=rows.text.fill_null(""),
            day=service_day(rows.local_at, rows.shop, self.cuts),
        )
        n, places = con.table("numbered"), con.table("places")
        strange = n.filter(n.odd).select("rid").distinct()
        days = [
            rows.filter(rows.kind == "transfer").select(*BUYER_DAY),
            places.semi_join(strange, "rid").select(*BUYER_DAY),
            places.filter(places.begun > 1).select(*BUYER_DAY),
        ]
        found = ibis.union(*days, distinct=True)
        found = found.semi_join(places.select(*BUYER_DAY), BUYER_DAY)
        walked = engine.keep(con, "walked_days", found)
        if not engine.scalars(con, walked.agg(n=walked.count()))["n"]:
            return
        last = {name: pieces[-1] for name, pieces in self.pieces.items()}
        con.raw_sql(
            f"CREATE OR REPLACE TEMP TABLE gone AS SELECT rid FROM {last['held']} "
            "SEMI JOIN walked_days USING (shop, buyer, day)"
        )
        for piece in last.values():
            con.raw_sql(f"DELETE FROM {piece} WHERE rid IN (SELECT rid FROM gone)")
        lines = rows.semi_join(walked, BUYER_DAY)
        lines = lines.mutate(whose=whose(lines), robot=is_robot(lines), mass=is_mass(lines)).select(
            *BUYER_DAY, *_LINE
        )
        self._hold_walked(engine.arrow(con, lines.order_by(BUYER_DAY)))
        engine.drop(con, "gone")

    def _hold_walked(self, rows: pa.Table) -> None:
        """Walk each buyer day of the rows, which lie by buyer day."""
        held: list[dict[str, Any]] = []
        began: list[dict[str, Any]] = []
        sessions: list[dict[str, Any]] = []
        columns = (rows.column(n).to_pylist() for n in (*BUYER_DAY, *_LINE))
        for key, day_rows in groupby(zip(*columns, strict=True), key=itemgetter(0, 1, 2)):
            shop, buyer, day = key
            adverts = self.rules.of(shop, day).exclusions.advert_texts
            lines = [_line(day, adverts, *row[3:]) for row in day_rows]
            for h in transfers.walk(lines):
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
                    {"rid": rid, "began_at": s.began_at, "ended_at": s.ended_at} for s in h.sessions
                ]
        for name, made, schema in (
            ("held", held, HELD), ("began", began, BEGAN), ("sessions", sessions, _SESSIONS),
        ):  # fmt: skip
            piece = self._name(name)
            engine.hold(self.con, piece, pa.Table.from_pylist(made, schema=schema))
            self.pieces[name].append(piece)


def _line(
    day: date, adverts: Sequence[str], account: str, at: datetime, local_at: datetime,
    whose: int, robot: bool, mass: bool, kind: str, text: str, to_account: str | None,
    sender: str, source: str, line: int,
) -> transfers.Line:  # fmt: skip
    return transfers.Line(
        account=account,
        at=at,
        local_at=local_at,
        day=day,
        whose=whose,
        robot=robot,
        empty=kind == "text" and text == "",
        chars=len(text),
        advert=any(word in text for word in adverts),
        transfer=kind == "transfer" and not mass,
        to_account=to_account or None,
        sender=sender,
        text=text,
        source=source,
        line=line,
    )
