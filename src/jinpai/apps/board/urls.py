"""Pages of the board: the month at "/", everything else under "board/"."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

app_name = "board"


def month(request: HttpRequest) -> HttpResponse:
    """Stands here until the month page does."""
    return render(request, "web/shell.html")


urlpatterns = [
    path("", month, name="month"),
]
