"""Registers the app with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jinpai.apps.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """New facts fill the lists."""
        from jinpai.apps.desk.filling import night
        from jinpai.apps.imports.after import AFTER

        AFTER.append(night.after_import)
