"""Money back that needs somebody's word: asked, approved or refused by another, paid on the
platform."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from .task import Task


class RefundRequest(models.Model):
    """One request for one order. `paid_before` and `back_before` are what the facts said when it
    was asked; `task` is the approver's, `paying` the one to pay."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("refund request", "等审批")
        APPROVED = "approved", pgettext_lazy("refund request", "同意了,等打款")
        REFUSED = "refused", pgettext_lazy("refund request", "没同意")
        PAID = "paid", pgettext_lazy("refund request", "打款了")
        WITHDRAWN = "withdrawn", pgettext_lazy("refund request", "撤回了")

    key = models.CharField(max_length=64, unique=True)  # of the form: asked once
    shop = models.CharField(max_length=64)
    order_id = models.CharField(max_length=64)
    buyer = models.CharField(max_length=128, blank=True)
    kind = models.CharField(max_length=16)  # code of workflow.approvals
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.CharField(max_length=500)
    evidence = models.CharField(max_length=500, blank=True)  # an address on the platform, or words
    paid_before = models.DecimalField(max_digits=12, decimal_places=2)
    back_before = models.DecimalField(max_digits=12, decimal_places=2)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=32, blank=True)  # reason of a refusal
    decision_note = models.CharField(max_length=500, blank=True)
    paid_by = models.CharField(max_length=64, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=64, blank=True)  # of the platform's payment
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="refund_request")
    paying = models.OneToOneField(
        Task, on_delete=models.PROTECT, related_name="refund_to_pay", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_asked_is_money")
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop", "order_id"], name="refund_asked_order"),
            models.Index(fields=["state", "asked_at"], name="refund_asked_state"),
        ]

    def __str__(self) -> str:
        return f"{self.shop}/{self.order_id} {self.kind} {self.amount}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a refund request is never deleted, only withdrawn")
