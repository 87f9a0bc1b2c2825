"""Routine checklists: what each role and shift does, each day's run, every tick.

A template's version is written once; the next one takes its place from a day on. Ticks are never
changed: of two on one item the later counts.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class RoutineTemplate(models.Model):
    """One version of one checklist (`workflow.routines.Template`)."""

    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    effective = models.DateField()
    terms = models.JSONField()  # role, shift, weekdays, shared, names, items
    retired = models.BooleanField(default=False)  # from `effective` on nobody runs it
    note = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=64, blank=True)  # user name; empty: shipped
    made_at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)  # of the form: written once

    class Meta:
        ordering: ClassVar = ["code", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="one_number_a_checklist")
        ]

    def __str__(self) -> str:
        return f"routine {self.code} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a version is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a version is never deleted")


class Run(models.Model):
    """A checklist on a day: one person's, or one for the shift (`person` empty)."""

    key = models.CharField(max_length=160, unique=True)  # day, checklist, person
    template = models.ForeignKey(RoutineTemplate, on_delete=models.PROTECT, related_name="runs")
    day = models.DateField()
    role = models.CharField(max_length=16)
    shift = models.CharField(max_length=8)  # day, late, night, any
    person = models.CharField(max_length=64, blank=True)
    guessed = models.BooleanField(default=False)  # the shift, by the last clocking
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64, blank=True)  # user name; empty: the morning
    dropped_at = models.DateTimeField(null=True)  # another shift, or a day off: counts nowhere
    dropped_why = models.CharField(max_length=16, blank=True)  # shift, off
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-day", "role", "person", "template"]
        indexes: ClassVar = [models.Index(fields=["day", "role"], name="run_of_day")]

    def __str__(self) -> str:
        return f"run {self.key}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a run is never deleted")


class Tick(models.Model):
    """What came of one item. Written once."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="ticks")
    item = models.CharField(max_length=40)
    state = models.CharField(max_length=12)  # done, not_done, not_needed
    reason = models.CharField(max_length=32, blank=True)  # of workflow.lists.routines
    note = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=64, blank=True)  # user name; empty: nobody ticked
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["run", "id"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.item} {self.state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a tick is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a tick is never deleted")


class ShiftChosen(models.Model):
    """The shift someone said to work on a day. Written once; the last one counts."""

    day = models.DateField()
    person = models.CharField(max_length=64)
    shift = models.CharField(max_length=8)  # day, late, night, off
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["day", "id"]
        indexes: ClassVar = [models.Index(fields=["day", "person"], name="shift_of_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.day} {self.shift}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a chosen shift is never deleted")
