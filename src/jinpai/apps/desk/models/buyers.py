"""What a buyer agreed to, and how often we wrote: both written once, never changed.

个人信息保护法 14–16, 消费者权益保护法 29, 广告法 43: nothing is sent without consent, and whoever
refuses is left alone. The latest word counts.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from jinpai.apps.desk.models.campaigns import Campaign
from jinpai.apps.desk.models.task import Task


class _WrittenOnce(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("it is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("it is never deleted")


class Consent(_WrittenOnce):
    """A buyer said yes or no to being told of campaigns: when, where, and what shows it."""

    class Where(models.TextChoices):
        CHAT = "chat", pgettext_lazy("consent", "聊天里")
        CALL = "call", pgettext_lazy("consent", "电话里")
        GROUP = "group", pgettext_lazy("consent", "平台会员或群")
        PARCEL = "parcel", pgettext_lazy("consent", "回执、卡片")
        RECALL = "recall", pgettext_lazy("consent", "活动联系时")

    shop = models.CharField(max_length=64)
    buyer = models.CharField(max_length=128)
    given = models.BooleanField()  # False: no more contact
    where = models.CharField(max_length=8, choices=Where.choices)
    said_at = models.DateTimeField()  # when the buyer said so
    evidence = models.CharField(max_length=500, blank=True)  # their words, the chat's day, an order
    by = models.CharField(max_length=64)
    at = models.DateTimeField()  # when it was written down
    key = models.CharField(max_length=64, unique=True)  # of the form: written once

    class Meta:
        ordering: ClassVar = ["said_at", "id"]
        indexes: ClassVar = [models.Index(fields=["shop", "buyer"], name="consent_of_buyer")]

    def __str__(self) -> str:
        return f"{self.shop} {'+' if self.given else '-'}"


class Contact(_WrittenOnce):
    """A buyer was written to because of a campaign."""

    class How(models.TextChoices):
        CHAT = "chat", pgettext_lazy("contact", "聊天")
        GROUP = "group", pgettext_lazy("contact", "平台群发工具")

    shop = models.CharField(max_length=64)
    buyer = models.CharField(max_length=128)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="contacts")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="contacts")
    how = models.CharField(max_length=8, choices=How.choices)
    batch = models.CharField(max_length=64, blank=True)  # of the file that took it along
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    key = models.CharField(max_length=100, unique=True)  # of the form: counted once

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["shop", "buyer", "at"], name="contact_of_buyer"),
            models.Index(fields=["batch"], name="contact_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.shop} {self.at:%Y-%m-%d}"
