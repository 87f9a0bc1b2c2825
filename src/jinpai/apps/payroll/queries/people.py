"""Who there is to pay: codes and names, as known today."""

from __future__ import annotations

from datetime import date

from jinpai.apps.team import queries as team


def names(today: date) -> dict[str, str]:
    """Name by person code; whoever has none is called by the code."""
    everyone, _accounts = team.team(today=today)
    return {person.code: person.name for person in everyone}


def choices(today: date) -> list[tuple[str, str]]:
    """For a form: everyone with name and code, those who left at the end."""
    everyone, _accounts = team.team(today=today)
    return [(p.code, f"{p.name} · {p.code}" if p.name != p.code else p.code) for p in everyone]
