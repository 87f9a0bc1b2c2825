"""The web floor as a Django app, so that its templates, files and words are found."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "jinpai.web"
    label = "web"

    def ready(self) -> None:
        from django.conf import settings

        from jinpai.web.catalogues import compile_catalogues

        compile_catalogues(settings.HOME / "locale")
