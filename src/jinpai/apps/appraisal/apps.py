"""Registers the appraisal with Django."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "jinpai.apps.appraisal"
    label = "appraisal"
    default_auto_field = "django.db.models.BigAutoField"
