"""Registers the app with Django."""

from django.apps import AppConfig


class AftersalesConfig(AppConfig):
    name = "jinpai.apps.aftersales"
    label = "aftersales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """An order's page shows its cases; new facts may contradict them. Authority is read and
        decided on the desk."""
        from jinpai.apps.aftersales import buyer_part, elsewhere, order_asks, order_part
        from jinpai.apps.aftersales.actions import asking, authority, changing
        from jinpai.apps.desk import buyer_parts, order_parts
        from jinpai.apps.desk import elsewhere as asked
        from jinpai.apps.desk.mornings import MORNING
        from jinpai.apps.desk.outcomes import FOLLOW
        from jinpai.apps.imports.after import AFTER

        buyer_parts.PARTS.append(buyer_part.cases)
        order_parts.PARTS.append(order_part.cases)
        order_parts.PARTS.append(order_asks.asks)
        asked.REPAID.append(elsewhere.repaid)
        asked.UNSAID.append(elsewhere.unsaid)
        AFTER.append(changing.look)
        MORNING.append(authority.morning)
        FOLLOW.setdefault(asking.LIST, []).append(asking.follow)
        self._warehouse()

    def _warehouse(self) -> None:
        """An item of the returns leads to its parcel; the day's reconciliation is announced."""
        from jinpai.apps.aftersales import item_part
        from jinpai.apps.aftersales.actions import announcing
        from jinpai.apps.desk.item_parts import PARTS
        from jinpai.apps.desk.mornings import MORNING

        PARTS.append(item_part.returned)
        MORNING.append(announcing.morning)
