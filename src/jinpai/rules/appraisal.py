"""From figures to scores: everybody's appraisal of one month.

Means and places are taken of all people first (`pools.py`), then each person is scored alone, so
that one bad record stops nobody else. Item points and totals are rounded half up to two places
before anything reads them. What a missing value means is said by the item, and it is never 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from typing import TYPE_CHECKING

from jinpai.rules import appraisal_words as words
from jinpai.rules.inputs import ItemRuling, Month, Person
from jinpai.rules.items import (
    Lack,
    Measured,
    Prepared,
    measure,
    measure_rating,
    number,
    own_target,
    rounded,
    self_rating,
    stepped,
    value_of,
)
from jinpai.rules.money import ZERO, score, share_out
from jinpai.rules.outcomes import Appraised, ItemScore
from jinpai.rules.pools import Pools
from jinpai.rules.problems import Problem
from jinpai.rules.sections.appraisal import Appraisal, Scheme

if TYPE_CHECKING:
    from jinpai.rules.rulebook import Rulebook

EXACT = Context(prec=40, rounding=ROUND_HALF_EVEN)
"""Wide enough that sums of quotients do not hang on the order of people."""

USUAL = tuple(
    (Decimal(start), Decimal(factor))
    for start, factor in (("95", "1.2"), ("90", "1.1"), ("80", "1.0"), ("70", "0.9"), ("60", "0.8"))
)
"""The performance coefficients where the rulebook writes none (design 4-rules §2)."""

_NONE, _HUNDRED = Decimal(0), Decimal(100)
_QUIET = ("", "")
_STATUS = ("final", "provisional", "partial")


def appraise_month(
    month: Month, rulebook: Rulebook, pools: Pools | None = None, *, steps: bool = True
) -> tuple[dict[str, Appraised], list[Problem]]:
    """Everybody's appraisal by code, and what stood in the way of the others. Without `steps`
    no item says what one step better would be worth, which is a third of the work."""
    appraised: dict[str, Appraised] = {}
    problems: list[Problem] = []
    with localcontext(EXACT):
        pools = pools or Pools(month, rulebook.appraisal)
        for person in month.people:
            found = score_person(person, rulebook.appraisal, pools, steps=steps)
            if isinstance(found, Appraised):
                appraised[person.code] = found
            else:
                problems.append(found)
    return appraised, problems


def score_person(
    person: Person, section: Appraisal, pools: Pools, *, steps: bool = True
) -> Appraised | Problem:
    """One person's appraisal under the scheme that fits, or what stands in its way."""
    fit = pools.scheme_of(person)
    if fit is None:
        return words.no_scheme(person)
    try:
        return appraise(person, *fit, section, pools, steps=steps)
    except (ArithmeticError, TypeError, ValueError, AttributeError) as error:
        return words.failed(person, error)


def appraise(
    person: Person, scheme_code: str, scheme: Scheme, section: Appraisal, pools: Pools, *,
    steps: bool = True,
) -> Appraised:  # fmt: skip
    """One person's appraisal; `pools` holds what was computed of all people."""
    with localcontext(EXACT):
        return _Sheet(person, scheme_code, scheme, section, pools, steps).appraised()


def coefficient(total: Decimal, section: Appraisal) -> Decimal:
    """The performance coefficient of a total: bands are half-open, `otherwise` below them. A
    rulebook without a table has the usual one."""
    table = [(step.from_, step.factor) for step in section.coefficients] or USUAL
    factor, reached = section.otherwise, None
    for start, there in table:
        if start <= total and (reached is None or start >= reached):
            factor, reached = there, start
    return factor


def total_with(one: Appraised, scheme: Scheme, points: Mapping[str, Decimal]) -> Decimal | None:
    """The total if some items had these points; everything else of the appraisal as it is."""
    known = [
        (item.weight, points.get(item.code, item.points))
        for item in one.items
        if item.points is not None
    ]
    whole = sum((weight for weight, _ in known), Decimal(0))
    if not whole:
        return None
    sums = sum((weight * there for weight, there in known if there is not None), Decimal(0))
    caps = [veto.cap for veto in scheme.vetoes if veto.code == one.veto]
    with localcontext(EXACT):
        return _clamped(sums / whole, one.events, scheme, min(caps, default=None))


