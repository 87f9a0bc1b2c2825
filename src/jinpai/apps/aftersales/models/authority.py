"""What each role may promise, by version; who has read it; what was asked for beyond it.

A version is written once and never changed: the next one takes its place from a day on. `terms`
is what `workflow.authority` reads.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from jinpai.apps.aftersales.models.case import Case


class AuthorityVersion(models.Model):
    """One role's page, from a day on."""

    role = models.CharField(max_length=16)  # of team.roles.Role
    number = models.PositiveIntegerField()
    effective = models.DateField()
    terms = models.JSONField()
    note = models.CharField(max_length=300, blank=True)  # why it was changed
    made_by = models.CharField(max_length=64, blank=True)  # user name; empty: shipped
    made_at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)  # of the form: written once

    class Meta:
        ordering: ClassVar = ["role", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "number"], name="one_number_a_role")
        ]

    def __str__(self) -> str:
        return f"authority {self.role} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a version is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a version is never deleted")


class AuthorityReading(models.Model):
    """Someone read a version and confirmed it. Written once."""

    version = models.ForeignKey(AuthorityVersion, on_delete=models.PROTECT, related_name="readings")
    by = models.CharField(max_length=64)  # user name
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["version", "at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "by"], name="read_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.by} read {self.version_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a reading is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a reading is never deleted")


class Ask(models.Model):
    """A concession to a buyer: within the own authority, or asked of who may grant it."""

    class State(models.TextChoices):
        WITHIN = "within", pgettext_lazy("ask", "权限之内")
        WAITING = "waiting", pgettext_lazy("ask", "等批")
        GRANTED = "granted", pgettext_lazy("ask", "批了")
        REFUSED = "refused", pgettext_lazy("ask", "没批")
        WITHDRAWN = "withdrawn", pgettext_lazy("ask", "收回了")

    key = models.CharField(max_length=64, unique=True)  # of the form: asked once
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="asks")
    shop = models.CharField(max_length=64, blank=True)
    order_id = models.CharField(max_length=64, blank=True)
    what = models.CharField(max_length=16)  # of workflow.authority.WHATS
    amount = models.DecimalField(max_digits=12, decimal_places=2)  # yuan, days or per cent
    thing = models.CharField(max_length=100, blank=True)  # the gift
    reason = models.CharField(max_length=300)
    role = models.CharField(max_length=16)  # of who asked, at that time
    by = models.CharField(max_length=64)  # user name
    at = models.DateTimeField()
    limit = models.CharField(max_length=16, blank=True)  # of the own authority, as it stood
    state = models.CharField(max_length=10, choices=State.choices)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["shop", "order_id"], name="ask_of_order"),
            models.Index(fields=["by", "what", "at"], name="ask_of_person"),
        ]

    def __str__(self) -> str:
        return f"ask {self.pk} {self.what} {self.shop}/{self.order_id}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an ask is never deleted")
