"""Registers the board with Django."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "jinpai.apps.board"
    label = "board"
    default_auto_field = "django.db.models.BigAutoField"
