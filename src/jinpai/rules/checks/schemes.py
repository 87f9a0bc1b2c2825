"""Whom a scheme fits: known roles, nobody left over, none that an earlier one always wins from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from jinpai.rules.known import near
from jinpai.rules.problems import Problem
from jinpai.rules.sections.appraisal import Scheme
from jinpai.rules.sections.pay import PayScheme

ROLES = ("agent", "lead", "supervisor", "assistant", "warehouse", "operations", "owner")
"""What `people.csv` may say of a person's role."""


def check(
    schemes: Mapping[str, Scheme] | Mapping[str, PayScheme], section: Literal["appraisal", "pay"]
) -> Iterator[Problem]:
    taken: dict[str, set[str] | None] = {}  # role → groups served so far; None: all of them
    for code, scheme in schemes.items():
        path = f"{section}.schemes.{code}"
        yield from _lists(scheme, path)
        open_roles = [
            role for role in scheme.roles if _left(taken.get(role, set()), set(scheme.groups))
        ]
        if not open_roles:
            yield Problem(
                "nobody_fits", path,
                f"没有人会用到「{scheme.name.zh}」:这些岗位前面的方案都已包含,把它移到前面或写明分组",
                f"nobody can fit {scheme.name.en!r}: earlier schemes take all these roles; move "
                "it up or name its groups",
                ", ".join(scheme.roles), "roles / groups",
            )  # fmt: skip
        for role in scheme.roles:
            served = taken.get(role, set())
            if served is not None:
                taken[role] = served | set(scheme.groups) if scheme.groups else None
    if "owner" in taken:
        yield Problem(
            "owner_in_scheme", f"{section}.schemes",
            "店主不是员工,工资单和考核里不必有店主", "an owner is no employee and needs no scheme",
            "owner", "", severity="warning",
        )  # fmt: skip


def _left(served: set[str] | None, groups: set[str]) -> bool:
    """Is somebody left for a scheme?"""
    if served is None:
        return False
    return not groups or bool(groups - served)


def _lists(scheme: Scheme | PayScheme, path: str) -> Iterator[Problem]:
    for index, role in enumerate(scheme.roles):
        if role not in ROLES:
            guess = near(role, ROLES)
            yield Problem(
                "unknown_role", f"{path}.roles[{index}]",
                f"没有「{role}」这个岗位"
                + (f",是不是 {guess}?" if guess else f";可写:{'、'.join(ROLES)}"),
                f"there is no role {role!r}"
                + (f"; did you mean {guess}?" if guess else f"; roles: {', '.join(ROLES)}"),
                role, guess or ", ".join(ROLES),
            )  # fmt: skip
    for key, words in (("roles", scheme.roles), ("groups", scheme.groups)):
        for index, word in enumerate(words):
            if word in words[:index]:
                yield Problem(
                    "duplicate", f"{path}.{key}[{index}]", f"「{word}」写了两次",
                    f"{word!r} stands twice", word, "",
                )  # fmt: skip
