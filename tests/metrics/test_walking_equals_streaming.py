"""The walk over transferred days and the expressions over all others say the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from jinpai.metrics import engine, transfers
from jinpai.metrics.epochs import Epochs
from jinpai.metrics.structure import BEGAN, Structure

DAY = date(2026, 10, 1)
NOON = datetime(2026, 10, 1, 12)
GAPS = st.sampled_from([0, 1, 59, 599, 600, 601, 3600])
WORDS = st.sampled_from(["buyer", "agent", "robot", "system", "mass", "empty"])
SCHEMA = pa.schema([
    *((n, pa.string()) for n in ("shop", "account", "buyer", "sender", "kind", "text",
                                 "to_account", "source")),
    ("at", pa.timestamp("us")), ("local_at", pa.timestamp("us")), ("local_day", pa.date32()),
    ("line", pa.int64()),
])  # fmt: skip


def chat(turns: list[tuple[int, str]]) -> list[dict[str, Any]]:
    moment, rows = NOON, []
    for n, (gap, word) in enumerate(turns):
        moment += timedelta(seconds=gap)
        rows.append({
            "shop": "s", "account": "a", "buyer": "b", "source": "f", "line": n,
            "sender": {"mass": "agent", "empty": "buyer"}.get(word, word),
            "kind": "text", "text": {"mass": "@大家好", "empty": ""}.get(word, word),
            "to_account": None, "at": moment - timedelta(hours=8), "local_at": moment,
            "local_day": DAY,
        })  # fmt: skip
    return rows


def streamed(rows: list[dict[str, Any]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    con = engine.connect(threads=1)
    messages = engine.hold(con, "messages", pa.Table.from_pylist(rows, schema=SCHEMA))
    structure = Structure(con, Epochs())
    structure.read(lambda first, last: messages, DAY, DAY)
    all_held, all_began, _ = structure.made()
    held = engine.rows(con, all_held)
    began = engine.rows(con, all_began.order_by("opened_at", "closed_at"))
    con.disconnect()
    return held[0], began


def walked(rows: list[dict[str, Any]]) -> tuple[transfers.Held, list[transfers.Round]]:
    lines = [
        transfers.Line(
            account="a", at=r["at"], local_at=r["local_at"], day=DAY,
            whose=0 if r["text"].startswith("@") else {"buyer": 1, "agent": 2}.get(r["sender"], 0),
            robot=r["sender"] == "robot", empty=r["text"] == "", chars=len(r["text"]),
            advert=False, transfer=False, to_account=None, sender=r["sender"], text=r["text"],
            source="f", line=r["line"],
        )
        for r in rows
    ]  # fmt: skip
    (held,) = transfers.walk(lines)
    return held, sorted(held.rounds, key=lambda r: (r.opened_at, r.closed_at or datetime.max))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(GAPS, WORDS), min_size=1, max_size=12))
def test_both_ways_find_the_same_reception_and_rounds(turns: list[tuple[int, str]]) -> None:
    rows = chat(turns)
    reception, rounds = streamed(rows)
    held, steps = walked(rows)
    for name in ("rows", "first_at", "last_at", "buyer_messages", "human_messages",
                 "robot_messages", "only_empty", "spoke_at"):  # fmt: skip
        assert reception[name] == getattr(held, name), name
    assert sorted(reception["human_at"] or []) == held.human_at
    names = [n for n in BEGAN.names if n not in ("rid", "session_local")]
    assert [[r[n] for n in names] for r in rounds] == [
        [getattr(r, n) for n in names] for r in steps
    ]
    # the window knows the session only of rounds that lead one
    led = [(r["opened_at"], r["session_local"]) for r in rounds if r["leads"]]
    assert led == [(r.opened_at, r.session_local) for r in steps if r.leads]
