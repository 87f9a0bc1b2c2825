"""Day figures: one wide row per (shop, account, day), from which all else adds up.

`bind_day` is the local day on which the account's binding says whose the row is (the deciding
message's for credits); `account` is null in the shop's own row. Seconds are microseconds here,
money is decimal(18, 2). Source: design 3-metrics §2, the table of figures.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter

import ibis
import ibis.expr.types as ir

from jinpai.metrics.epochs import Epochs, minutes
from jinpai.metrics.policies import PRESETS, Unit
from jinpai.metrics.responses import counted, in_hours, worst
from jinpai.metrics.rounds import REPLIED, UNREPLIED
from jinpai.metrics.threads import service_day

_S = 1_000_000
KEYS = ["shop", "account", "bind_day", "day"]
Keep = Callable[[str, ir.Table], ir.Table]

COUNTS = (
    "consulted", "receptions", "valid_receptions", "unanswered", "transferred_in",
    "transferred_out", "direct", "messages_in", "messages_out", "chars_out", "long",
    "first_response_num", "first_response_den", "average_response_num", "average_response_den",
    "within_3min_num", "within_3min_den", "first_30s_num", "first_30s_den",
    "slow", "missed_rings",
    "inquiries", "inquiry_conversion_same_day_num", "inquiry_conversion_next_day_num",
    "inquiry_conversion_num",
    "created_orders", "created_buyers", "created_to_paid_num",
    "paid_orders", "paid_buyers", "sales_items", "assists",
    "refund_orders", "satisfaction_num", "satisfaction_den",
    "bad_reviews", "good_reviews", "reviews",
)  # fmt: skip
MONEY = (
    "sales", "inquiry_sales", "refund_amount", "net_sales",
    "silent_sales", "credited_sales", "shop_sales", "flagged_sales",
)  # fmt: skip
MAXIMA = ("max_concurrent",)
COLUMNS = (*COUNTS, *MONEY, *MAXIMA)

RESPONSES = {
    "first_response": ("chitu_first",),
    "average_response": ("chitu_average", "taobao_average", "douyin_average"),
    "within_3min": ("taobao_3min", "pdd_3min"),
    "first_30s": ("jd_first30", "xhs_45s"),
}
"""Which presets each response metric may follow; the measure names the one in force."""


def _n(test: ir.BooleanValue) -> ir.Value:
    return test.sum().fill_null(0).cast("int64")


def from_receptions(receptions: ir.Table, epochs: Epochs) -> ir.Table:
    """Volume: what receptions alone say."""
    r = receptions
    usable = r.excluded.isnull()
    long_s = epochs.switch(r, r.day, lambda m: m.long_s)
    lasted = r.last_at.delta(r.first_at, unit="microsecond")
    spoken = r.human_messages > 0

    def total(column: str) -> ir.Value:
        return r[column].sum(where=usable).fill_null(0).cast("int64")

    return r.group_by(KEYS).agg(
        consulted=r.count(),
        receptions=_n(usable),
        valid_receptions=_n(usable & spoken),
        unanswered=_n(usable & ~spoken),
        transferred_in=_n(usable & r.transferred_in),
        transferred_out=_n(usable & r.transferred_out),
        direct=_n(usable & ~r.transferred_in),
        messages_in=total("buyer_messages"),
        messages_out=total("human_messages"),
        chars_out=total("chars"),
        long=_n(usable & (lasted > long_s.cast("int64") * _S)),
        slow=_n(usable & r.slow),
        missed_rings=_n(usable & r.missed),
    )


def from_rounds(rounds: ir.Table, epochs: Epochs) -> ir.Table:
    """Speed, under the response policies in force. `rounds` carry KEYS, rid and excluded."""
    t = rounds.filter(~rounds.excluded)
    sums: dict[str, ir.Value] = {}
    for metric, presets in RESPONSES.items():
        num: ir.Value = ibis.literal(0, "int64")
        den: ir.Value = ibis.literal(0, "int64")
        for code in presets:
            policy = PRESETS[code]
            chosen = {getattr(m, metric) for m in epochs.measures()}
            if policy.unit is Unit.WORST_ROUND or code not in chosen:
                continue
            in_force = epochs.follows(t, t.day, attrgetter(metric), code)
            counts, part = counted(t, policy)
            num = num + ibis.ifelse(in_force & counts, part, 0)
            den = den + (in_force & counts).cast("int64")
        sums[f"{metric}_num"] = num.sum().fill_null(0).cast("int64")
        sums[f"{metric}_den"] = den.sum().fill_null(0).cast("int64")
    return t.group_by(KEYS).agg(**sums)


def from_worst_rounds(rounds: ir.Table, epochs: Epochs) -> ir.Table | None:
    """The part of `within_3min` that is judged by a buyer's worst round, if any shop so judges."""
    if not epochs.any(lambda m: m.within_3min == "pdd_3min"):
        return None
    t = rounds.filter(~rounds.excluded)
    t = t.filter(epochs.switch(t, t.day, lambda m: m.within_3min == "pdd_3min"))
    w = worst(t, PRESETS["pdd_3min"], KEYS)
    return w.rename(within_3min_num="num", within_3min_den="den")


