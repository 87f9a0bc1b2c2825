"""Comparable people: the means and places that an item compares a person with.

Made once a month for a rulebook. Each table is filled when first asked for, in one walk over the
people, and holds from then on: who asks again with one person's figures changed (`slopes.py`) gets
the comparison that the month really had.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jinpai.rules.inputs import Figure, Month, Person
from jinpai.rules.items import Prepared, compared, prepare, sum_of, value_of
from jinpai.rules.sections.appraisal import Appraisal, CampaignDays, Pool, Scheme

if TYPE_CHECKING:
    from jinpai.rules.items import Measured

Key = tuple[str, ...]


class Ranking:
    """Values of one metric among comparable people, least first, and whose each is."""

    __slots__ = ("own", "values")

    def __init__(self) -> None:
        self.values: list[Decimal] = []
        self.own: dict[str, Decimal] = {}

    def add(self, person: str, value: Decimal) -> None:
        insort(self.values, value)
        self.own[person] = value

    def place(self, person: str, value: Decimal, downward: bool) -> tuple[int, int, int]:
        """(people, how many are better, how many are equal) if the person had this value."""
        less = bisect_left(self.values, value)
        more = len(self.values) - bisect_right(self.values, value)
        ties = len(self.values) - less - more
        people = len(self.values)
        own = self.own.get(person)
        if own is None:
            people += 1
        elif own < value:
            less -= 1
        elif own > value:
            more -= 1
        else:
            ties -= 1
        return people, (less if downward else more), ties


class Pools:
    """Everything that has to be known of all people before one can be appraised."""

    def __init__(self, month: Month, appraisal: Appraisal) -> None:
        self.people = month.people
        self.schemes: dict[str, tuple[Prepared, ...]] = {
            code: prepare(code, scheme) for code, scheme in appraisal.schemes.items()
        }
        self.members: dict[str, list[Person]] = {code: [] for code in appraisal.schemes}
        self._fits: dict[tuple[str, str], tuple[str, Scheme] | None] = {}
        self._appraisal = appraisal
        for person in month.people:
            fit = self.scheme_of(person)
            if fit:
                self.members[fit[0]].append(person)
        self._shop_means: dict[tuple[str, CampaignDays], Mapping[Key, Decimal]] = {}
        self._pool_means: dict[tuple[str, str, CampaignDays, Pool], Mapping[Key, Decimal]] = {}
        self._rankings: dict[tuple[str, int, str], dict[Key, Ranking]] = {}
        self._teams: dict[tuple[str, int], Mapping[Key, Decimal]] = {}

    def scheme_of(self, person: Person) -> tuple[str, Scheme] | None:
        """The scheme that fits the person, with its code."""
        key = (person.role, person.group)
        if key not in self._fits:
            self._fits[key] = self._appraisal.scheme_of(*key)
        return self._fits[key]

    def mean(self, item: Prepared, metric: str, person: Person) -> Decimal | None:
        """The mean that the item compares with: of the person's shop, or of the pool."""
        if item.against == "shop_mean":
            shops = self._shop_means.get((metric, item.days))
            if shops is None:
                shops = _means(self.people, ("shop",), metric, item.days)
                self._shop_means[metric, item.days] = shops
            return shops.get((person.shop,))
        asked = (item.scheme, metric, item.days, item.pool)
        pools = self._pool_means.get(asked)
        if pools is None:
            pools = _means(self.members[item.scheme], item.pool, metric, item.days)
            self._pool_means[asked] = pools
        return pools.get(key_of(person, item.pool))

    def place(
        self, item: Prepared, metric: str, person: Person, value: Decimal
    ) -> tuple[int, int, int]:
        """(people, how many are better, how many are equal) among those with enough cases."""
        asked = (item.scheme, item.index, metric)
        rankings = self._rankings.get(asked)
        if rankings is None:
            rankings = self._rankings[asked] = {}
            for member in self.members[item.scheme]:
                theirs, _, lack, _ = compared(member, item, metric, self)
                if theirs is not None and not lack:
                    key = key_of(member, item.pool)
                    rankings.setdefault(key, Ranking()).add(member.code, theirs)
        ranking = rankings.get(key_of(person, item.pool)) or Ranking()
        return ranking.place(person.code, value, item.downward[metric])

    def team_mean(
        self, item: Prepared, person: Person, measure: Callable[[Person, Prepared, Pools], Measured]
    ) -> Decimal | None:
        """The mean of the points of the pool's people who have enough cases; None: nobody has."""
        asked = (item.scheme, item.index)
        teams = self._teams.get(asked)
        if teams is None:
            sums: dict[Key, list[Decimal]] = {}
            for member in self.members[item.scheme]:
                points = measure(member, item, self).points
                if points is not None:
                    sums.setdefault(key_of(member, item.pool), []).append(points)
            teams = {key: sum(points, Decimal(0)) / len(points) for key, points in sums.items()}
            self._teams[asked] = teams
        return teams.get(key_of(person, item.pool))


def key_of(person: Person, pool: Pool) -> Key:
    """What tells the person's pool from others."""
    return tuple([getattr(person, part) for part in pool])


def _means(
    people: Iterable[Person], pool: Pool, metric: str, days: CampaignDays
) -> dict[Key, Decimal]:
    """Per pool Σ numerators ÷ Σ denominators; of a count or an amount the mean of the values."""
    groups: dict[Key, list[Figure]] = {}
    for person in people:
        figure = person.chosen(days).get(metric)
        if figure is not None:
            groups.setdefault(key_of(person, pool), []).append(figure)
    means = {}
    for key, figures in groups.items():
        mean = _mean(figures)
        if mean is not None:
            means[key] = mean
    return means


def _mean(figures: Sequence[Figure]) -> Decimal | None:
    sums = [s for f in figures if (s := sum_of(f)) is not None]
    cases = sum((den for _, den in sums), Decimal(0))
    if cases > 0:
        return sum((num for num, _ in sums), Decimal(0)) / cases
    values = [v for f in figures if (v := value_of(f)) is not None]
    return sum(values, Decimal(0)) / len(values) if values else None
