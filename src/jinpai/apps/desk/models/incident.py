"""A bad review on a best seller: what was answered, what was learnt. Its story is in the acts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from .task import Task


class Incident(models.Model):
    """Written from the first reply on; until then the review's task alone is the incident."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="incident")
    reply = models.TextField(blank=True)  # as it stands under the review
    replied_by = models.CharField(max_length=64, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(blank=True)  # what happened, in the end
    change = models.TextField(blank=True)  # what we do differently: becomes a ticket
    ticket = models.ForeignKey(
        Task, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_by = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return str(self.task)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an incident is never deleted")
