"""A thing to do and what was done about it.

A task is never deleted and its acts are never changed: whoever had it first stays on record, and
so does everyone after. `version` grows with every change; an action names the one it read.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy


class Task(models.Model):
    """One item of one list. (`list`, `key`) names it for ever."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("task", "待办")
        CLAIMED = "claimed", pgettext_lazy("task", "在做")
        SNOOZED = "snoozed", pgettext_lazy("task", "推后")
        DONE = "done", pgettext_lazy("task", "办完")
        DROPPED = "dropped", pgettext_lazy("task", "不用办了")

    class Source(models.TextChoices):
        RULE = "rule", pgettext_lazy("task", "规则")
        HAND = "hand", pgettext_lazy("task", "手工")
        CASE = "case", pgettext_lazy("task", "售后单")
        COLLEAGUE = "colleague", pgettext_lazy("task", "同事")

    list = models.CharField(max_length=32)  # code of workflow.lists
    key = models.CharField(max_length=200)
    shop = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=16)  # who may take it: team.roles.Role
    person = models.CharField(max_length=64, blank=True)  # whose it is now; empty: anyone's
    first_person = models.CharField(max_length=64, blank=True)  # whose it was first
    order_id = models.CharField(max_length=64, blank=True)
    buyer = models.CharField(max_length=128, blank=True)
    account = models.CharField(max_length=128, blank=True)
    day = models.DateField(null=True, blank=True)  # of the reception behind it
    title = models.CharField(max_length=300)
    why_zh = models.CharField(max_length=300, blank=True)
    why_en = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)  # what the row shows, as text
    since = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(default=2)  # 0 law or platform, 1 waits, 2 rest
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    snooze_reason = models.CharField(max_length=300, blank=True)
    claimed_by = models.CharField(max_length=64, blank=True)  # user name
    attempts = models.PositiveSmallIntegerField(default=0)
    done_by = models.CharField(max_length=64, blank=True)  # user name; empty: the facts said so
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    converted = models.BooleanField(default=False)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.RULE)
    raised_by = models.CharField(max_length=64, blank=True)  # user name
    acknowledged_at = models.DateTimeField(null=True, blank=True)  # the raiser has seen the answer
    climbed_at = models.DateTimeField(null=True, blank=True)
    contradicted = models.JSONField(null=True, blank=True)  # {"record": …, "facts": …}: both shown
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["priority", "due", "since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "key"], name="one_task_a_key")
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "role", "person", "due"], name="task_open"),
            models.Index(fields=["list", "state", "due"], name="task_of_list"),
            models.Index(fields=["list", "since", "key"], name="task_known"),
            models.Index(
                fields=["due"],
                name="task_to_climb",
                condition=models.Q(
                    climbed_at__isnull=True, state__in=("open", "claimed", "snoozed")
                ),
            ),
            models.Index(
                fields=["done_by", "done_at"],
                name="task_done_by",
                condition=models.Q(done_at__isnull=False),
            ),
            models.Index(
                fields=["list", "done_at"],
                name="task_done_of",
                condition=models.Q(done_at__isnull=False),
            ),
            models.Index(fields=["order_id"], name="task_of_order"),
            models.Index(fields=["buyer"], name="task_of_buyer"),
            models.Index(fields=["raised_by", "state"], name="task_raised"),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.key}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a task is never deleted")

    @property
    def open(self) -> bool:
        """Is there still something to do?"""
        return self.state in OPEN_STATES


OPEN_STATES = (Task.State.OPEN, Task.State.CLAIMED, Task.State.SNOOZED)


class Act(models.Model):
    """What someone (or the facts: `by` empty) did to a task. Written once."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="acts")
    at = models.DateTimeField()
    by = models.CharField(max_length=64, blank=True)
    # made claimed released attempt done reopened snoozed handed_over climbed noted contradicted
    # dropped
    what = models.CharField(max_length=16)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["task", "id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an act is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an act is never deleted")
