"""Registers the app with Django."""

from django.apps import AppConfig


class AftersalesConfig(AppConfig):
    name = "jinpai.apps.aftersales"
    label = "aftersales"
    default_auto_field = "django.db.models.BigAutoField"
