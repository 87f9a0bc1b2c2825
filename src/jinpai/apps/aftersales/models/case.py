"""One after-sales case: what was bought as it stood then, the true reason, the state, the money.

Never deleted; the buyer's contact alone goes when the case ends. `version` grows with every
change; an action names the one it read.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jinpai.apps.aftersales.models.contact import EncryptedText
from jinpai.workflow.aftersales.causes import CAUSES
from jinpai.workflow.aftersales.states import FINAL


class Case(models.Model):
    """State, kind and cause are codes of `workflow.aftersales`."""

    key = models.CharField(max_length=64, unique=True)  # of the form: opened once
    shop = models.CharField(max_length=64, blank=True)
    platform = models.CharField(max_length=32, blank=True)
    order_id = models.CharField(max_length=64)
    buyer = models.CharField(max_length=128, blank=True)
    person = models.CharField(max_length=64, blank=True)  # who handles it; empty: any agent
    kind = models.CharField(max_length=12)
    cause = models.CharField(max_length=24)  # the true reason
    told = models.CharField(max_length=24)  # the reason on the platform
    goods = models.CharField(max_length=16, default="ordinary")
    confirmed = models.BooleanField(default=False)
    ticked_for_them = models.BooleanField(default=False)
    condition = models.CharField(max_length=12, default="unknown")
    signed = models.DateField(null=True, blank=True)
    asked = models.DateField()
    granted_days = models.PositiveSmallIntegerField(default=0)
    grant_reason = models.CharField(max_length=300, blank=True)
    granted_by = models.CharField(max_length=64, blank=True)  # user name
    free_shipping = models.BooleanField(default=False)
    agreed = models.CharField(max_length=8, blank=True)  # who pays the freight, in writing
    settled_without_a_word = models.BooleanField(default=False)
    freight_insured = models.BooleanField(default=False)
    order = models.JSONField(default=dict)  # as it stood when the case was opened
    order_later = models.JSONField(default=dict)  # as later files tell it, where they differ
    judge_again = models.DateTimeField(null=True)  # since when that waits for somebody's word
    back = models.JSONField(default=dict)  # line → pieces that come back
    offer_from = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    free_from = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    postage_saved = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    gift = models.CharField(max_length=100, blank=True)  # that does not come back
    gift_price = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    freight_advanced = models.DecimalField(  # by the buyer; empty: not known yet
        max_digits=12, decimal_places=2, null=True, blank=True
    )
    difference = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    wanted = models.CharField(max_length=200, blank=True, default="")  # instead of what came
    return_address = models.CharField(max_length=300, blank=True)  # the shop's
    contact = EncryptedText(blank=True, default="")  # the buyer's; gone when the case ends
    return_waybill = models.CharField(max_length=64, blank=True)
    sent_waybill = models.CharField(max_length=64, blank=True)
    carrier = models.CharField(max_length=32, blank=True)
    allowed_amount = models.DecimalField(  # by whoever may, where no rule computes it
        max_digits=12, decimal_places=2, null=True
    )
    refunded = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    refund_reference = models.CharField(max_length=64, blank=True)
    freight_repaid = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    freight_reference = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, default="opened")
    state_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)
    arrived_at = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["due", "opened_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "due"], name="case_state_due"),
            models.Index(fields=["shop", "order_id"], name="case_of_order"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk} {self.shop}/{self.order_id}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a case is never deleted")

    @property
    def open(self) -> bool:
        """Is there still something to do?"""
        return self.state not in FINAL

    @property
    def fault(self) -> bool:
        """Does the seller answer for it?"""
        return CAUSES[self.cause].fault
