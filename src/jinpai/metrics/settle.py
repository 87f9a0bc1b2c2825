"""What whole receptions settle: rounds answered on the next day, exclusions, slow and missed.

In come `held`, `began`, `sessions` (see `structure.py`); out go the three derived tables as they
are stored. Source: design 3-metrics §2.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from jinpai.metrics import figures
from jinpai.metrics.epochs import Epochs
from jinpai.metrics.receptions import judged
from jinpai.metrics.rounds import CROSS_DAY, REPLIED, UNREPLIED
from jinpai.metrics.threads import RECEPTION, THREAD

Keep = Callable[[str, ir.Table], ir.Table]


def settle(held: ir.Table, began: ir.Table, sessions: ir.Table, epochs: Epochs, keep: Keep) -> (
    tuple[ir.Table, ir.Table, ir.Table]
):  # fmt: skip
    """(receptions, rounds, sessions), each with its reception's key."""
    late = keep("late_answers", _answered_next_day(held, began))
    answering = late.select(rid=late.by_rid, cross_reply=ibis.literal(True)).distinct()
    receptions = held.left_join(answering, "rid").select(
        held, cross_reply=answering.cross_reply.fill_null(False)
    )
    receptions = keep("judged", judged(receptions, epochs))

    owner = receptions.select(
        "rid", *RECEPTION, excluded=receptions.excluded.notnull(),
        bind_day=receptions.first_local.date(),
    )  # fmt: skip
    rounds = began.left_join(late, ["rid", "opened_at"]).select(
        began,
        late_at=late.late_at,
        late_local=late.late_local,
    )
    rounds = rounds.inner_join(owner, "rid")
    closed_at = ibis.coalesce(rounds.closed_at, rounds.late_at)
    rounds = rounds.mutate(
        outcome=ibis.cases(
            (rounds.closed_at.notnull(), REPLIED),
            (rounds.late_at.notnull(), CROSS_DAY),
            else_=UNREPLIED,
        ),
        closed_at=closed_at,
        closed_local=ibis.coalesce(rounds.closed_local, rounds.late_local),
        us=closed_at.delta(rounds.opened_at, unit="microsecond"),
    )
    rounds = keep("settled_rounds", rounds.drop("late_at", "late_local"))

    slow, missed = figures.judged_rounds(rounds, epochs)
    slow, missed = keep("slow_rids", slow), keep("missed_rids", missed)
    counts = keep(
        "round_counts",
        rounds.group_by("rid").agg(
            rounds=rounds.count().cast("int32"),
            unreplied=(rounds.outcome == UNREPLIED).sum().cast("int32"),
        ),
    )
    t = receptions
    for flag, found in (("slow", slow), ("missed", missed)):
        marked = found.mutate(**{flag: ibis.literal(True)})
        t = t.left_join(marked, "rid").select(t, **{flag: marked[flag].fill_null(False)})
    t = t.left_join(counts, "rid").select(
        t,
        rounds=counts.rounds.fill_null(0),
        unreplied=counts.unreplied.fill_null(0),
    )
    t = keep("settled_receptions", t.mutate(bind_day=t.first_local.date()))

    whose = t.select("rid", *RECEPTION, excluded=t.excluded.notnull())
    s = keep(
        "settled_sessions",
        sessions.inner_join(whose, "rid").select(
            *(whose[c] for c in RECEPTION), sessions.began_at, sessions.ended_at, whose.excluded
        ),
    )
    return t, rounds, s


def _answered_next_day(held: ir.Table, began: ir.Table) -> ir.Table:
    """Rounds left open (rid, opened_at) that a human answered on the next service day before
    any buyer message there: late_at, late_local, by_rid (the reception that answered)."""
    waiting = began.filter(began.closed_at.isnull()).select("rid", "opened_at")
    asked = waiting.inner_join(held.select("rid", *RECEPTION), "rid")
    asked = asked.mutate(next_day=asked.day + ibis.interval(days=1))
    spoke = held.filter(held.spoke_at.notnull()).select(
        *THREAD,
        late_at="spoke_at",
        late_local="spoke_local",
        by_rid="rid",
        next_day="day",
    )
    j = asked.mutate(next_day=asked.next_day.cast("date")).inner_join(spoke, [*THREAD, "next_day"])
    return j.select("rid", "opened_at", "late_at", "late_local", "by_rid")
