"""Where an item of a checklist is done: a page of the program, by its name."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse

PLACES: Mapping[str, str] = {
    "refunds": "knowledge:refunds",
    "knowledge": "knowledge:pages",
    "phrases": "knowledge:phrases",
    "autoreplies": "knowledge:autoreplies",
    "problems": "knowledge:problems",
    "routines": "knowledge:routines_week",
    "handover": "desk:handover",
    "campaigns": "desk:campaigns",
    "outgoing": "desk:outgoing",
    "reasons": "desk:ranking",
    "shipping": "aftersales:shipping",
    "register": "aftersales:register",
    "reconciliation": "aftersales:reconciliation",
    "return_reasons": "aftersales:reasons",
}


def address(place: str) -> str:
    """Empty where there is no such page."""
    try:
        if place.startswith("list:"):
            return reverse("desk:list", args=[place.removeprefix("list:")])
        return reverse(PLACES[place]) if place in PLACES else ""
    except NoReverseMatch:
        return ""
