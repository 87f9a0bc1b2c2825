"""Which measure section rules which shop on which day.

A shop's measure is dated; most shops have one and the same. An expression asks an epoch list for
a switch and gets a literal where all agree, else a CASE over shop and day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from jinpai.metrics.policies import Measure
from jinpai.metrics.threads import Cut


@dataclass(frozen=True)
class Epoch:
    """`measure` rules `shop` from `first` on, until the shop's next epoch."""

    shop: str
    first: date
    measure: Measure


@dataclass(frozen=True)
class Epochs:
    """All dated measures. A shop without an epoch, or before its first one, has the default.

    `day_cuts`: the shops' own day cuts (shop, from day, minutes), which a measure may overrule.
    `internal`, `after_sale`: accounts so marked by rulings, as (shop, account).
    `by_hand`: receptions excluded by a ruling, as (shop, account, buyer, day).
    """

    dated: tuple[Epoch, ...] = ()
    default: Measure = field(default_factory=Measure)
    day_cuts: tuple[tuple[str, date, int], ...] = ()
    internal: tuple[tuple[str, str], ...] = ()
    after_sale: tuple[tuple[str, str], ...] = ()
    by_hand: tuple[tuple[str, str, str, date], ...] = ()

    def of(self, shop: str, day: date) -> Measure:
        """The measure that rules a shop's day."""
        found = self.default
        for e in sorted(self.dated, key=lambda e: e.first):
            if e.shop == shop and e.first <= day:
                found = e.measure
        return found

    def measures(self) -> list[Measure]:
        return [self.default, *(e.measure for e in self.dated)]

    def any(self, test: Callable[[Measure], bool]) -> bool:
        return any(test(m) for m in self.measures())

    def switch(self, t: ir.Table, day: ir.Value, pick: Callable[[Measure], Any]) -> ir.Value:
        """The value of one switch for every row of `t` (which has `shop`), on its `day`."""
        values = {repr(pick(m)) for m in self.measures()}
        if len(values) == 1:
            return ibis.literal(pick(self.default))
        latest_first = sorted(self.dated, key=lambda e: e.first, reverse=True)
        return ibis.cases(
            *(
                ((t.shop == e.shop) & (day >= e.first), ibis.literal(pick(e.measure)))
                for e in latest_first
            ),
            else_=ibis.literal(pick(self.default)),
        )

    def follows(
        self, t: ir.Table, day: ir.Value, pick: Callable[[Measure], Any], wanted: Any
    ) -> ir.BooleanValue:
        """Is a switch set so for the row's shop and day?"""
        return self.switch(t, day, lambda m: pick(m) == wanted)

    def cuts(self) -> list[Cut]:
        """Day cuts in order of precedence: latest first, the measure's over the shop's."""
        starts: dict[str, set[date]] = {}
        for shop, first, _ in self.day_cuts:
            starts.setdefault(shop, set()).add(first)
        for e in self.dated:
            starts.setdefault(e.shop, {date.min}).add(e.first)
        cuts = [
            Cut(self._cut(shop, first), shop, first if first != date.min else None)
            for shop, firsts in sorted(starts.items())
            for first in sorted(firsts, reverse=True)
        ]
        if self.default.day_cut:
            cuts.append(Cut(minutes(self.default.day_cut)))
        return cuts

    def _cut(self, shop: str, day: date) -> int:
        ruled = self.of(shop, day).day_cut
        if ruled:
            return minutes(ruled)
        own = 0
        for s, first, cut in sorted(self.day_cuts, key=lambda c: c[1]):
            if s == shop and first <= day:
                own = cut
        return own

    def cut_on(self, shop: str, day: date) -> int:
        """Minutes after midnight at which a shop's service day begins."""
        return self._cut(shop, day)

    def is_advert(self, t: ir.Table) -> ir.BooleanValue:
        """Does a message (shop, day, text) hold an advert text of its own measure?"""
        found: ir.BooleanValue = ibis.literal(False)
        for texts in sorted({m.exclusions.advert_texts for m in self.measures()}):
            if texts:
                ruled = self.follows(t, t.day, lambda m: m.exclusions.advert_texts, texts)
                found = found | (ruled & ibis.or_(*(t.text.contains(word) for word in texts)))
        return found

    def digest(self) -> str:
        """Identity of everything that decides figures beside the facts."""
        text = repr((
            [(e.shop, e.first, e.measure.digest()) for e in self.dated],
            self.default.digest(), self.day_cuts, self.internal, self.after_sale, self.by_hand,
        ))  # fmt: skip
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def minutes(clock: str) -> int:
    """'04:30' → 270; '24:00' → 1440."""
    hours, mins = clock.split(":")
    return int(hours) * 60 + int(mins)


def among(t: ir.Table, pairs: Sequence[tuple[str, str]]) -> ir.BooleanValue:
    """Is the row's (shop, account) among the pairs?"""
    grouped: dict[str, list[str]] = {}
    for shop, account in pairs:
        grouped.setdefault(shop, []).append(account)
    test: ir.BooleanValue = ibis.literal(False)
    for shop, accounts in sorted(grouped.items()):
        test = test | ((t.shop == shop) & t.account.isin(sorted(accounts)))
    return test
