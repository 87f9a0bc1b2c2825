"""Pages of the team."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def components(request: HttpRequest) -> HttpResponse:
    """Every component of the shell on one page, with made-up content."""
    return render(request, "team/components.html")
