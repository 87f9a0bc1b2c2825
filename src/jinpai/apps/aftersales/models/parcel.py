"""A row of the returns register: a parcel that came back, and whose it is.

Never deleted. A wrong row is corrected by a new one that stands in its place; the old one stays
readable and says by whom and why it was corrected.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jinpai.apps.aftersales.models.case import Case


class Parcel(models.Model):
    """`standing`: the row that counts for its waybill. `matched`: by what it was found."""

    key = models.CharField(max_length=64, unique=True)  # of the form: registered once
    waybill = models.CharField(max_length=64)  # as `workflow.returns.scanned` reads it
    carrier = models.CharField(max_length=32, blank=True)
    shop = models.CharField(max_length=64, blank=True)
    order_id = models.CharField(max_length=64, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="parcels")
    matched = models.CharField(max_length=12, blank=True)  # waybill order parcel chosen claimed
    matched_by = models.CharField(max_length=64, blank=True)
    matched_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    arrived_at = models.DateTimeField()
    by = models.CharField(max_length=64)
    standing = models.BooleanField(default=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    why = models.CharField(max_length=300, blank=True)  # the correction
    corrected_at = models.DateTimeField(null=True)  # when this row was written as one
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-arrived_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["waybill"], condition=models.Q(standing=True), name="a_parcel_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["standing", "arrived_at"], name="parcel_arrived")]

    def __str__(self) -> str:
        return f"parcel {self.pk} {self.waybill}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a parcel is never deleted")


class Inspection(models.Model):
    """What was found in a parcel. Written once; the last one counts."""

    key = models.CharField(max_length=64, unique=True)  # of the form
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="inspections")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    condition = models.CharField(max_length=12)  # workflow.aftersales.answers.CONDITIONS
    complete = models.BooleanField()  # parts and gifts are there
    quality = models.CharField(max_length=12)  # workflow.returns.QUALITY
    pieces = models.JSONField(default=dict)  # line → pieces found; empty: as expected
    ours = models.BooleanField(default=True)  # our goods at all
    note = models.CharField(max_length=500, blank=True)
    result = models.CharField(max_length=12)  # workflow.returns.RESULTS
    found = models.JSONField(default=list)  # codes of what is not as it should be

    class Meta:
        ordering: ClassVar = ["parcel", "id"]

    def __str__(self) -> str:
        return f"inspection {self.pk} of parcel {self.parcel_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an inspection is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an inspection is never deleted")


class ParcelPhoto(models.Model):
    """A photo taken at the table; the bytes lie under the data folder, named by content."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="photos")
    content_type = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["parcel", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parcel", "sha256"], name="a_photo_once_a_parcel")
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.sha256[:8]}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a photo of a parcel is never deleted")
