"""Addresses and files that several pay pages give out."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def rulebook(sha256: str) -> str:
    """The page of the version a run was computed by; empty where there is none."""
    return reverse("rulebooks:rulebook", args=[sha256]) if sha256 else ""


def file(content: bytes, name: str) -> HttpResponse:
    """A download whose name is safe in a header."""
    answer = HttpResponse(content, content_type=XLSX if name.endswith(".xlsx") else CSV)
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    answer["Content-Disposition"] = f'attachment; filename="{safe}"'
    answer["Cache-Control"] = "no-store"
    return answer
