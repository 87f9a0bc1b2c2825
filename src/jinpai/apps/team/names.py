"""How the people who log in are called on a page."""

from __future__ import annotations

from jinpai.apps.team.models import User


def by_username() -> dict[str, str]:
    """Of everyone, those who left too: what they did stays under their name."""
    return {user.username: str(user) for user in User.objects.all()}
