"""What is to be changed on an order at the platform: a remark added, a flag set.

Jinpai writes nothing to a platform. A change waits here until somebody takes the file of the
waiting ones along; the next import shows whether it arrived. Steps are never changed.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy


class OutgoingChange(models.Model):
    """One remark or flag. `no` counts those of one order and kind: who reads an order and writes
    after somebody else is told."""

    class What(models.TextChoices):
        REMARK = "remark", pgettext_lazy("change", "备注")
        FLAG = "flag", pgettext_lazy("change", "插旗")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("change", "等着带到平台")
        EXPORTED = "exported", pgettext_lazy("change", "已导出")
        DONE = "done", pgettext_lazy("change", "平台上已有")
        WITHDRAWN = "withdrawn", pgettext_lazy("change", "已撤回")

    shop = models.CharField(max_length=64)
    order_id = models.CharField(max_length=64)
    what = models.CharField(max_length=8, choices=What.choices)
    no = models.PositiveIntegerField()
    before = models.TextField(blank=True)  # the whole remark, or the colour, as it was
    after = models.TextField()
    line = models.TextField(blank=True)  # of a remark: what was added
    platform = models.CharField(max_length=16, blank=True)
    platform_value = models.CharField(max_length=8, blank=True)  # the platform's number of a colour
    reason = models.CharField(max_length=300, blank=True)
    ruled = models.BooleanField(default=False)  # the figures were told too
    ruled_before = models.CharField(max_length=8, blank=True)  # the colour ruled until then
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)  # of the form: written once
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    batch = models.CharField(max_length=64, blank=True)  # of the file that took it along
    sent = models.JSONField(default=dict)  # the row of that file
    # {"record": …, "facts": …, "as_of": …}: a later export says otherwise, both are shown
    contradicted = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shop", "order_id", "what", "no"], name="one_change_after_the_other"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "shop"], name="change_waiting"),
            models.Index(fields=["batch"], name="change_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.shop}/{self.order_id} {self.what} {self.no}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a change is never deleted, only withdrawn")


class OutgoingStep(models.Model):
    """What became of a change. Written once."""

    change = models.ForeignKey(OutgoingChange, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.CharField(max_length=64, blank=True)  # empty: the facts
    what = models.CharField(max_length=12)  # written exported done withdrawn contradicted
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["change", "id"]

    def __str__(self) -> str:
        return f"{self.change_id} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a step is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a step is never deleted")
