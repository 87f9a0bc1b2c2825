"""Where an item of a checklist is done: a page of the program, by its name."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse

from jinpai.apps.team import roles
from jinpai.apps.team.models import User

PLACES: Mapping[str, tuple[str, str]] = {
    "refunds": ("knowledge:refunds", roles.HANDLE_CASES),
    "knowledge": ("knowledge:pages", roles.SEE_DESK),
    "phrases": ("knowledge:phrases", roles.SEE_DESK),
    "autoreplies": ("knowledge:autoreplies", roles.SEE_DESK),
    "problems": ("knowledge:problems", roles.SEE_DESK),
    "routines": ("knowledge:routines_week", roles.SEE_DESK),
    "handover": ("desk:handover", roles.SEE_DESK),
    "campaigns": ("desk:campaigns", roles.SEE_DESK),
    "outgoing": ("desk:outgoing", roles.SEE_TEAM_DESK),
    "reasons": ("desk:ranking", roles.SEE_TEAM_DESK),
    "shipping": ("aftersales:shipping", roles.WAREHOUSE),
    "register": ("aftersales:register", roles.WAREHOUSE),
    "reconciliation": ("aftersales:reconciliation", roles.SEE_DESK),
    "return_reasons": ("aftersales:reasons", roles.SEE_DESK),
}
"""Place → URL name, and who may open it."""


def address(place: str, user: User) -> str:
    """Empty where there is no such page, or it is not the user's."""
    try:
        if place.startswith("list:"):
            return reverse("desk:list", args=[place.removeprefix("list:")])
        name, permission = PLACES.get(place, ("", ""))
        return reverse(name) if name and user.may(permission) else ""
    except NoReverseMatch:
        return ""
