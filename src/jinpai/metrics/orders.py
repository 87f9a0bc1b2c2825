"""Orders as the figures see them: their buyer, their days, their money, and whether left out."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jinpai.metrics.epochs import Epochs
from jinpai.metrics.threads import service_day


def sold(orders: ir.Table, buyers: ir.Table, flags: ir.Table, epochs: Epochs) -> ir.Table:
    """One row per order that has a creation time.

    `buyers`: (shop, order_id, buyer), the buyer as the chats know them (by order id, else by
    nick). `flags`: (shop, order_id, flag) set here by rulings; they overrule the file's.
    `created_out`, `paid_out`: left out of figures by flag, by the rule of either day.
    """
    t = orders.filter(orders.created_at.notnull())
    t = t.left_join(buyers, ["shop", "order_id"]).select(
        t,
        known_buyer=ibis.ifelse(
            buyers.buyer.notnull() & (buyers.buyer != ""), buyers.buyer, ibis.null("string")
        ),
    )
    t = t.left_join(flags, ["shop", "order_id"]).select(t, ruled_flag=flags.flag)
    cuts = epochs.cuts()
    t = t.select(
        "shop",
        "order_id",
        "created_at",
        "paid_at",
        "created_local",
        "paid_local",
        buyer=t.known_buyer,
        flag=ibis.coalesce(t.ruled_flag, t.flag),
        created_day=service_day(t.created_local, t.shop, cuts),
        paid_day=service_day(t.paid_local, t.shop, cuts),
        amount_paid=t.amount_paid.cast("decimal(18,2)"),
        postage=t.postage.cast("decimal(18,2)"),
        quantity=t.quantity.cast("int64"),
    )

    def ruled(day: ir.Value, flag: str) -> ir.Value:
        return epochs.switch(t, day, lambda m: flag in m.flags_left_out)

    def left_out(day: ir.Value) -> ir.BooleanValue:
        out: ir.BooleanValue = ibis.literal(False)
        for flag in sorted({f for m in epochs.measures() for f in m.flags_left_out}):
            out = out | ((t.flag == flag) & ruled(day, flag))
        return out.fill_null(False)

    deducts = epochs.switch(t, t.paid_day, lambda m: m.deduct_postage)
    return t.mutate(
        created_out=left_out(t.created_day),
        paid_out=left_out(t.paid_day),
        worth=t.amount_paid - ibis.ifelse(deducts, t.postage.fill_null(0), 0).cast("decimal(18,2)"),
    )
