"""Registers the payroll with Django."""

from django.apps import AppConfig


class PayrollConfig(AppConfig):
    name = "jinpai.apps.payroll"
    label = "payroll"
    default_auto_field = "django.db.models.BigAutoField"
