"""Champion bonus 销售冠军奖: standard × (first ÷ second) within the pool, to the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from jinpai.rules.inputs import Month
from jinpai.rules.money import fen, reckonable, share_out, written, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import CampaignDays, Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.appraisal import Pool
from jinpai.rules.sections.strict import Words, Yuan


@dataclass(frozen=True, slots=True)
class Champions:
    """A pool's first: each winner's part, and the two figures that made it."""

    parts: dict[str, Decimal]
    first: Decimal
    second: Decimal | None  # None: alone
    unknown: tuple[str, ...]  # people of the pool without a figure
    settled: bool = True  # are all figures of the pool final?


class ChampionBonus(Component):
    """Report 000: 200 × the champion's sales ÷ the second's. The pool is the people of this
    scheme with equal values of `pool` (group and shift). A tie for the first place splits the
    standard equally; alone, or with a second of 0 or less, the standard is paid, with a warning.
    Nobody is champion with 0. `cap_ratio` bounds first ÷ second."""

    title: ClassVar[Words] = Words(zh="销售冠军奖", en="Sales champion")

    kind: Literal["champion_bonus"] = "champion_bonus"
    standard: Yuan
    figure: str = "net_sales"
    pool: Pool = ("group", "shift")
    cap_ratio: Annotated[Decimal, Field(ge=1, le=10)] | None = None
    campaign_days: CampaignDays = "include"

    def metrics(self) -> tuple[str, ...]:
        return (self.figure,)

    def group(self, month: Month, path: str, members: Sequence[str]) -> object | None:
        wanted = set(members)
        pools: dict[tuple[str, ...], dict[str, Decimal]] = defaultdict(dict)
        unknown: dict[tuple[str, ...], list[str]] = defaultdict(list)
        moving: set[tuple[str, ...]] = set()
        for person in month.people:
            if person.code not in wanted:
                continue
            key = tuple(getattr(person, name) for name in self.pool)
            found = person.chosen(self.campaign_days).get(self.figure)
            if found is None or found.value is None or not reckonable(found.value):
                unknown[key].append(person.code)
            else:
                pools[key][person.code] = found.value
                if found.status != "final":
                    moving.add(key)
        return {
            key: self._first(of, tuple(sorted(unknown[key])), key not in moving)
            for key, of in pools.items()
        }

    def _first(self, of: dict[str, Decimal], unknown: tuple[str, ...], settled: bool) -> Champions:
        best = max(of.values())
        winners = sorted(code for code, value in of.items() if value == best)
        if best <= 0:
            return Champions({}, best, None, unknown, settled)
        if len(winners) > 1:
            parts = share_out(fen(self.standard), [Decimal(1)] * len(winners))
            return Champions(dict(zip(winners, parts, strict=True)), best, best, unknown, settled)
        rest = [value for value in of.values() if value != best]
        second = max(rest) if rest else None
        amount = self.standard
        if second is not None and second > 0:
            amount = self.standard * best / second
            if self.cap_ratio is not None:
                amount = min(amount, self.standard * self.cap_ratio)
        return Champions({winners[0]: fen(amount)}, best, second, unknown, settled)

    def compute(self, of: Context, path: str) -> Line | Problem | None:
        person = of.person
        own = of.figure(self.figure, path, self.campaign_days)
        if isinstance(own, Problem):
            return own
        pools = of.group.get(path)
        key = tuple(getattr(person, name) for name in self.pool)
        found = pools.get(key) if isinstance(pools, dict) else None
        if not isinstance(found, Champions) or person.code not in found.parts:
            return None
        amount = found.parts[person.code]
        inputs = [
            of.ruled(path, "standard", self.standard, "yuan"),
            Input("first", found.first, "yuan", f"metric:{self.figure}"),
        ]
        standard, formula = yuan(self.standard), yuan(self.standard)
        if len(found.parts) > 1:
            whole = fen(self.standard / len(found.parts))
            formula = f"{standard} ÷ {len(found.parts)}"
            if amount != whole:
                formula += f" + {amount - whole}" if amount > whole else f" − {whole - amount}"
            inputs.append(Input("tied", Decimal(len(found.parts)), "count", f"group:{path}"))
        elif found.second is not None and found.second > 0:
            inputs.append(Input("second", found.second, "yuan", f"group:{path}"))
            ratio = f"{yuan(found.first)} ÷ {yuan(found.second)}"
            formula = f"{standard} × {ratio}"
            if self.cap_ratio is not None:
                inputs.append(of.ruled(path, "cap_ratio", self.cap_ratio, "factor"))  # fmt: skip
                if found.first > found.second * self.cap_ratio:
                    formula = f"{standard} × min({ratio}, {written(self.cap_ratio)})"
        else:
            of.warnings.append(_alone(of, path, found.second))
        if not found.settled:
            of.may_change(self.figure, path)
        if found.unknown:
            of.warnings.append(_unknown(of, path, found.unknown, self.figure))
        words = self.words()
        return Line(
            "champion_bonus", self.code, words.zh, words.en, amount, formula, tuple(inputs), path
        )


def _alone(of: Context, path: str, second: Decimal | None) -> Problem:
    return Problem(
        "champion_alone", path,
        "没有可比的第二名,只发标准奖金", "no second to compare with: the standard is paid",
        found="" if second is None else str(second), severity="warning", person=of.person.code,
    )  # fmt: skip


def _unknown(of: Context, path: str, codes: tuple[str, ...], figure: str) -> Problem:
    return Problem(
        "champion_unknown", path,
        f"{'、'.join(codes)} 缺少 {figure},冠军可能会变",
        f"{figure} of {', '.join(codes)} is not known; the champion may change",
        found=",".join(codes), wanted=figure, severity="warning", person=of.person.code,
    )  # fmt: skip
