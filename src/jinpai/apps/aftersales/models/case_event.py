"""What happened to a case. Written once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jinpai.apps.aftersales.models.case import Case


class CaseEvent(models.Model):
    """One step: who, when, from which state to which, with what."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    what = models.CharField(max_length=16)  # opened moved granted attached ticked noted
    before = models.CharField(max_length=16, blank=True)
    after = models.CharField(max_length=16, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["case", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an event is never deleted")
