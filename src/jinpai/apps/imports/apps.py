"""Tells Django about the imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "jinpai.apps.imports"
    label = "imports"
    verbose_name = "数据"
    default_auto_field = "django.db.models.BigAutoField"
