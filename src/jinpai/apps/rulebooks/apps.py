"""Registers the rulebooks with Django."""

from django.apps import AppConfig


class RulebooksConfig(AppConfig):
    name = "jinpai.apps.rulebooks"
    label = "rulebooks"
    default_auto_field = "django.db.models.BigAutoField"
