"""Refusals with a sentence for the reader; the error pages show it."""

from __future__ import annotations

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404


class Refusal(Exception):
    """Carries a translated sentence that may be shown."""


class Unclear(Refusal, BadRequest):
    """400: a value in the address or form cannot be read."""


class NotYours(Refusal, PermissionDenied):
    """403: the reader may not see or do this."""


class Absent(Refusal, Http404):
    """404: there is no such thing."""
