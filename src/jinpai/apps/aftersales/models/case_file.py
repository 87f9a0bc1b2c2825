"""A photo or video attached to a case; the bytes lie under the data folder, named by content."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jinpai.apps.aftersales.models.case import Case


class CaseFile(models.Model):
    """`sha256` is of what is kept: a photo after its metadata were taken off."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8)  # photo, video
    content_type = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["case", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "sha256"], name="a_file_once_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.sha256[:8]}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a file of a case is never deleted")
