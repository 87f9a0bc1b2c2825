"""Registers the payroll with Django, and its closed months with the rulebooks."""

from django.apps import AppConfig


class PayrollConfig(AppConfig):
    name = "jinpai.apps.payroll"
    label = "payroll"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jinpai.apps.payroll.booked import closed_months as ours
        from jinpai.apps.rulebooks.closed import closed_months

        if ours not in closed_months:
            closed_months.append(ours)
