"""Who work can be handed to: everyone who logs in and is bound to a person."""

from __future__ import annotations

from dataclasses import dataclass

from jinpai.apps.team.models import User


@dataclass(frozen=True)
class Colleague:
    person: str
    name: str
    role: str
    title: str  # the role in the reader's language


def colleagues() -> list[Colleague]:
    return [
        Colleague(u.person, str(u), u.role, str(u.get_role_display()))
        for u in User.objects.filter(is_active=True).exclude(person="").order_by("role", "name")
    ]
