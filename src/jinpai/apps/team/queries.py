"""Reading who is on the team."""

from __future__ import annotations

from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role


def has_owner() -> bool:
    """Whether someone can log in as owner."""
    return User.objects.filter(role=Role.OWNER, is_active=True).exists()
