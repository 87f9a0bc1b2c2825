"""What the data pages keep: dropped files on their way in, and jobs. Facts are in the lake.

A `Drop` is a pile of files that someone put on the page. Its files lie under
`JINPAI_HOME/uploads/<drop id>/` until the job that reads them is done. A `Job` is one piece
of long work (import, refresh, check, preview); the page shows it while it runs and after.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Drop(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    started = models.BooleanField(default=False)  # a job was made of it: closed to changes

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return str(self.id)


class DroppedFile(models.Model):
    """One file of a drop: what it was recognised as, what had to be asked, what was answered."""

    drop = models.ForeignKey(Drop, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)  # as the user knows it, for showing
    stored = models.CharField(max_length=64)  # our own name on disk, never the user's
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    reader = models.CharField(max_length=64, blank=True)
    reader_zh = models.CharField(max_length=128, blank=True)
    reader_en = models.CharField(max_length=128, blank=True)
    tables = models.JSONField(default=list)
    parts = models.JSONField(default=list)  # [[name, rows or null]]: itself, or its members
    problem = models.JSONField(null=True)  # a Problem as a dict: the file cannot be imported
    seen_import = models.IntegerField(null=True)  # the import that already holds this very file

    needs_shop = models.BooleanField(default=False)
    needs_day = models.BooleanField(default=False)
    as_of_found = models.CharField(max_length=32, blank=True)  # ISO, from its name or cells

    shop = models.CharField(max_length=64, blank=True)
    as_of = models.CharField(max_length=32, blank=True)
    day = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    class Kind(models.TextChoices):
        IMPORT = "import", _("导入文件")
        REFRESH = "refresh", _("更新指标")
        CHECK = "check", _("核对缓存与重算")
        PREVIEW = "preview", _("试算口径变更")
        QUESTIONS = "questions", _("整理买家的问题")  # done by apps.knowledge

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        RUNNING = "running", _("进行中")
        DONE = "done", _("完成")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")
        INTERRUPTED = "interrupted", _("中断")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempt = models.IntegerField(default=0)  # grows with "again": an older worker gives up

    cancel_asked = models.BooleanField(default=False)
    committed = models.BooleanField(default=False)  # the facts are in: too late to cancel

    drop = models.ForeignKey(Drop, null=True, on_delete=models.SET_NULL, related_name="jobs")
    params = models.JSONField(default=dict)
    import_no = models.IntegerField(null=True)

    stage = models.CharField(max_length=32, blank=True)
    file = models.CharField(max_length=255, blank=True)  # being read; while writing, a table
    file_no = models.IntegerField(default=0)
    files = models.IntegerField(default=0)
    rows_done = models.BigIntegerField(default=0)  # read, over all files
    rows_ahead = models.BigIntegerField(null=True)  # how many there will be, as far as is known
    rows_written = models.BigIntegerField(default=0)

    report = models.JSONField(null=True)  # ImportReport, check result or what would move
    moved = models.JSONField(null=True)  # what the import moved in the figures
    error = models.JSONField(null=True)  # {zh, en, cure_zh, cure_en, detail}

    class Meta:
        ordering = ("-made_at",)
        indexes = (models.Index(fields=("state",)), models.Index(fields=("import_no",)))

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def over(self) -> bool:
        return self.state not in (Job.State.WAITING, Job.State.RUNNING)

    @property
    def can_cancel(self) -> bool:
        return not self.over and not self.committed and not self.cancel_asked

    @property
    def can_repeat(self) -> bool:
        return self.state in (Job.State.INTERRUPTED, Job.State.FAILED) and (
            self.kind != Job.Kind.IMPORT or self.committed or self.drop_id is not None
        )
