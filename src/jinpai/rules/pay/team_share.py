"""Team share 团队提成: the shop's sales × rate, for each or divided by heads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import ClassVar, Literal

from jinpai.rules.inputs import Attendance, Month
from jinpai.rules.money import ZERO, fen, reckonable, share_out, written, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.clawback import take_back
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Rate, Words


@dataclass(frozen=True, slots=True)
class Pot:
    """One shop's pot: who has what part of it. Heads are paid days / expected days."""

    heads: Fraction
    share: Mapping[str, Fraction]
    part: Mapping[str, Decimal]  # of the pot to the fen, by person
    unknown: tuple[str, ...]  # counted as a whole head: their days are not known


class TeamShare(Component):
    """`metrics` of the shop are added up: what agents sold and what sold itself make the shop's
    total. `per_head`: divided among the people of this scheme in the shop by paid / expected
    days; left-over fen go one each in the order of the codes. `performance`: × the coefficient."""

    title: ClassVar[Words] = Words(zh="店铺销售提成", en="Share of the shop's sales")

    kind: Literal["team_share"] = "team_share"
    shop_metrics: tuple[str, ...] = ("sales", "silent_sales")
    rate: Rate
    per_head: bool = False
    performance: bool = False

    @property
    def needs_score(self) -> bool:
        return self.performance

    def group(self, month: Month, path: str, members: Sequence[str]) -> object | None:
        if not self.per_head:
            return None
        wanted = set(members)
        shares: dict[str, dict[str, Fraction]] = defaultdict(dict)
        unknown: dict[str, list[str]] = defaultdict(list)
        for person in month.people:
            if person.code not in wanted:
                continue
            days = person.attendance
            if not _known(days):
                # nobody else is paid more because one person's days are missing
                shares[person.shop][person.code] = Fraction(1)
                unknown[person.shop].append(person.code)
            else:
                shares[person.shop][person.code] = _share(
                    days.paid_days or ZERO, days.expected_days or Decimal(1)
                )
        pots = {}
        for shop, of_shop in shares.items():
            codes = sorted(of_shop)
            scale = lcm(*(of_shop[c].denominator for c in codes))
            whole = [of_shop[c].numerator * (scale // of_shop[c].denominator) for c in codes]
            parts: list[Decimal] = []
            sales = _sales(month, shop, self.shop_metrics)
            if isinstance(sales, Decimal):
                parts = share_out(fen(max(sales, ZERO) * self.rate), list(map(Decimal, whole)))
            pots[shop] = Pot(
                Fraction(sum(whole), scale), of_shop,
                dict(zip(codes, parts, strict=False)), tuple(sorted(unknown[shop])),
            )  # fmt: skip
        return pots

    def compute(self, of: Context, path: str) -> Line | Problem:
        person = of.person
        sales = _sales(of.whole, person.shop, self.shop_metrics)
        if not isinstance(sales, Decimal):
            return Problem(
                "no_shop_figure", path,
                f"店铺「{person.shop or '未填'}」缺少指标 {sales} 的数",
                f"shop {person.shop or 'not given'} has no figure for {sales}",
                found=person.shop, wanted=sales, person=person.code,
            )  # fmt: skip
        for metric in self.shop_metrics:
            if of.whole.shops[person.shop][metric].status != "final":
                of.may_change(metric, path)
        inputs = [
            Input("shop_sales", sales, "yuan", f"shop:{'+'.join(self.shop_metrics)}"),
            of.ruled(path, "rate", self.rate, "rate"),
        ]
        amount, formula = sales * self.rate, f"{yuan(sales)} × {written(self.rate)}"
        pot, under = None, 1
        if self.per_head:
            pots = of.group.get(path)
            pot = pots.get(person.shop) if isinstance(pots, dict) else None
            if not isinstance(pot, Pot) or person.code not in pot.share:
                return of.days()
            if person.code in pot.unknown:
                return of.days()  # a whole head for the others' sake; nothing is paid on it
            # where nobody worked a day, each has nothing of it
            mine, heads = pot.share[person.code], pot.heads or Fraction(1)
            if mine != 1:
                formula += f" × {_ratio(mine)}"
            formula += f" ÷ {_ratio(heads)}"
            amount *= mine.numerator * heads.denominator
            under = mine.denominator * heads.numerator
            inputs.append(Input("heads", _decimal(heads), "count", f"group:{path}"))
            inputs.append(Input("own_share", _decimal(mine), "count", f"group:{path}"))
            if pot.unknown:
                of.warnings.append(_unknown_heads(of, pot, path))
        words = self.words()
        if self.performance:
            coefficient = of.coefficient(path)
            if isinstance(coefficient, Problem):
                return coefficient
            amount *= coefficient
            formula += f" × {written(coefficient)}"
            inputs.append(Input("coefficient", coefficient, "factor", "coefficient"))
        amount /= under  # last, so that a half fen is a half fen
        if pot is not None and sales > 0 and not self.performance:
            part = pot.part[person.code]
            formula += _fen_apart(part, fen(amount))
            amount = part
        if amount < 0:
            take_back(of, self.code, path, words, fen(amount))
            amount, formula = ZERO, f"max({formula}, 0)"
        return Line(
            "team_share", self.code, words.zh, words.en, fen(amount), formula, tuple(inputs), path
        )


@lru_cache(maxsize=4096)
def _share(paid: Decimal, expected: Decimal) -> Fraction:
    """Most people of a month have the same days."""
    return Fraction(paid) / Fraction(expected)


def _known(days: Attendance) -> bool:
    """Are both days known and sensible?"""
    expected, paid = days.expected_days, days.paid_days
    if expected is None or paid is None or not (expected.is_finite() and paid.is_finite()):
        return False
    return expected > 0 and paid >= 0


def _sales(month: Month, shop: str, metrics: Sequence[str]) -> Decimal | str:
    """The shop's figure, or the code of what is missing."""
    figures = month.shops.get(shop, {})
    total = ZERO
    for metric in metrics:
        found = figures.get(metric)
        if found is None or found.value is None or not reckonable(found.value):
            return metric
        total += found.value
    return total


def _fen_apart(part: Decimal, rounded: Decimal) -> str:
    """The left-over fen, so that the formula gives the amount."""
    apart = part - rounded
    if not apart:
        return ""
    return f" + {apart}" if apart > 0 else f" − {-apart}"


def _ratio(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"({value.numerator} ÷ {value.denominator})"


def _decimal(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact if len(exact.as_tuple().digits) < 12 else round(exact, 4)


def _unknown_heads(of: Context, pot: Pot, path: str) -> Problem:
    names = "、".join(pot.unknown)
    return Problem(
        "heads_unknown", path,
        f"{names} 的出勤天数未知,按整个人头计;补上后各人份额会变",
        f"the days of {names} are not known and count as whole heads; shares change once they are",
        found=names, wanted="attendance", severity="warning", person=of.person.code,
    )  # fmt: skip
