"""The day's reconciliation between warehouse and service: each side signs what it saw."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Signature(models.Model):
    """One side's signature under one day, with the figures as they stood. Written once."""

    day = models.DateField()
    side = models.CharField(max_length=12)  # workflow.reconciliation.SIDES
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["-day", "side"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "side"], name="a_side_signs_a_day_once")
        ]

    def __str__(self) -> str:
        return f"reconciliation {self.day} {self.side}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a signature is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a signature is never deleted")
