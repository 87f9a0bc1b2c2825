"""Messages as the rules see them: whose word each is, and on which service day it stands.

A *thread* is one (shop, account, buyer). A *service day* is the local day after the day cut.
Source: design 3-metrics §2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

THREAD = ["shop", "account", "buyer"]
RECEPTION = [*THREAD, "day"]
BUYER_DAY = ["shop", "buyer", "day"]

BUYER, HUMAN, OTHER = 1, 2, 0
"""Whose word a message is. OTHER: robot, system, transfer and mass messages answer nothing."""


@dataclass(frozen=True)
class Cut:
    """From which minute after midnight a shop's service day begins, between two local days."""

    minutes: int
    shop: str | None = None  # None: every other shop
    first: date | None = None
    last: date | None = None


def service_day(local_at: ir.Value, shop: ir.Value, cuts: Sequence[Cut]) -> ir.Value:
    """The service day of a wall time. `cuts` in order of precedence; none means midnight."""
    plain = local_at.date()
    if not any(c.minutes for c in cuts):
        return plain
    branches = []
    for cut in cuts:
        test: ir.BooleanValue = ibis.literal(True)
        if cut.shop is not None:
            test = test & (shop == cut.shop)
        if cut.first is not None:
            test = test & (plain >= cut.first)
        if cut.last is not None:
            test = test & (plain <= cut.last)
        branches.append((test, (local_at - ibis.interval(minutes=cut.minutes)).date()))
    return ibis.cases(*branches, else_=plain)


def is_mass(m: ir.Table) -> ir.BooleanValue:
    """So marked, or a text beginning `@`: no one's message, but a row of its reception."""
    return (m.kind == "mass") | ((m.kind == "text") & m.text.startswith("@"))


def is_robot(m: ir.Table) -> ir.BooleanValue:
    return (m.sender == "robot") & ~is_mass(m) & (m.kind != "transfer")


def whose(m: ir.Table) -> ir.IntegerValue:
    """BUYER, HUMAN or OTHER for every message."""
    spoken = ~is_mass(m) & (m.kind != "transfer")
    return ibis.cases(
        (spoken & (m.sender == "buyer"), ibis.literal(BUYER, "int8")),
        (spoken & (m.sender == "agent"), ibis.literal(HUMAN, "int8")),
        else_=ibis.literal(OTHER, "int8"),
    )


@ibis.udf.scalar.builtin(name="hash", signature=(("str", "str", "str", "date"), "uint64"))
def _place(shop, account, buyer, day):  # type: ignore[no-untyped-def]
    """One narrow number for a reception's key."""


@ibis.udf.scalar.builtin(name="hash", signature=(("str",), "uint64"))
def _told_by(source):  # type: ignore[no-untyped-def]
    """One narrow number for a file."""


def heard(
    messages: ir.Table, cuts: Sequence[Cut], is_advert: Callable[[ir.Table], ir.BooleanValue]
) -> ir.Table:
    """Messages with their key, `place` in its stead, `told_by` in the file's, and `whose`,
    `robot`, `empty`, `chars`, `advert` in place of the columns that these are made from.

    Empty cells are null in the lake; an absent text is an empty one. `is_advert` judges rows
    that have shop, day and text.
    """
    m = messages.mutate(
        text=messages.text.fill_null(""),
        kind=messages.kind.fill_null("text"),
        buyer=messages.buyer.fill_null(""),
    )
    voice = whose(m)
    day = service_day(m.local_at, m.shop, cuts) if any(c.minutes for c in cuts) else m.local_day
    m = m.mutate(day=day)
    return m.select(
        *RECEPTION,
        "at",
        "local_at",
        "line",
        place=_place(m.shop, m.account, m.buyer, m.day),
        told_by=_told_by(m.source),
        whose=voice,
        robot=is_robot(m),
        empty=(m.kind == "text") & (m.text == ""),
        chars=ibis.ifelse(voice == HUMAN, m.text.length(), 0),
        advert=is_advert(m),
    )
