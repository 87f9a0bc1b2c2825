"""Registers the app with Django."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "jinpai.apps.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Grouping questions is a job like the others."""
        from jinpai.apps.imports.models import Job
        from jinpai.apps.imports.work import WORK
        from jinpai.apps.knowledge.actions.questions import gather

        WORK[Job.Kind.QUESTIONS] = gather
