"""Registers the team app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "jinpai.apps.team"
    label = "team"
    default_auto_field = "django.db.models.BigAutoField"
