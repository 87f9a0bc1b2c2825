"""Automatic replies with their validity, and what was changed about them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class AutoReply(models.Model):
    """One text of one kind (workflow.autoreplies.KINDS), from when until when."""

    shop = models.CharField(max_length=64, blank=True)  # empty: every shop
    kind = models.CharField(max_length=8)
    text = models.TextField()
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    campaign = models.CharField(max_length=100, blank=True)
    key = models.CharField(max_length=64, unique=True)  # of the form: made once
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["begins", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.text[:30]}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an auto-reply is never deleted")


class AutoReplyChange(models.Model):
    """Who changed what: made, changed, retired, restored. Written once."""

    reply = models.ForeignKey(AutoReply, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    what = models.CharField(max_length=16)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["reply", "id"]

    def __str__(self) -> str:
        return f"{self.reply_id} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a change is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a change is never deleted")
