"""The words of routine checklists in templates."""

from __future__ import annotations

from typing import Any

from django import template

from jinpai.apps.knowledge.places import address
from jinpai.apps.knowledge.words import english, said
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role
from jinpai.workflow.lists.routines import KIND
from jinpai.workflow.routines import SHIFTS, STATES

register = template.Library()


def _pair(pair: tuple[str, str]) -> str:
    return pair[1 if english() else 0]


@register.filter
def spoken(thing: Any) -> str:
    """A checklist or an item in the reader's language."""
    return said(thing)


@register.filter
def shift_name(code: str) -> str:
    return _pair(SHIFTS.get(code, ("每个班", "every shift")))


@register.filter
def state_word(state: str) -> str:
    return _pair(STATES.get(state, ("没人勾", "nobody ticked")))


@register.filter
def reason_word(code: str) -> str:
    found = next((r for r in KIND.reasons if r.code == code), None)
    return said(found) if found else _pair(("没人勾", "nobody ticked"))


@register.filter
def place_of(place: str, user: User) -> str:
    return address(place, user)


@register.filter
def role_word(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


@register.filter
def whose(person: str, people: dict[str, str]) -> str:
    """A person's name; of what a whole shift shares, nobody's."""
    return people.get(person, person) if person else _pair(("整个班", "the whole shift"))


WEEKDAYS = (
    ("一", "Mon"), ("二", "Tue"), ("三", "Wed"), ("四", "Thu"), ("五", "Fri"), ("六", "Sat"),
    ("日", "Sun"),
)  # fmt: skip


@register.filter
def weekdays(text: str) -> str:
    """1234567 → every day."""
    if len(set(text)) == 7:
        return _pair(("每天", "every day"))
    names = [_pair(WEEKDAYS[int(n) - 1]) for n in sorted(set(text))]
    return ", ".join(names) if english() else "周" + "、".join(names)


@register.filter
def weekday(day: Any) -> str:
    return _pair(WEEKDAYS[day.weekday()])


@register.filter
def weekday_of(number: str) -> str:
    return _pair(WEEKDAYS[int(number) - 1])


@register.filter
def done_of(shown: Any) -> str:
    """3/5: done of what had to be done."""
    now = shown.standing
    return f"{now.done}/{now.items - now.not_needed}"
