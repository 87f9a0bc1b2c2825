"""A month's scores under the rulebook in force: the same for every page and action.

What the lake gives is kept with the reading, which lasts until the lake grows; what people
decided is read afresh each time, so a rating shows in the score at once.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

from jinpai.apps import home
from jinpai.apps.appraisal.gather import figures_for, without_facts
from jinpai.apps.appraisal.queries.decided import decided
from jinpai.apps.rulebooks.models import Version
from jinpai.apps.rulebooks.queries.versions import in_force
from jinpai.rules.appraisal import appraise_month
from jinpai.rules.inputs import Month, Person
from jinpai.rules.outcomes import Appraised
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.appraisal import Item, Scheme

MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])\Z")

_lock = threading.Lock()
_kept: WeakKeyDictionary[Any, dict[tuple[str, str], Month]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Scored:
    """A month under its rulebook. `version` None: no rulebook is in force in it."""

    month: Month
    version: Version | None
    appraised: Mapping[str, Appraised] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def rulebook(self) -> Rulebook | None:
        return self.version.rulebook if self.version else None

    def person(self, code: str) -> Person | None:
        return next((p for p in self.month.people if p.code == code), None)

    def scheme(self, person: Person) -> tuple[str, Scheme] | None:
        if self.rulebook is None:
            return None
        return self.rulebook.appraisal.scheme_of(person.role, person.group)

    def item(self, person: Person, code: str) -> Item | None:
        found = self.scheme(person)
        if found is None:
            return None
        return next((item for item in found[1].items if item.code == code), None)

    def steps(self, person: Person) -> tuple[str, ...]:
        """Who rates, in order. Nobody leads the lead, or a group without one."""
        if self.rulebook is None:
            return ()
        steps = self.rulebook.appraisal.steps
        return tuple(s for s in steps if s != "leader" or self.leads_of(person))

    def leads_of(self, person: Person) -> tuple[str, ...]:
        """The codes of those who lead the person's group in the same shop."""
        if not person.group:
            return ()
        return tuple(
            p.code
            for p in self.month.people
            if p.role == "lead"
            and (p.shop, p.group) == (person.shop, person.group)
            and p.code != person.code
        )


def scored(month: str) -> Scored:
    """Everybody's scores as they are now."""
    version = in_force(month)
    if version is None:
        return Scored(Month(month, ()), None)
    known = facts(month, version)
    said = decided(month)
    whole = replace(known, people=tuple(said.applied(p) for p in known.people))
    appraised, problems = appraise_month(whole, version.rulebook)
    missing = without_facts(whole)
    return Scored(whole, version, appraised, (*([missing] if missing else []), *problems))


def facts(month: str, version: Version) -> Month:
    """The month without decisions, gathered once per reading and rulebook."""
    reading = home.reading()
    with _lock:
        known = _kept.setdefault(reading, {})
        if (month, version.sha256) in known:
            return known[month, version.sha256]
    found = figures_for(month, reading=reading, rulebook=version.rulebook)
    with _lock:
        if len(known) > 24:
            known.clear()
        known[month, version.sha256] = found
    return found
