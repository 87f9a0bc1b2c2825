"""Phrases: groups, what is said and in which ways, what was changed, what was copied.

Nothing is deleted: a phrase or a variant that is no longer said is retired and stays on record.
`version` grows with every change; an action names the one it read.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class PhraseGroup(models.Model):
    name = models.CharField(max_length=40, unique=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a group is never deleted")


class Phrase(models.Model):
    """One question and the ways to answer it."""

    group = models.ForeignKey(PhraseGroup, on_delete=models.PROTECT, related_name="phrases")
    code = models.CharField(max_length=16, blank=True)  # typed in the chat window
    title = models.CharField(max_length=120)
    frequent = models.BooleanField(default=False)  # wants three variants
    key = models.CharField(max_length=64, unique=True)  # of the form: made once
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["group__position", "group", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code="") & models.Q(retired_at__isnull=True),
                name="a_code_is_one_phrase",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a phrase is never deleted")

    @property
    def ways(self) -> list[Variant]:
        """What is said now, of the variants that a query fetched along."""
        return [one for one in self.variants.all() if one.retired_at is None]


class Variant(models.Model):
    """One way to say it; its text is never changed."""

    phrase = models.ForeignKey(Phrase, on_delete=models.PROTECT, related_name="variants")
    text = models.TextField()
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["phrase", "position", "id"]

    def __str__(self) -> str:
        return self.text[:40]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a variant is never deleted")


class PhraseChange(models.Model):
    """Who changed what: made, changed, retired, restored, imported. Written once."""

    phrase = models.ForeignKey(Phrase, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    what = models.CharField(max_length=16)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["phrase", "id"]

    def __str__(self) -> str:
        return f"{self.phrase_id} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a change is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a change is never deleted")


class Use(models.Model):
    """A variant copied from Jinpai's page; what was really sent is read from the chats."""

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="uses")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["variant", "at"], name="use_of_variant")]

    def __str__(self) -> str:
        return f"{self.variant_id} {self.by}"
