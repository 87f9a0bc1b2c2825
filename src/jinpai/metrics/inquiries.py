"""Inquiries: receptions before the purchase, and whether they became one.

Source: design 3-metrics §2: a usable reception with at least one buyer message, of a buyer who,
before the reception's first message, had no order created on that service day and none paid in
the last `after_sale_days` × 24 h. Flagged orders still count as earlier orders.
"""

from __future__ import annotations

import ibis.expr.types as ir

from jinpai.metrics.epochs import Epochs

_HOUR_US = 3_600_000_000


def inquiries(receptions: ir.Table, sold: ir.Table, epochs: Epochs) -> ir.Table:
    """(shop, account, buyer, day, first_at, first_local) of every inquiry."""
    r = receptions.filter(receptions.excluded.isnull() & (receptions.buyer_messages > 0))
    r = r.select("shop", "account", "buyer", "day", "first_at", "first_local")
    o = sold.filter(sold.buyer.notnull())
    o = o.select("shop", "buyer", "created_at", "created_day", "paid_at")
    look_back = epochs.switch(r, r.day, lambda m: m.after_sale_days * 24 * _HOUR_US)
    r = r.mutate(look_back_us=look_back)
    j = r.inner_join(o, ["shop", "buyer"])
    since_paid = j.first_at.delta(j.paid_at, unit="microsecond")
    earlier = (
        j.filter(
            ((j.created_day == j.day) & (j.created_at < j.first_at))
            | ((since_paid > 0) & (since_paid <= j.look_back_us))
        )
        .select("shop", "account", "buyer", "day")
        .distinct()
    )
    return r.anti_join(earlier, ["shop", "account", "buyer", "day"]).drop("look_back_us")


def outcomes(inquiries: ir.Table, credits: ir.Table, epochs: Epochs) -> ir.Table:
    """Inquiries with `same_day`, `next_day`, `final`: did an own order follow in time?

    An own order is the buyer's, owned by this account by the judgment in force, created at or
    after the reception's first message.
    """
    i = inquiries
    i = i.mutate(
        window=epochs.switch(i, i.day, lambda m: m.inquiry_window_days),
        tail=epochs.switch(i, i.day, lambda m: m.payment_tail_days),
    )
    own = credits.filter(credits.owner.notnull() & credits.paid_at.notnull()).select(
        "shop",
        "buyer",
        "created_at",
        "created_day",
        "paid_day",
        account=credits.owner,
    )
    j = i.inner_join(own, ["shop", "account", "buyer"])
    j = j.filter(j.created_at >= j.first_at)
    created_after = j.created_day.delta(j.day, unit="day")
    paid_after = j.paid_day.delta(j.day, unit="day")
    won = j.group_by(["shop", "account", "buyer", "day"]).agg(
        same_day=((created_after == 0) & (paid_after == 0)).any(),
        next_day=(paid_after <= 1).any(),
        final=((created_after <= j.window - 1) & (paid_after <= j.window - 1 + j.tail)).any(),
    )
    keys = ["shop", "account", "buyer", "day"]
    out = i.left_join(won, keys)
    return out.select(
        *(i[c] for c in keys),
        i.first_at,
        i.first_local,
        same_day=won.same_day.fill_null(False),
        next_day=won.next_day.fill_null(False),
        final=won["final"].fill_null(False),
    )
