"""Whoever got a first password from someone else chooses an own one before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

FREE = ("password", "logout", "language", "theme")


class NewPasswordMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        user = request.user
        match = request.resolver_match
        if (
            user.is_authenticated
            and user.must_change_password
            and match is not None
            and match.view_name not in FREE
        ):
            return redirect("password")
        return None
