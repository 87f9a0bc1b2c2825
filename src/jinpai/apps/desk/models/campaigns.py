"""Campaigns: what is planned, and every change of the plan.

Whether one is decided, running or over is not kept: it follows from its days and from when its
goods and stock were decided. Changes are never changed.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Campaign(models.Model):
    """One campaign of one or more shops, from its first day to its last, both inclusive."""

    name = models.CharField(max_length=100)
    shops = models.JSONField(default=list)  # codes; at least one
    first = models.DateField()
    last = models.DateField()
    teaser_from = models.DateField(null=True, blank=True)
    teaser = models.TextField(blank=True)  # what buyers of the recall list are told
    big = models.BooleanField(default=False)  # one of the year's big ones of the platform
    percent = models.PositiveSmallIntegerField(null=True, blank=True)  # of the usual price, lowest
    goods = models.JSONField(default=list)  # {product, title, stock, usual, price}, text
    staff = models.JSONField(default=dict)  # day → people
    decided_at = models.DateTimeField(null=True, blank=True)  # goods and stock
    decided_by = models.CharField(max_length=64, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=64, unique=True)  # of the form: made once
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-first", "-id"]

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a campaign is never deleted, only cancelled")


class CampaignChange(models.Model):
    """What was done to a campaign. Written once."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    what = models.CharField(max_length=16)  # made changed decided cancelled listed exported
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["campaign", "id"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a change is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a change is never deleted")
