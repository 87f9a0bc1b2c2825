"""Registers the app with Django."""

from django.apps import AppConfig


class AftersalesConfig(AppConfig):
    name = "jinpai.apps.aftersales"
    label = "aftersales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """An order's page shows its cases; new facts may contradict them."""
        from jinpai.apps.aftersales import order_part
        from jinpai.apps.aftersales.actions import changing
        from jinpai.apps.desk import order_parts
        from jinpai.apps.imports.after import AFTER

        order_parts.PARTS.append(order_part.cases)
        AFTER.append(changing.look)
