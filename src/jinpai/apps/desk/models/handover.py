"""A shift handed to the next: what was open, who gave, who took; both sign."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from .task import Task


class Handover(models.Model):
    """Offered by one person to another (or to whoever of the role takes the shift)."""

    shift = models.CharField(max_length=32, blank=True)
    day = models.DateField()
    from_user = models.CharField(max_length=64)
    from_person = models.CharField(max_length=64, blank=True)
    to_person = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    key = models.CharField(max_length=64, unique=True)  # of the form: offered once
    offered_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)  # what the one who took it says

    class Meta:
        ordering: ClassVar = ["-offered_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["to_person", "taken_at"], name="handover_to")]

    def __str__(self) -> str:
        return f"{self.day} {self.from_user} → {self.to_person}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a handover is never deleted")

    @property
    def open(self) -> bool:
        return self.taken_at is None and self.withdrawn_at is None


class HandedTask(models.Model):
    """One task of a handover, as it stood when it was offered."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="tasks")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=500, blank=True)  # what the next one should know
    due = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["handover", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handover", "task"], name="a_task_once_a_handover")
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.task_id}"
