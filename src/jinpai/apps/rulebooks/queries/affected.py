"""Whom another rulebook concerns: the people of a month and the schemes that fit them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jinpai.apps.rulebooks.telling.words import Told, post
from jinpai.apps.team.queries import team
from jinpai.apps.team.roles import Role
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.strict import Words


@dataclass(frozen=True)
class Concerned:
    """One person: role and group of the month, and the schemes before and after; None: no scheme
    fits, so there is no appraisal or no payslip."""

    code: str
    name: str
    post: Told
    group: str
    level: str
    pay_before: Words | None
    pay_after: Words | None
    appraisal_before: Words | None
    appraisal_after: Words | None
    owner: bool = False  # an owner is not on the payroll

    @property
    def unpaid(self) -> bool:
        return self.pay_after is None and not self.owner


@dataclass(frozen=True)
class Member:
    code: str
    name: str
    role: str
    group: str
    level: str


def members(month: str) -> list[Member]:
    """Who works in a month ("2026-10"), as their record says on its first day."""
    first = date.fromisoformat(f"{month}-01")
    out = []
    for person in team(today=first)[0]:
        row = person.now
        if row is None or not row.role or (row.left_on and row.left_on <= first):
            continue
        if row.hired_on and f"{row.hired_on:%Y-%m}" > month:
            continue
        out.append(Member(person.code, person.name, row.role, row.group, row.level))
    return sorted(out, key=lambda m: m.code)


def pay_scheme(rulebook: Rulebook | None, member: Member) -> Words | None:
    found = rulebook.pay.scheme_of(member.role, member.group) if rulebook else None
    return found[1].name if found else None


def appraisal_scheme(rulebook: Rulebook | None, member: Member) -> Words | None:
    found = rulebook.appraisal.scheme_of(member.role, member.group) if rulebook else None
    return found[1].name if found else None


def concerned(
    people: Iterable[Member], before: Rulebook | None, after: Rulebook
) -> list[Concerned]:
    return [
        Concerned(
            m.code, m.name, post(m.role), m.group, m.level,
            pay_scheme(before, m), pay_scheme(after, m),
            appraisal_scheme(before, m), appraisal_scheme(after, m), m.role == Role.OWNER,
        )
        for m in people
    ]  # fmt: skip
