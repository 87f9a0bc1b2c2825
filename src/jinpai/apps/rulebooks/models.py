"""What the rulebooks' pages keep: saved versions, what was put in force when, and drafts.

A version is written once: its SHA-256 is its identity, and payslips of years ago point at it. A
month's regime is read off `Force`: rows are only ever added, so how it was decided stays readable.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from jinpai.rules.rulebook import Rulebook

LARGEST = 256 * 1024  # bytes of a rulebook's text


class Unchanging(models.QuerySet[Any]):
    """Rows in number cannot be changed or deleted either."""

    def update(self, **fields: Any) -> int:
        raise TypeError(f"a {self.model.__name__} is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(f"a {self.model.__name__} is never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise TypeError(f"a {self.model.__name__} is never changed")


class WrittenOnce(models.Model):
    """A row that is added and from then on only read."""

    objects = Unchanging.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"a {type(self).__name__} is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"a {type(self).__name__} is never deleted")


class Version(WrittenOnce):
    """One saved rulebook. `code` and `number` name it to people, `sha256` to payslips."""

    code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    effective_from = models.CharField(max_length=7)  # as the document says, "2026-10"
    reason = models.TextField()
    saved_by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="rulebook_code_number")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    @property
    def rulebook(self) -> Rulebook:
        """The document, read once a process. A saved text was checked, so it can be read."""
        from jinpai.apps.rulebooks.parsed import parsed

        return parsed(self.sha256, self.text)


class Force(WrittenOnce):
    """From `month` on `version` is the shop's regime. The newest row of a month wins; `number`
    counts the decisions, so that of two at the same moment only one can have the next."""

    number = models.PositiveIntegerField(unique=True)
    month = models.CharField(max_length=7, db_index=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="forces")
    reason = models.TextField()
    signed_by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{self.month} {self.version}"


class Draft(models.Model):
    """A text somebody works on, kept as typed, right or wrong, until it is saved or thrown away."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rulebook_drafts"
    )
    text = models.TextField()
    start = models.CharField(max_length=64)  # sha256 of a version, or the code of a shipped one
    turn = models.PositiveIntegerField(default=1)  # grows with every change: two windows notice
    hand = models.CharField(max_length=32, blank=True)  # the window that wrote last
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.owner} {self.start[:12]}"
