"""Credits: to which account an order belongs, by all three judgments, and who assisted.

Source: design 3-metrics §2. The created owner is the account of the last human message to the
buyer in a usable reception at or before the creation and not older than the credit window
(inclusive); the paid owner likewise at the payment; `order_first` is the created owner, else the
paid owner; neither is silent. Ties by the measure: latest, first, most rounds; at equal instants
the later account code.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from jinpai.metrics.epochs import Epochs

_HOUR_US = 3_600_000_000
JUDGMENTS = ("order_first", "created", "paid")
CREDITED, SILENT, FLAGGED, UNPAID = "credited", "silent", "flagged", "unpaid"


def _served(sold: ir.Table, receptions: ir.Table) -> ir.Table:
    """Orders beside the usable receptions of their buyer in which a human spoke."""
    r = receptions.filter(receptions.excluded.isnull() & (receptions.human_messages > 0))
    r = r.select(
        "shop",
        "account",
        "buyer",
        said_day=r.day,
        human_at=r.human_at,
        first_human=r.human_first,
        last_human=r.human_last,
        offset_us=r.first_local.delta(r.first_at, unit="microsecond"),
    )
    o = sold.filter(sold.buyer.notnull()).select(
        "shop", "order_id", "buyer", "created_at", "paid_at",
        "created_window_us", "credit_window_us", "created_tie", "credit_tie",
    )  # fmt: skip
    return o.inner_join(r, ["shop", "buyer"])


def _last_said(j: ir.Table, moment: ir.Value) -> ir.Value:
    """The last human instant of the reception at or before a moment."""
    within = j.human_at.filter(lambda said: said <= moment).maxs()
    return ibis.cases(
        (j.last_human <= moment, j.last_human),
        (j.first_human > moment, ibis.null("timestamp(6)")),
        else_=within,
    )


def _first_said(j: ir.Table, moment: ir.Value, window_us: ir.Value) -> ir.Value:
    """The first human instant of the reception inside the window before a moment."""
    return j.human_at.filter(
        lambda said: (said <= moment) & (moment.delta(said, unit="microsecond") <= window_us)
    ).mins()


def _best(t: ir.Table, moment: str, window: str, tie: str, rounds: ir.Table) -> ir.Table:
    """Of the receptions that qualify (`last_at` inside the window) the deciding one."""
    order: list[ir.Value]
    if tie == "first":
        t = t.mutate(said_at=_first_said(t, t[moment], t[window]))
        order = [t.said_at.asc(), t.account.desc()]
    elif tie == "most_rounds":
        r = rounds.filter(~rounds.excluded).select("shop", "account", "buyer", "opened_at")
        windows = t.select("shop", "order_id", "account", "buyer", moment, window).distinct()
        k = windows.inner_join(r, ["shop", "account", "buyer"])
        age = k[moment].delta(k.opened_at, unit="microsecond")
        counted = (
            k.filter((age >= 0) & (age <= k[window]))
            .group_by(["shop", "order_id", "account"])
            .agg(opened=lambda g: g.count())
        )
        t = t.left_join(counted, ["shop", "order_id", "account"]).select(
            t, opened=counted.opened.fill_null(0)
        )
        t = t.mutate(said_at=t.last_at)
        order = [t.opened.desc(), t.said_at.desc(), t.account.desc()]
    else:
        t = t.mutate(said_at=t.last_at)
        order = [t.said_at.desc(), t.account.desc()]
    best = t.mutate(place=ibis.row_number().over(group_by=["shop", "order_id"], order_by=order))
    best = best.filter(best.place == 0)
    return best.select(
        "shop",
        "order_id",
        "account",
        "said_at",
        "said_day",
        said_local_day=(best.said_at + best.offset_us.as_interval("us")).date(),
    )


def _owners(
    served: ir.Table, moment: str, window: str, tie: str, epochs: Epochs, rounds: ir.Table
) -> ir.Table:
    """(shop, order_id, account, said_at, said_day, said_local_day): the owner at a moment,
    under the window and tie rule in columns `window` and `tie` of `served`."""
    t = served.filter(served[moment].notnull())
    t = t.mutate(last_at=_last_said(t, t[moment]))
    t = t.filter(
        t.last_at.notnull() & (t[moment].delta(t.last_at, unit="microsecond") <= t[window])
    )
    ties = sorted({m.tie for m in epochs.measures()})
    parts = [
        _best(t.filter(t[tie] == rule) if len(ties) > 1 else t, moment, window, rule, rounds)
        for rule in ties
    ]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def credits(
    sold: ir.Table, receptions: ir.Table, rounds: ir.Table, inquiries: ir.Table, epochs: Epochs,
    keep: Callable[[str, ir.Table], ir.Table],
) -> ir.Table:  # fmt: skip
    """One row per order. `keep` runs an expression once and names its rows.

    Columns: the order's (of `orders.sold`); `created_owner` with `created_said_at`,
    `created_said_local_day` under the rule of the creation day (for created figures);
    `owner_created`, `owner_paid`, `owner_order_first` under the rule of the payment day (of the
    creation day while unpaid); `owner` by the judgment in force, null when silent, flagged or
    unpaid, with `said_at`, `said_day`, `said_local_day`; `reason`; `in_inquiry`; `assistants`.
    """
    same_rule = len({(m.tie, m.credit_window_hours) for m in epochs.measures()}) == 1
    paid_rule_day = sold.paid_day.fill_null(sold.created_day)
    o = sold.mutate(
        created_window_us=epochs.switch(
            sold, sold.created_day, lambda m: m.credit_window_hours * _HOUR_US
        ),
        credit_window_us=epochs.switch(
            sold, paid_rule_day, lambda m: m.credit_window_hours * _HOUR_US
        ),
        created_tie=epochs.switch(sold, sold.created_day, lambda m: m.tie),
        credit_tie=epochs.switch(sold, paid_rule_day, lambda m: m.tie),
        judgment=epochs.switch(sold, paid_rule_day, lambda m: m.judgment),
    )
    served = keep("served", _served(o, receptions))

    def owners(name: str, moment: str, rule: str) -> ir.Table:
        found = _owners(served, moment, f"{rule}_window_us", f"{rule}_tie", epochs, rounds)
        return keep(name, found)

    at_creation = owners("owners_created", "created_at", "created")
    by_payment_rule = (
        at_creation if same_rule else owners("owners_created_p", "created_at", "credit")
    )
    at_payment = owners("owners_paid", "paid_at", "credit")

    keys = ["shop", "order_id"]
    c, b, p = (
        t.rename({f"{prefix}_{n}": n for n in ("account", "said_at", "said_day", "said_local_day")})
        for prefix, t in (("c", at_creation), ("b", by_payment_rule), ("p", at_payment))
    )
    t = o
    for side in (c, b, p):
        wanted = [n for n in side.columns if n not in keys]
        t = t.left_join(side, keys).select(t, *(side[n] for n in wanted))

    left_out = t.paid_out
    paid = t.paid_at.notnull()
    first = ibis.coalesce(t.b_account, t.p_account)
    by_creation = t.b_account.notnull()

    def by(judgment: str) -> ir.Value:
        owner = {"order_first": first, "created": t.b_account, "paid": t.p_account}[judgment]
        return ibis.ifelse(left_out, ibis.null("string"), owner)

    def decided(column: str) -> ir.Value:
        created, paid_at = t[f"b_{column}"], t[f"p_{column}"]
        return ibis.cases(
            (t.judgment == "created", created),
            (t.judgment == "paid", paid_at),
            else_=ibis.ifelse(by_creation, created, paid_at),
        )

    owner = ibis.ifelse(left_out | ~paid, ibis.null("string"), decided("account"))
    none = owner.isnull()
    t = t.mutate(
        created_owner=ibis.ifelse(t.created_out, ibis.null("string"), t.c_account),
        created_said_at=t.c_said_at,
        created_said_local_day=t.c_said_local_day,
        paid_said_at=t.p_said_at,
        owner_order_first=by("order_first"),
        owner_created=by("created"),
        owner_paid=by("paid"),
        owner=owner,
        said_at=ibis.ifelse(none, ibis.null("timestamp(6)"), decided("said_at")),
        said_day=ibis.ifelse(none, ibis.null("date"), decided("said_day")),
        said_local_day=ibis.ifelse(none, ibis.null("date"), decided("said_local_day")),
        reason=ibis.cases(
            (left_out, FLAGGED),
            (~paid, UNPAID),
            (none & t.buyer.isnull(), "no_buyer"),
            (none, SILENT),
            ((t.judgment == "paid") | ~by_creation, "at_payment"),
            else_="at_creation",
        ),
    )
    drop = [n for n in t.columns if n[:2] in ("c_", "b_", "p_")]
    t = keep("owned", t.drop(*drop, "created_tie", "credit_tie", "created_window_us"))
    helped = keep("helped", _assistants(t, served))
    i = inquiries.select("shop", "account", "buyer", said_day=inquiries.day, hit=ibis.literal(True))
    t2 = t.mutate(account=t.owner)
    t2 = t2.left_join(i, ["shop", "account", "buyer", "said_day"]).select(
        t2, in_inquiry=i.hit.fill_null(False)
    )
    a = helped.group_by(keys).agg(assistants=helped.account.collect())
    t2 = t2.drop("account", "credit_window_us")
    return t2.left_join(a, keys).select(t2, assistants=a.assistants)


def _assistants(owned: ir.Table, served: ir.Table) -> ir.Table:
    """(shop, order_id, account, said_local_day): accounts that wrote to the buyer in a usable
    reception between the window before the creation and the payment, without being the owner."""
    o = owned.filter(owned.paid_at.notnull() & ~owned.paid_out)
    o = o.select("shop", "order_id", "owner", "credit_window_us")
    s = served.select(
        "shop", "order_id", "account", "created_at", "paid_at", "human_at", "first_human",
        "last_human", "said_day",
    )  # fmt: skip
    j = o.inner_join(s, ["shop", "order_id"])
    j = j.filter(j.owner.isnull() | (j.account != j.owner))
    begun = j.created_at - j.credit_window_us.as_interval("us")
    touched = (
        ((j.first_human >= begun) & (j.first_human <= j.paid_at))
        | ((j.last_human >= begun) & (j.last_human <= j.paid_at))
        | (j.human_at.filter(lambda said: (said >= begun) & (said <= j.paid_at)).length() > 0)
    )
    j = j.filter((j.first_human <= j.paid_at) & (j.last_human >= begun))
    j = j.filter(touched)
    return j.group_by(["shop", "order_id", "account"]).agg(said_day=j.said_day.max())
