"""Response figures: each preset reads the same rounds in its own way (policies.PRESETS)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jinpai.metrics.policies import ResponsePolicy, Unit
from jinpai.metrics.rounds import CROSS_DAY, REPLIED, UNREPLIED

_S = 1_000_000


def _clock(local: ir.Value) -> ir.Value:
    """Microseconds since midnight of a wall time."""
    return (
        local.hour().cast("int64") * 3600 + local.minute() * 60 + local.second()
    ) * _S + local.microsecond()


def in_hours(local: ir.Value, begin: ir.Value | int, end: ir.Value | int) -> ir.BooleanValue:
    """Half-open on the wall clock; `begin`, `end` in minutes after midnight. An end before the
    begin runs past midnight."""
    clock = _clock(local)
    begin_us, end_us = (
        (ibis.literal(m) if isinstance(m, int) else m).cast("int64") * (60 * _S)
        for m in (begin, end)
    )
    return ibis.ifelse(
        begin_us <= end_us,
        (clock >= begin_us) & (clock < end_us),
        (clock >= begin_us) | (clock < end_us),
    )


def counted(rounds: ir.Table, policy: ResponsePolicy) -> tuple[ir.BooleanValue, ir.Value]:
    """Per round: does it count under the policy, and its part of the numerator (microseconds, or
    1 when answered within). WORST_ROUND counts rounds; `worst` picks among them afterwards."""
    t = rounds
    counts: ir.BooleanValue = ibis.literal(True)
    if policy.unit is Unit.FIRST_ROUND:
        counts = counts & t.heads
    elif policy.unit is Unit.SESSION_FIRST:
        counts = counts & t.leads
    if policy.hours is not None:
        begin, end = (h.hour * 60 + h.minute for h in policy.hours)
        moment = t.session_local if policy.unit is Unit.SESSION_FIRST else t.opened_local
        counts = counts & in_hours(moment, begin, end)
    for outcome, rule in ((UNREPLIED, policy.unreplied), (CROSS_DAY, policy.cross_day)):
        if rule == "drop":
            counts = counts & (t.outcome != outcome)
    if policy.zero_s == "drop":
        counts = counts & ~((t.outcome == REPLIED) & (t.us == 0))
    if policy.within_s is not None:
        hit = (t.outcome == REPLIED) & (t.us <= policy.within_s * _S)
        return counts, (counts & hit).cast("int64")
    length = t.us if policy.cap_s is None else ibis.least(t.us, policy.cap_s * _S)
    branches = [
        (t.outcome == outcome, ibis.literal(rule * _S, "int64"))
        for outcome, rule in ((UNREPLIED, policy.unreplied), (CROSS_DAY, policy.cross_day))
        if isinstance(rule, int)
    ]
    part = ibis.cases(*branches, else_=length) if branches else length
    return counts, ibis.ifelse(counts, part, 0)


def worst(rounds: ir.Table, policy: ResponsePolicy, by: list[str]) -> ir.Table:
    """(by…, num, den): a buyer's worst counted round of the account's day decides. `by` has the
    account and the day."""
    counts, hit = counted(rounds, policy)
    t = rounds.mutate(counts=counts, hit=hit)
    t = t.filter(t.counts).group_by([*by, "buyer"]).agg(hit=lambda g: g.hit.min())
    return t.group_by(by).agg(num=t.hit.sum(), den=t.count())
