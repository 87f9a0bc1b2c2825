"""What people say and decide in an appraisal. Scores are not kept here but for the closed month:
they follow from figures, rulebook and these decisions, and are computed anew.

Nothing is deleted: an event is withdrawn, a target replaced, a rating given again, each with who
and when. A sheet's `version` grows with every change of it; an action names the one it read.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

POINTS: dict[str, Any] = {"max_digits": 6, "decimal_places": 2}


class Kept(models.Model):
    """A row that may be changed by an action but never deleted."""

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"a {type(self).__name__} is never deleted")


class State(models.TextChoices):
    TARGETS = "targets", pgettext_lazy("appraisal", "定目标")
    OPEN = "open", pgettext_lazy("appraisal", "待自评")
    SELF = "self_assessed", pgettext_lazy("appraisal", "已自评")
    LEADER = "leader", pgettext_lazy("appraisal", "组长已评")
    SUPERVISOR = "supervisor", pgettext_lazy("appraisal", "主管已评")
    THIRD = "third", pgettext_lazy("appraisal", "复评完")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("appraisal", "本人已确认")
    DISPUTED = "disputed", pgettext_lazy("appraisal", "有异议")
    CLOSED = "closed", pgettext_lazy("appraisal", "已关闭")


class Sheet(Kept):
    """One person's appraisal of one month: where the flow stands."""

    month = models.CharField(max_length=7)  # "2026-10"
    person = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=State.choices, default=State.TARGETS)
    version = models.PositiveIntegerField(default=1)
    rated_at = models.DateTimeField(null=True)  # the last rating step: disputes count from it
    acknowledged_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=150, blank=True)
    # of the closed appraisal, as it was then: total, coefficient, rulebook
    total = models.DecimalField(**POINTS, null=True)
    coefficient = models.DecimalField(max_digits=6, decimal_places=4, null=True)
    rulebook = models.CharField(max_length=64, blank=True)  # its sha256

    class Meta:
        ordering: ClassVar = ["month", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "person"], name="sheet_month_person")
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.person}"

    @property
    def closed(self) -> bool:
        return self.state == State.CLOSED


class Target(Kept):
    """A target proposed for one item of one person's month. The newest one that both sides
    agreed to counts; until then the rulebook's does."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="targets")
    item = models.CharField(max_length=64)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    reason = models.CharField(max_length=1000, blank=True)  # of a change
    set_by = models.CharField(max_length=150)
    at = models.DateTimeField()
    acknowledged_by = models.CharField(max_length=150, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["sheet", "item", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.item} {self.value}"

    @property
    def in_force(self) -> bool:
        return self.acknowledged_at is not None


class Rating(Kept):
    """What was given for one rating item in one step; a step without rating items has one row
    with an empty item, which says that it was done."""

    class Step(models.TextChoices):
        SELF = "self", pgettext_lazy("appraisal", "自评")
        LEADER = "leader", pgettext_lazy("appraisal", "组长")
        SUPERVISOR = "supervisor", pgettext_lazy("appraisal", "主管")
        THIRD = "third", pgettext_lazy("appraisal", "复评")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="ratings")
    step = models.CharField(max_length=16, choices=Step.choices)
    item = models.CharField(max_length=64, blank=True)
    points = models.DecimalField(**POINTS, null=True)
    note = models.CharField(max_length=2000, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["sheet", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "step", "item"], name="rating_once_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.step} {self.item}"


class Event(Kept):
    """A dated event with signed points and its evidence; withdrawn with a reason, never gone."""

    month = models.CharField(max_length=7)
    person = models.CharField(max_length=64)
    day = models.DateField()
    points = models.DecimalField(**POINTS)
    kind = models.CharField(max_length=100)  # what it is: praise, a good case, a complaint
    evidence = models.CharField(max_length=2000)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)  # of the form it came from: once
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]
        indexes: ClassVar = [models.Index(fields=["month", "person"], name="event_month_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.day} {self.points}"

    @property
    def counts(self) -> bool:
        return self.withdrawn_at is None


class Dispute(Kept):
    """A person's word against one item, and how it ended."""

    class Outcome(models.TextChoices):
        OPEN = "", pgettext_lazy("dispute", "待处理")
        KEPT = "kept", pgettext_lazy("dispute", "维持")
        ACCEPTED = "accepted", pgettext_lazy("dispute", "采纳")
        SET = "set", pgettext_lazy("dispute", "改定")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="disputes")
    item = models.CharField(max_length=64)
    reason = models.CharField(max_length=2000)
    evidence = models.CharField(max_length=2000, blank=True)
    points_then = models.DecimalField(**POINTS, null=True)  # what the item had when disputed
    wanted = models.DecimalField(**POINTS, null=True)  # the points the person thinks right
    raised_by = models.CharField(max_length=150)
    raised_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=16, choices=Outcome.choices, default=Outcome.OPEN, blank=True
    )
    points = models.DecimalField(**POINTS, null=True)  # of an accepted or set one
    answer = models.CharField(max_length=2000, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-raised_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "item"],
                condition=models.Q(outcome=""),
                name="one_open_dispute_an_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.item} {self.outcome or 'open'}"

    @property
    def open(self) -> bool:
        return self.outcome == Dispute.Outcome.OPEN
