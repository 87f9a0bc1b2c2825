"""Rounds, sessions and what a reception holds, read off messages in their order.

A round opens with the first buyer message after the last one closed and closes with the next
human message of its service day. Whether one left open is closed on the next service day is
settled afterwards from whole receptions (`across_days`), so nothing before that looks past one
(thread, day). Threads with transfers are not for these expressions but for `transfers.py`.

All expressions stream: they take rows sorted by (thread, day, at, line), where each row needs
only the one before or after it. `odd` marks rows that do not lie so.
Source: design 3-metrics §2, architecture "The lake".
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jinpai.metrics.threads import BUYER, HUMAN

SESSION_GAP_US = 600 * 1_000_000
REPLIED, CROSS_DAY, UNREPLIED = "replied", "cross_day", "unreplied"


def _running(count: ir.BooleanValue) -> ir.IntegerValue:
    return count.cast("int64").sum().over(ibis.window(rows=(None, 0)))


def numbered(heard: ir.Table) -> ir.Table:
    """Rows with their reception and session counted through: `rid`, `sid` (from 1), `begins`
    (first of its reception), `pauses` (first of its session), `before` (the instant of the row
    before), `odd` (earlier than its predecessor, or at the same instant told by another file).

    Only narrow columns are carried: `place` stands for the reception's key (see `threads`).
    """
    t = heard.mutate(
        same=(heard.place == heard.place.lag()).fill_null(False),
        before=heard["at"].lag(),
        line_before=heard.line.lag(),
        told_before=heard.told_by.lag(),
    )
    us = t["at"].delta(t.before, unit="microsecond")
    t = t.mutate(
        begins=~t.same,
        pauses=~t.same | (us > SESSION_GAP_US),
        odd=t.same
        & ((us < 0) | ((us == 0) & ((t.line < t.line_before) | (t.told_by != t.told_before)))),
    )
    return t.mutate(rid=_running(t.begins), sid=_running(t.pauses)).drop(
        "same", "line", "line_before", "told_by", "told_before"
    )


def turns(numbered: ir.Table) -> ir.Table:
    """Buyer and human rows, each with `after`: whose word came before it that day (0: none)."""
    said = numbered.filter(numbered.whose != 0)
    return said.select(
        "rid",
        "sid",
        "at",
        "local_at",
        "whose",
        after=ibis.ifelse(said.rid == said.rid.lag(), said.whose.lag(), 0).fill_null(0),
    )


def rounds(turns: ir.Table) -> ir.Table:
    """One row per round with `closed_at` (same day) or null; `heads`: the first of its
    reception, `leads`: the first of its session."""
    opens = (turns.whose == BUYER) & (turns.after != BUYER)
    closes = (turns.whose == HUMAN) & (turns.after == BUYER)
    edge = turns.mutate(opens=opens).filter(opens | closes)
    # within a reception an opening is followed by its closing, or by nothing
    closed = (~edge.opens.lead()) & (edge.rid == edge.rid.lead())
    t = edge.mutate(
        closed_at=ibis.ifelse(closed, edge["at"].lead(), None),
        closed_local=ibis.ifelse(closed, edge.local_at.lead(), None),
    )
    t = t.filter(t.opens)
    return t.select(
        "rid",
        "sid",
        opened_at=t["at"],
        opened_local=t.local_at,
        closed_at=t.closed_at,
        closed_local=t.closed_local,
        heads=(t.rid != t.rid.lag()).fill_null(True),
        leads=(t.sid != t.sid.lag()).fill_null(True),
    )


def openings_by_human(turns: ir.Table) -> ir.Table:
    """Receptions in which a human spoke before any buyer that day: `spoke_at`, `spoke_local`."""
    t = turns.filter((turns.after == 0) & (turns.whose == HUMAN))
    return t.select("rid", spoke_at=t["at"], spoke_local=t.local_at)


def sessions(numbered: ir.Table) -> ir.Table:
    """One row per session but its end where it is the stream's last: `ended_at` is then null."""
    t = numbered.filter(numbered.pauses)
    return t.select(
        "rid", "sid", began_at=t["at"], began_local=t.local_at, ended_at=t.before.lead()
    )


def held(numbered: ir.Table) -> ir.Table:
    """What each reception holds, by `rid`: counts, first and last instants, the human instants."""
    n = numbered
    human = n.whose == HUMAN
    return n.group_by("rid").agg(
        rows=n.count(),
        first_at=n["at"].min(),
        last_at=n["at"].max(),
        first_local=n.local_at.min(),
        last_local=n.local_at.max(),
        buyer_messages=(n.whose == BUYER).sum().cast("int32"),
        human_messages=human.sum().cast("int32"),
        robot_messages=n.robot.sum().cast("int32"),
        chars=n.chars.sum(),
        only_empty=n.empty.all(),
        adverts=n.advert.any(),
        human_at=n["at"].collect(where=human),
        human_first=n["at"].min(where=human),
        human_last=n["at"].max(where=human),
    )
