"""Edges: the scores and sales at which pay jumps."""

from __future__ import annotations

from decimal import Decimal

from jinpai.rules.appraisal import USUAL
from jinpai.rules.inputs import Person
from jinpai.rules.items import number
from jinpai.rules.pay.banded_bonus import BandedBonus
from jinpai.rules.pay.commission import Commission
from jinpai.rules.tried import Tried


def of_score(tried: Tried, person: Person) -> list[Decimal]:
    """Totals at which a component of the person's scheme may jump, rising."""
    scheme = tried.scheme(person)
    found: set[Decimal] = set()
    for step in scheme.steps if scheme else ():
        if isinstance(step.component, BandedBonus):
            found.update(band.from_ for band in step.component.bands)
        elif step.component.needs_score:
            section = tried.rulebook.appraisal
            found.update([c.from_ for c in section.coefficients] or [start for start, _ in USUAL])
    return sorted(found - {Decimal(0)})


def of_basis(tried: Tried, person: Person) -> list[tuple[str, Decimal, Decimal]]:
    """(metric, what the person has, start) of every tier that changes the rate of the whole."""
    scheme = tried.scheme(person)
    found = []
    for step in scheme.steps if scheme else ():
        part = step.component
        if isinstance(part, Commission) and part.tiers and part.mode == "whole":
            figure = person.chosen(part.campaign_days).get(part.basis)
            value = number(figure.value) if figure else None
            if value is not None:
                found += [(part.basis, value, tier.from_) for tier in part.tiers if tier.from_]
    return found