def judged_rounds(rounds: ir.Table, epochs: Epochs) -> tuple[ir.Table, ir.Table]:
    """Receptions (`rid`) that are slow, and those that hold a missed ring."""
    t = rounds
    limit = epochs.switch(t, t.day, lambda m: m.slow_s)
    needed = epochs.switch(t, t.day, lambda m: m.slow_rounds)
    slow = t.filter((t.outcome == UNREPLIED) | (t.us > limit.cast("int64") * _S)).mutate(
        needed=needed
    )
    slow = slow.group_by("rid").agg(n=slow.count(), needed=slow.needed.max())
    slow = slow.filter(slow.n >= slow.needed).select("rid")
    late = epochs.switch(t, t.day, lambda m: m.missed_after_s)
    begin = epochs.switch(t, t.day, lambda m: minutes(m.service_from))
    end = epochs.switch(t, t.day, lambda m: minutes(m.service_to))
    missed = t.filter(
        in_hours(t.opened_local, begin, end)
        & ((t.outcome != REPLIED) | (t.us > late.cast("int64") * _S))
    )
    return slow, missed.select("rid").distinct()


def most_at_once(sessions: ir.Table) -> ir.Table:
    """Most sessions of usable receptions open at one instant, per (shop, account, day).

    `sessions`: account_no (dense, per shop, account and day), began_at, ended_at. A session is
    open on both its ends. Each begins and ends within its account's day, so one running count
    over all, sorted, is zero where an account's day begins.
    """
    s = sessions
    midnight = ibis.literal(datetime(1970, 1, 1), "timestamp(6)")

    def place(moment: ir.Value, ends: int) -> ir.Value:
        day_us = 4 * 86_400 * _S  # wide enough for a service day in any zone
        instant = moment.delta(midnight, unit="microsecond") - s.day_us + day_us // 2
        return (s.account_no * day_us + instant) * 2 + ends

    steps = ibis.union(
        s.select("account_no", place=place(s.began_at, 0), step=ibis.literal(1, "int64")),
        s.select("account_no", place=place(s.ended_at, 1), step=ibis.literal(-1, "int64")),
    ).order_by("place")
    return steps.mutate(open=steps.step.sum().over(ibis.window(rows=(None, 0))))


def from_inquiries(outcomes: ir.Table) -> ir.Table:
    i = outcomes.mutate(bind_day=outcomes.first_local.date())
    return i.group_by(KEYS).agg(
        inquiries=i.count(),
        inquiry_conversion_same_day_num=_n(i.same_day),
        inquiry_conversion_next_day_num=_n(i.next_day),
        inquiry_conversion_num=_n(i["final"]),
    )


def _buyers(t: ir.Table, name: str) -> ir.Table:
    """Distinct buyers of an account's day, each on the first of its binding days."""
    once = t.group_by(["shop", "account", "day", "buyer"]).agg(bind_day=t.bind_day.min())
    return once.group_by(KEYS).agg(**{name: once.count()})


def from_creations(credits: ir.Table) -> list[ir.Table]:
    c = credits.filter(credits.created_owner.notnull())
    in_time = c.paid_day.notnull() & (c.paid_day.delta(c.created_day, unit="day") <= 7)
    c = c.select(
        "shop", "buyer", account=c.created_owner, bind_day=c.created_said_local_day,
        day=c.created_day, paid=in_time.fill_null(False),
    )  # fmt: skip
    orders = c.group_by(KEYS).agg(created_orders=c.count(), created_to_paid_num=_n(c.paid))
    return [orders, _buyers(c, "created_buyers")]


def from_payments(credits: ir.Table) -> list[ir.Table]:
    c = credits.filter(credits.owner.notnull())
    c = c.select(
        "shop", "buyer", "worth", "quantity", "in_inquiry", account=c.owner,
        bind_day=c.said_local_day, day=c.paid_day,
    )  # fmt: skip
    money = c.worth.sum().fill_null(0)
    orders = c.group_by(KEYS).agg(
        paid_orders=c.count(),
        sales=money,
        net_sales=money,
        sales_items=c.quantity.sum().fill_null(0).cast("int64"),
        inquiry_sales=c.worth.sum(where=c.in_inquiry).fill_null(0),
    )
    helped = credits.filter(credits.assistants.notnull())
    helped = helped.select("shop", "paid_day", account=helped.assistants.unnest())
    assists = helped.mutate(bind_day=helped.paid_day, day=helped.paid_day)
    assists = assists.group_by(KEYS).agg(assists=assists.count())
    return [orders, _buyers(c, "paid_buyers"), assists]


