"""The day's refunds table as the night shift signed it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class RefundsSheet(models.Model):
    """Signed as complete, with what it held. What arrives later is shown as late; it can be
    signed again, and every signature stays."""

    shop = models.CharField(max_length=64)
    day = models.DateField()
    number = models.PositiveIntegerField()
    held = models.JSONField()  # refund → [amount, status, reason]
    count = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    note = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=64)  # user name
    at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)  # of the form: signed once

    class Meta:
        ordering: ClassVar = ["shop", "day", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop", "day", "number"], name="one_signature_a_number")
        ]

    def __str__(self) -> str:
        return f"refunds {self.shop} {self.day} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a signature is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a signature is never deleted")
