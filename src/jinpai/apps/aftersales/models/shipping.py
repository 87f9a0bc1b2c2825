"""What leaves the warehouse: who packed which order by the checklist, and what went wrong."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jinpai.apps.aftersales.models.case import Case


class Packing(models.Model):
    """One parcel packed, every point of the list ticked. Written once; an order is packed again
    (reshipped, exchanged) only with a reason."""

    key = models.CharField(max_length=64, unique=True)
    shop = models.CharField(max_length=64)
    order_id = models.CharField(max_length=64)
    waybill = models.CharField(max_length=64, blank=True)
    flag = models.CharField(max_length=8, blank=True)  # as it stood
    remark = models.CharField(max_length=1000, blank=True)  # as the packer read it
    points = models.JSONField(default=list)  # codes of workflow.shipping.POINTS
    low = models.JSONField(default=list)  # lines whose stock is below safety
    note = models.CharField(max_length=500, blank=True)
    again = models.CharField(max_length=300, blank=True)  # why packed again
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shop", "order_id"], condition=models.Q(again=""), name="packed_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="packing_at"),
            models.Index(fields=["waybill"], name="packing_waybill"),
        ]

    def __str__(self) -> str:
        return f"packing {self.shop}/{self.order_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a packing is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a packing is never deleted")


class WrongShipment(models.Model):
    """One parcel that was sent wrong. Never deleted; corrected by a new row in its place."""

    key = models.CharField(max_length=64, unique=True)
    shop = models.CharField(max_length=64, blank=True)
    order_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)  # workflow.shipping.WRONG
    what = models.CharField(max_length=300)
    found_by = models.CharField(max_length=16)  # workflow.shipping.FOUND_BY
    mended = models.CharField(max_length=16)  # workflow.shipping.MENDED
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # empty: not known yet
    sent = models.DateField()  # when the parcel left; the day found where nobody knows
    packer = models.CharField(max_length=64, blank=True)  # user name; empty: not known
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="wrong")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    standing = models.BooleanField(default=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["standing", "sent"], name="wrong_sent")]

    def __str__(self) -> str:
        return f"wrong shipment {self.pk} {self.shop}/{self.order_id}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a wrong shipment is never deleted")