def of_shop(credits: ir.Table) -> ir.Table:
    """The shop's own row: silent and credited sales, flagged apart."""
    c = credits.filter(credits.paid_at.notnull())
    owned, out = c.owner.notnull(), c.paid_out

    def money(where: ir.BooleanValue) -> ir.Value:
        return c.worth.sum(where=where).fill_null(0)

    return c.group_by(["shop", "paid_day"]).agg(
        credited_sales=money(owned),
        silent_sales=money(~owned & ~out),
        shop_sales=money(~out),
        flagged_sales=money(out),
    ).select(
        "shop", "credited_sales", "silent_sales", "shop_sales", "flagged_sales",
        account=ibis.null("string"), bind_day=ibis._.paid_day, day=ibis._.paid_day,
    )  # fmt: skip


def from_refunds(refunds: ir.Table, credits: ir.Table, epochs: Epochs) -> ir.Table:
    """Succeeded refunds on the day they finished, by the order's owner."""
    r = refunds.filter((refunds.status == "succeeded") & refunds.finished_at.notnull())
    r = r.mutate(day=service_day(r.finished_local, r.shop, epochs.cuts()))
    c = credits.filter(credits.owner.notnull())
    c = c.select("shop", "order_id", account=c.owner, bind_day=c.said_local_day)
    j = r.inner_join(c, ["shop", "order_id"])
    amount = j.amount.sum().fill_null(0)
    return j.group_by(KEYS).agg(
        refund_orders=j.order_id.nunique(), refund_amount=amount, net_sales=-amount
    )


def from_ratings(ratings: ir.Table, epochs: Epochs) -> ir.Table:
    r = ratings.mutate(
        day=service_day(ratings.local_at, ratings.shop, epochs.cuts()),
        bind_day=ratings.local_at.date(),
    )
    r = r.filter(r.score.notnull())
    return r.group_by(KEYS).agg(satisfaction_num=_n(r.score >= 4), satisfaction_den=r.count())


def from_reviews(reviews: ir.Table, credits: ir.Table, epochs: Epochs) -> ir.Table:
    r = reviews.mutate(day=service_day(reviews.local_at, reviews.shop, epochs.cuts()))
    c = credits.filter(credits.owner.notnull())
    c = c.select("shop", "order_id", account=c.owner, bind_day=c.said_local_day)
    j = r.inner_join(c, ["shop", "order_id"])
    return j.group_by(KEYS).agg(
        bad_reviews=_n(j.verdict.isin(["bad", "neutral"])),
        good_reviews=_n(j.verdict == "good"),
        reviews=j.count(),
    )


def together(parts: list[ir.Table]) -> ir.Table:
    """All parts as one wide row per key, zero where a part says nothing."""
    whole = []
    for part in parts:
        columns: dict[str, ir.Value] = {k: part[k] for k in KEYS}
        for name in COUNTS:
            columns[name] = (part[name] if name in part.columns else ibis.literal(0)).cast("int64")
        for name in MONEY:
            value = part[name] if name in part.columns else ibis.literal(0)
            columns[name] = value.cast("decimal(18,2)")
        for name in MAXIMA:
            columns[name] = (part[name] if name in part.columns else ibis.literal(0)).cast("int64")
        whole.append(part.select(**columns))
    t = ibis.union(*whole) if len(whole) > 1 else whole[0]
    return t.group_by(KEYS).agg(
        **{n: t[n].sum().cast("int64") for n in COUNTS},
        **{n: t[n].sum().cast("decimal(18,2)") for n in MONEY},
        **{n: t[n].max() for n in MAXIMA},
    )


def hours(receptions: ir.Table, rounds: ir.Table, epochs: Epochs) -> ir.Table:
    """(shop, account, day, hour): usable receptions begun, rounds opened and answered the same
    day with their seconds, receptions with a missed ring by the hour they began."""
    r = receptions.filter(receptions.excluded.isnull())
    r = r.mutate(hour=r.first_local.hour().cast("int32"))
    begun = r.group_by(["shop", "account", "day", "hour"]).agg(
        receptions=r.count(), missed=_n(r.missed), rounds=ibis.literal(0, "int64"),
        us=ibis.literal(0, "int64"),
    )  # fmt: skip
    t = rounds.filter(~rounds.excluded & (rounds.outcome == REPLIED))
    t = t.mutate(hour=t.opened_local.hour().cast("int32"))
    opened = t.group_by(["shop", "account", "day", "hour"]).agg(
        receptions=ibis.literal(0, "int64"), missed=ibis.literal(0, "int64"),
        rounds=t.count(), us=t.us.sum().cast("int64"),
    )  # fmt: skip
    both = ibis.union(begun, opened)
    return both.group_by(["shop", "account", "day", "hour"]).agg(
        **{n: both[n].sum().cast("int64") for n in ("receptions", "missed", "rounds", "us")}
    )


def waits(rounds: ir.Table) -> ir.Table:
    """(shop, account, day, which, second, n): answered rounds by whole seconds up to 600 (601:
    longer), for medians and percentiles; `which` = first (of the reception) or all."""
    t = rounds.filter(~rounds.excluded & (rounds.outcome == REPLIED))
    second = ibis.least((t.us + _S - 1) // _S, 601).cast("int32")
    t = t.mutate(second=second)
    return t.group_by(["shop", "account", "day", "heads", "second"]).agg(n=t.count())
