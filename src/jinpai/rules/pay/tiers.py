"""Tiers of a rate 阶梯: half-open [from, next), paid part by part or by the tier reached."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pydantic import Field

from jinpai.rules.money import written, yuan
from jinpai.rules.sections.strict import Part, Rate

Mode = Literal["marginal", "whole"]


class Tier(Part):
    """From this basis up to the next tier's, this rate."""

    from_: Decimal = Field(alias="from", ge=0)
    rate: Rate


def of_tiers(basis: Decimal, tiers: Sequence[Tier], mode: Mode) -> tuple[Decimal, str]:
    """The unrounded amount and its formula. Below the first tier nothing. `whole`: the rate of
    the tier reached on all of the basis. A negative basis meets the first tier's rate."""
    if basis < 0:
        return basis * tiers[0].rate, f"{yuan(basis)} × {written(tiers[0].rate)}"
    if mode == "whole":
        rate = Decimal(0)
        for tier in tiers:
            if basis >= tier.from_:
                rate = tier.rate
        return basis * rate, f"{yuan(basis)} × {written(rate)}"
    amount = Decimal(0)
    parts: list[str] = []
    for index, tier in enumerate(tiers):
        if basis <= tier.from_ and parts:
            break
        top = tiers[index + 1].from_ if index + 1 < len(tiers) else basis
        part = max(min(basis, top) - tier.from_, Decimal(0))
        amount += part * tier.rate
        parts.append(f"{yuan(part)} × {written(tier.rate)}")
    return amount, " + ".join(parts)