def _clamped(mean: Decimal, events: Decimal, scheme: Scheme, cap: Decimal | None) -> Decimal:
    """The total of the items' mean: with events, between 0 and its cap, under the veto's."""
    total = min(scheme.total_cap, max(_NONE, mean + events))
    return rounded(total if cap is None else min(total, cap))


class _Sheet:
    """One person's items on the way to a total."""

    def __init__(
        self, person: Person, code: str, scheme: Scheme, section: Appraisal, pools: Pools,
        steps: bool,
    ) -> None:  # fmt: skip
        self.person = person
        self.code = code
        self.scheme = scheme
        self.section = section
        self.pools = pools
        self.steps = steps
        self.items = pools.schemes[code]
        self.warnings: list[Problem] = []
        self.events = self._events()
        self.veto, self.cap = self._veto()

    def appraised(self) -> Appraised:
        rows = [self._row(item) for item in self.items]
        kept = [(item.weight, row[1]) for item, row in zip(self.items, rows, strict=True)
                if row[1] is not None]  # fmt: skip
        whole = sum((weight for weight, _ in kept), Decimal(0))
        sums = sum((weight * points for weight, points in kept), Decimal(0))
        total = self._total(sums, whole) if kept else None
        used = self._weights([points for _, points, _, _ in rows], whole)
        scores = []
        for item, row, weight in zip(self.items, rows, used, strict=True):
            scores.append(self._score(item, row, weight, sums, whole, total))
        self._say_what_is_open(rows)
        if total is None:
            self.warnings.append(words.nothing_scored(self.person, self.code))
        return Appraised(
            self.person.code, self.code, tuple(scores), score(self.events), self.veto, total,
            None if total is None else coefficient(total, self.section), tuple(self.warnings),
        )  # fmt: skip

    def measure(self, person: Person, item: Prepared, pools: Pools) -> Measured:
        """Points from figures or from who rates."""
        if item.rating:
            return measure_rating(person, item, self.section.steps)
        return measure(person, item, pools)

    def _row(self, item: Prepared) -> tuple[Measured, Decimal | None, str, ItemRuling | None]:
        """(what was measured, points or None, fallback, the ruling that decided)."""
        seen = self.measure(self.person, item, self.pools)
        ruling = self._ruling(item) if self.person.rulings else None
        if ruling is not None and ruling.points is not None:
            points = min(max(_HUNDRED, item.highest), max(Decimal(0), ruling.points))
            return seen, rounded(points), "ruling", ruling
        if seen.points is not None:
            return seen, rounded(seen.points), "", None
        fallback = self._fallback(item, seen.lack)
        if fallback == "full":
            return seen, score(_HUNDRED), fallback, None
        if fallback == "team_mean":
            mean = self.pools.team_mean(item, self.person, self.measure)
            if mean is not None:
                return seen, rounded(mean), fallback, None
        return seen, None, "reweight", None

    def _fallback(self, item: Prepared, lack: Lack) -> str:
        if lack == "alone":
            return "reweight"
        return item.item.small_sample if lack == "small" else item.item.missing

    def _ruling(self, item: Prepared) -> ItemRuling | None:
        for ruling in reversed(self.person.rulings):
            if ruling.item == item.code:
                if ruling.outcome == "kept" or number(ruling.points) is None:
                    return None
                return ruling
        return None

    def _weights(self, points: Sequence[Decimal | None], whole: Decimal) -> list[Decimal]:
        """Weights in use, %: those of unscored items spread over the others, together 100."""
        if whole == 0:
            return [ZERO for _ in self.items]
        if whole == _HUNDRED and all(p is not None for p in points):
            return [item.weight for item in self.items]
        kept = [i.weight if p is not None else ZERO
                for i, p in zip(self.items, points, strict=True)]  # fmt: skip
        shares = iter(share_out(_HUNDRED, [w for w in kept if w]))
        return [next(shares) if w else ZERO for w in kept]

    def _total(self, sums: Decimal, whole: Decimal) -> Decimal:
        """The total of Σ weight × points."""
        return _clamped(sums / whole, self.events, self.scheme, self.cap)

    def _score(
        self, item: Prepared, row: tuple[Measured, Decimal | None, str, ItemRuling | None],
        weight: Decimal, sums: Decimal, whole: Decimal, total: Decimal | None,
    ) -> ItemScore:  # fmt: skip
        seen, points, fallback, ruling = row
        step = gain = None
        if self.steps and total is not None and points is not None and not fallback:
            step, gain = item.step, ZERO
            moved = stepped(self.person, item, self.pools, seen)
            if moved is None:
                gain = None
            elif more := rounded(moved) - points:
                gain = self._total(sums + item.weight * more, whole) - total
        plain = not (fallback or ruling or seen.place or item.targeted)
        note = _QUIET if plain else words.note(self.person, item, seen, fallback, ruling)
        return ItemScore(
            item.code, item.name_zh, item.name_en, item.kind, item.metrics, seen.value, seen.n,
            points, item.weight, weight,
            ZERO if points is None else score(points * weight / _HUNDRED),
            fallback, step, gain, self_rating(self.person, item.code) if item.rating else None,
            _status(seen), "ruling" if ruling else _source(seen, item), item.path, *note,
        )  # fmt: skip

    def _events(self) -> Decimal:
        """Signed points within the month's limits."""
        if not self.person.events:
            return ZERO
        plus = minus = Decimal(0)
        for event in self.person.events:
            points = number(event.points)
            if points is None:
                self.warnings.append(words.bad_event(self.person, event))
            elif points > 0:
                plus += points
            else:
                minus -= points
        limits = self.scheme.events
        return min(plus, limits.plus) - min(minus, limits.minus)

    def _veto(self) -> tuple[str, Decimal | None]:
        """The veto with the lowest cap among those whose condition is met."""
        code, cap = "", None
        for veto in self.scheme.vetoes:
            value = value_of(self.person.figures.get(veto.metric))
            if value is None:
                self.warnings.append(words.veto_unknown(self.person, self.code, veto))
            elif value >= veto.at_least and (cap is None or veto.cap < cap):
                code, cap = veto.code, veto.cap
        return code, cap

    def _say_what_is_open(
        self, rows: Sequence[tuple[Measured, Decimal | None, str, ItemRuling | None]]
    ) -> None:
        """Warnings: values that are missing, no numbers, or not final yet."""
        open_metrics: dict[str, None] = {}
        for item, (seen, _, fallback, ruling) in zip(self.items, rows, strict=True):
            for metric in seen.bad:
                self.warnings.append(words.bad_figure(self.person, item, metric))
            if seen.lack == "missing" and ruling is None:
                self.warnings.append(words.missing(self.person, item, fallback))
            given = item.targeted and self.person.targets.get(item.code) is not None
            if given and own_target(self.person, item) is None:
                self.warnings.append(words.bad_target(self.person, item))
            for figure in seen.figures:
                if figure.status != "final":
                    open_metrics.update(dict.fromkeys(item.metrics))
        if open_metrics:
            self.warnings.append(words.provisional(self.person, tuple(open_metrics)))
        codes = {item.code for item in self.items}
        for ruling in self.person.rulings:
            if ruling.item not in codes:
                self.warnings.append(words.unknown_ruling(self.person, self.code, ruling))


def _status(seen: Measured) -> str:
    """The least settled of the figures behind it."""
    status = "final"
    for figure in seen.figures:
        if figure.status != status and _STATUS.index(figure.status) > _STATUS.index(status):
            status = figure.status
    return status


def _source(seen: Measured, item: Prepared) -> str:
    """Where the figures come from; told apart only where one is not computed."""
    if item.rating:
        return "manual"
    for figure in seen.figures:
        if figure.source != "computed":
            return figure.source
    return "computed"
