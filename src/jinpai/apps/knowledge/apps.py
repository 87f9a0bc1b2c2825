"""Registers the app with Django."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "jinpai.apps.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What knowledge adds to the desk's pages; grouping questions is a job like the others."""
        from jinpai.apps.desk import item_parts
        from jinpai.apps.desk.campaign_parts import PARTS
        from jinpai.apps.desk.mornings import MORNING
        from jinpai.apps.desk.outcomes import FOLLOW
        from jinpai.apps.knowledge import campaign_part, item_part
        from jinpai.apps.knowledge.actions import routines

        FOLLOW.setdefault(routines.LIST, []).append(routines.follow)
        MORNING.append(routines.morning)
        PARTS.append(campaign_part.part)
        item_parts.PARTS.append(item_part.part)

        from jinpai.apps.imports.models import Job
        from jinpai.apps.imports.work import WORK
        from jinpai.apps.knowledge.actions.questions import gather

        WORK[Job.Kind.QUESTIONS] = gather
