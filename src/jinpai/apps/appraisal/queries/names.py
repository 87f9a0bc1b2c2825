"""What those who signed are called: a login's name in place of its username."""

from __future__ import annotations

from collections.abc import Iterable

from jinpai.apps.team.models import User


def signed(usernames: Iterable[str]) -> dict[str, str]:
    """Username → name, of those who have one; one query for a page."""
    wanted = {u for u in usernames if u}
    if not wanted:
        return {}
    found = User.objects.filter(username__in=wanted).exclude(name="")
    return dict(found.values_list("username", "name"))
