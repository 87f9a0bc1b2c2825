"""Which receptions are left out, and why; the row is always kept.

Usable = not excluded. Source: design 3-metrics §2 (each exclusion a switch of the measure).
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jinpai.metrics.epochs import Epochs, among
from jinpai.metrics.policies import Measure

REASONS: dict[str, tuple[str, str]] = {
    "by_hand": ("人工排除", "excluded by hand"),
    "internal_account": ("内部或指定账号", "internal or listed account"),
    "empty_texts": ("只有空文本", "only empty texts"),
    "no_buyer_message": ("没有买家消息(单口相声、群发或只有机器人)",
                         "no buyer message (agent monologue, mass message or robot only)"),
    "forwarded": ("转接前客服说得太少", "forwarded after too few agent messages"),
    "single_buyer_line": ("买家只说了一句", "a single buyer line"),
    "advert": ("广告", "advert"),
    "after_sale_account": ("售后账号", "after-sale account"),
}  # fmt: skip
"""Reason codes in the order in which they are tested."""


def judged(held: ir.Table, epochs: Epochs) -> ir.Table:
    """Receptions with `excluded`: a reason code, or null for a usable one."""
    t = held

    def switch(pick: object) -> ir.Value:
        return epochs.switch(t, t.day, pick)  # type: ignore[arg-type]

    def listed(pick: object, ruled: tuple[tuple[str, str], ...]) -> ir.BooleanValue:
        test = among(t, ruled)
        for e in epochs.measures():
            names = pick(e)  # type: ignore[operator]
            if names:
                test = test | t.account.isin(list(names)) & (
                    switch(lambda m, n=names: pick(m) == n)  # type: ignore[operator]
                )
        return test

    by_hand: ir.BooleanValue = ibis.literal(False)
    for shop, account, buyer, day in epochs.by_hand:
        by_hand = by_hand | (
            (t.shop == shop) & (t.account == account) & (t.buyer == buyer) & (t.day == day)
        )
    forwarded_limit = switch(lambda m: -1 if m.exclusions.forwarded_after is None
                             else m.exclusions.forwarded_after)  # fmt: skip
    answered_here = t.cross_reply | t.transferred_in

    def on(code: str) -> ir.Value:
        return switch(lambda m: getattr(m.exclusions, code))

    def advert_on(m: Measure) -> bool:
        return bool(m.exclusions.advert_texts)

    return t.mutate(
        excluded=ibis.cases(
            (by_hand, "by_hand"),
            (
                on("internal_accounts") & listed(lambda m: m.exclusions.internal, epochs.internal),
                "internal_account",
            ),
            (on("empty_texts") & t.only_empty, "empty_texts"),
            (
                on("no_buyer_message") & (t.buyer_messages == 0) & ~answered_here,
                "no_buyer_message",
            ),
            (
                t.transferred_out & (t.said_before_transfer <= forwarded_limit),
                "forwarded",
            ),
            (on("single_buyer_line") & (t.buyer_messages == 1), "single_buyer_line"),
            (
                switch(advert_on) & t.adverts & (t.rows < on("advert_lines")),
                "advert",
            ),
            (
                on("after_sale_accounts")
                & listed(lambda m: m.exclusions.after_sale, epochs.after_sale),
                "after_sale_account",
            ),
            else_=ibis.null("string"),
        )
    )
