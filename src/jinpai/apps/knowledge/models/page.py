"""The knowledge base: pages, every version of each, and what readers said of them.

Nothing is deleted: a page that no longer holds is retired; a restored version is a new one.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy


class Page(models.Model):
    """One page as it is now; `version` counts its versions."""

    class Kind(models.TextChoices):
        ANSWER = "answer", pgettext_lazy("page", "问答")
        PRODUCT = "product", pgettext_lazy("page", "商品资料")
        PLATFORM = "platform", pgettext_lazy("page", "平台规则")

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ANSWER)
    title = models.CharField(max_length=300)
    product = models.CharField(max_length=128, blank=True)  # as the orders name it
    topic = models.CharField(max_length=40, blank=True)
    text = models.TextField()  # Markdown
    key = models.CharField(max_length=64, unique=True)  # of the form: made once
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    changed_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=64)  # who last wrote it or found it right
    reviewed_at = models.DateTimeField()
    retired_by = models.CharField(max_length=64, blank=True)
    retired_at = models.DateTimeField(null=True)
    phrases: models.ManyToManyField = models.ManyToManyField(
        "knowledge.Phrase", related_name="pages"
    )

    class Meta:
        ordering: ClassVar = ["-changed_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["product"], name="page_of_product"),
            models.Index(fields=["topic"], name="page_of_topic"),
        ]

    def __str__(self) -> str:
        return self.title

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a page is never deleted")


class PageVersion(models.Model):
    """A page as it was from `at` on. Written once."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Page.Kind.choices)
    title = models.CharField(max_length=300)
    product = models.CharField(max_length=128, blank=True)
    topic = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    why = models.CharField(max_length=300, blank=True)
    restored = models.PositiveIntegerField(null=True)  # the number of the version that came back

    class Meta:
        ordering: ClassVar = ["page", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "number"], name="one_page_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a version is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a version is never deleted")


class PageWord(models.Model):
    """A reader's answer to "was this right?"; what was wrong became an improvement ticket."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="words")
    number = models.PositiveIntegerField()  # the version that was read
    right = models.BooleanField()
    text = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    task = models.ForeignKey(
        "desk.Task", on_delete=models.PROTECT, null=True, related_name="page_words"
    )
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.page_id} {'right' if self.right else 'wrong'}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a reader's word is never deleted")


class Wish(models.Model):
    """A size or colour that a buyer asked for or liked, noted on the product's sheet."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="wishes")
    size = models.CharField(max_length=40, blank=True)
    colour = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.size} {self.colour}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a wish is never deleted")
