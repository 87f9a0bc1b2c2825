"""The daily problem sheet: the question, the agent's own answer, what became of it, who handed in.

Nothing is deleted. The own answer is never overwritten: the improved one stands beside it, and an
agent who adds to the own one leaves the former text in a change.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy


class HandIn(models.Model):
    """A person handed in the sheet of a day; `nothing`: said that there was no problem."""

    person = models.CharField(max_length=64)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)  # user name
    nothing = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["day", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "day"], name="one_sheet_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.day}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a sheet handed in is never deleted")


class Problem(models.Model):
    """One problem of one person's day. `same_as`: the earlier one it repeats, the first of all."""

    class Kind(models.TextChoices):
        PRESALE = "presale", pgettext_lazy("problem", "售前")
        AFTERSALE = "aftersale", pgettext_lazy("problem", "售后")
        QUALITY = "quality", pgettext_lazy("problem", "产品质量")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("problem", "等运营")
        ASKED_BACK = "asked_back", pgettext_lazy("problem", "请补充")
        IMPROVED = "improved", pgettext_lazy("problem", "改进了")
        GOOD_ALREADY = "good_already", pgettext_lazy("problem", "原答案就好")
        DUPLICATE = "duplicate", pgettext_lazy("problem", "已有答案")
        DECLINED = "declined", pgettext_lazy("problem", "不采用")

    person = models.CharField(max_length=64)
    day = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    question = models.CharField(max_length=300)
    own_answer = models.TextField()
    product = models.CharField(max_length=128, blank=True)
    shop = models.CharField(max_length=64, blank=True)
    order_id = models.CharField(max_length=64, blank=True)
    chat = models.CharField(max_length=500, blank=True)  # the query of the reception's page
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    answer = models.TextField(blank=True)  # the improved one
    word = models.CharField(max_length=500, blank=True)  # of who improved it, to who asked
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True)
    page = models.ForeignKey(
        "knowledge.Page", on_delete=models.PROTECT, null=True, related_name="problems"
    )
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeats")
    key = models.CharField(max_length=64, unique=True)  # of the form: made once
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-day", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "day"], name="problem_of_kind"),
            models.Index(fields=["person", "day"], name="problem_of_person"),
            models.Index(fields=["state", "day"], name="problem_of_state"),
        ]

    def __str__(self) -> str:
        return self.question

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a problem is never deleted")

    @property
    def open(self) -> bool:
        """Does operations still have to say something?"""
        return self.state in (self.State.WAITING, self.State.ASKED_BACK)

    @property
    def best(self) -> str:
        """The answer to be given: the improved one, else the own."""
        return self.answer or self.own_answer


class ProblemChange(models.Model):
    """Who did what: made, added, asked_back, improved, good_already, duplicate, declined, known.
    Written once."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    what = models.CharField(max_length=16)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["problem", "id"]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a change is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a change is never deleted")
