"""Registers the app with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jinpai.apps.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """New facts fill the lists; outcomes that mean more than the end of a task."""
        from jinpai.apps.desk import order_parts, refund_part
        from jinpai.apps.desk.actions import campaigns, consent, outgoing, recalls
        from jinpai.apps.desk.filling import night
        from jinpai.apps.desk.outcomes import FOLLOW
        from jinpai.apps.imports.after import AFTER

        order_parts.PARTS.append(refund_part.requests)
        AFTER.append(night.after_import)
        AFTER.append(outgoing.after_import)
        FOLLOW.setdefault(campaigns.PREPARATIONS, []).append(campaigns.heard)
        FOLLOW.setdefault(consent.CODE, []).append(recalls.heard)
