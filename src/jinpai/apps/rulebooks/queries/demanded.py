"""What the shop asks for, and the appraisal items that look at it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jinpai.apps.rulebooks.telling.words import Told, of
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
    found = []
    for demand in rulebook.desk.demands:
        looked = tuple(
            Looked(of(scheme.name), of(item.name), item.weight)
            for scheme in rulebook.appraisal.schemes.values()
            for item in scheme.items
            if item.code in demand.items
        )
        found.append(Asked(of(demand.name), demand.minutes, _WHEN[demand.when], looked))
    return Demanded(
        tuple(sorted(found, key=lambda a: not a.wish)),
        sum(d.minutes for d in rulebook.desk.demands),
        sum(d.minutes for d in rulebook.desk.demands if d.when != "in_shift"),
    )
