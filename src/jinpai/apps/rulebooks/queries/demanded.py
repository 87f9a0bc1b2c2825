"""What the shop asks for, and the appraisal items that look at it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jinpai.apps.rulebooks.telling.words import Told, of
from jinpai.rules import demands
from jinpai.rules.rulebook import Rulebook


@dataclass(frozen=True)
class Looked:
    """An item that looks at a demand, and what it weighs in its scheme."""

    scheme: Told
    item: Told
    weight: Decimal


@dataclass(frozen=True)
class Asked:
    name: Told
    minutes: int
    outside: Told  # when it is asked for outside the shift: that is working time
    looked: tuple[Looked, ...]

    @property
    def wish(self) -> bool:
        return not self.looked


@dataclass(frozen=True)
class Demanded:
    asked: tuple[Asked, ...]
    minutes: int  # a day, all together
    outside: int  # of them before or after the shift

    @property
    def wishes(self) -> list[Asked]:
        return [a for a in self.asked if a.wish]


_WHEN = {
    "in_shift": Told("", ""),
    "before_shift": Told("上班前", "before the shift"),
    "after_shift": Told("下班后", "after the shift"),
}


def demanded(rulebook: Rulebook) -> Demanded:
    """Wishes first."""
    when = {demand.code: demand.when for demand in rulebook.desk.demands}
    schemes = rulebook.appraisal.schemes
    items = {
        (code, item.code): of(item.name)
        for code, scheme in schemes.items()
        for item in scheme.items
    }
    found = [
        Asked(
            Told(one.zh, one.en), one.minutes, _WHEN[when.get(one.code, "in_shift")],
            tuple(
                Looked(of(schemes[b.scheme].name), items[b.scheme, b.item], b.weight)
                for b in one.backed_by
            ),
        )
        for one in demands.asked(rulebook)
    ]  # fmt: skip
    return Demanded(
        tuple(sorted(found, key=lambda a: not a.wish)),
        sum(a.minutes for a in found),
        sum(a.minutes for a in found if a.outside),
    )
