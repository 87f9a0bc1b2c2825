"""The user behind a request, where every view is for users only."""

from __future__ import annotations

from django.http import HttpRequest

from jinpai.apps.team.models import User


def reader(request: HttpRequest) -> User:
    """Who is logged in. Views that nobody may open without a login call it."""
    if not isinstance(request.user, User):
        raise TypeError("this view is for users who are logged in")
    return request.user
