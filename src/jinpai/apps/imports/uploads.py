"""Files on their way in: streamed to `JINPAI_HOME/uploads/`, bounded, never trusted.

Nothing is held in memory and nothing is written outside the drop's own folder: on disk a file
has a number for a name, and the name its owner gave it is kept for showing only.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from jinpai.apps import home
from jinpai.apps.imports.models import Drop, Job
from jinpai.apps.imports.sentences import Said, said

MB = 1_000_000
MIB = 1024 * 1024
KEEP_FREE = 256 * MIB  # the lake and the database need room to write what was sent
FILES_PER_DROP = 2000  # the script sends one file a request; a plain form fewer (settings)
EXPANDED_LIMIT = 1024 * MIB  # what a workbook may hold when unpacked
NAME_LIMIT = 200
DRAFT_DAYS = 2  # a drop nobody started is thrown away after this


def folder(drop_id: UUID | str) -> Path:
    return home.uploads_folder() / str(drop_id)


def shown_name(raw: str) -> str:
    """The name as the user knows it, safe to show: no path, no control or direction marks."""
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    name = re.sub(r"\s+", " ", name).strip()
    if name in ("", ".", ".."):
        return "未命名"
    if len(name) > NAME_LIMIT:
        stem, dot, suffix = name.rpartition(".")
        keep = dot + suffix if dot and len(suffix) <= 8 else ""
        name = name[: NAME_LIMIT - len(keep) - 1] + "…" + keep if stem or not keep else name
    return name


def incoming() -> Path:
    """A new name for the folder of one request's files, until a drop takes them over."""
    return home.uploads_folder() / f"incoming-{uuid4().hex}"


def limits() -> dict[str, int]:
    """What the page says beforehand."""
    return {
        "mb": settings.UPLOAD_LIMIT // MB,
        "bytes": settings.UPLOAD_LIMIT,
        "files": FILES_PER_DROP,
        "at_once": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }


@dataclass(frozen=True)
class StoredFile:
    """One file as it lies on disk."""

    name: str
    path: Path
    size: int
    sha256: str


def too_big() -> Said:
    limit = settings.UPLOAD_LIMIT // MB
    return said(
        "too_big",
        f"一次放入的文件合计超过 {limit} MB。",
        f"The files of one drop add up to more than {limit} MB.",
        "分几次放入,或请管理员调大 JINPAI_UPLOAD_MB。",
        "Drop them in several goes, or ask the administrator to raise JINPAI_UPLOAD_MB.",
    )


def too_many() -> Said:
    return said(
        "too_many",
        f"一次最多放入 {FILES_PER_DROP} 个文件。",
        f"One drop takes {FILES_PER_DROP} files at most.",
        "分几次放入。",
        "Drop them in several goes.",
    )


def too_many_at_once() -> Said:
    count = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    return said(
        "too_many",
        f"一次提交的文件超过 {count} 个。",
        f"More than {count} files were sent at once.",
        f"分几次放入;把文件拖到页面上(要 JavaScript)可以一批 {FILES_PER_DROP} 个。",
        f"Send them in several goes; dragged onto the page (with JavaScript) a batch may hold "
        f"{FILES_PER_DROP}.",
    )


def broken_off() -> Said:
    return said(
        "broken_off",
        "上传没有传完就断了。",
        "The upload broke off before it was complete.",
        "再放入一次。",
        "Drop the files again.",
    )


def no_room() -> Said:
    return said(
        "no_room",
        "磁盘剩余空间不够放下这些文件。",
        "There is not enough free disk space for these files.",
        "清理数据目录所在的磁盘后再试。",
        "Free space on the disk that holds the data folder, then try again.",
    )


def nothing_sent() -> Said:
    return said(
        "nothing_sent",
        "没有收到文件。",
        "No file arrived.",
        "选择一个或多个导出文件再点“放入”。",
        "Choose one or more export files, then press “Add”.",
    )


def room_for(size: int, *, free: int | None = None) -> bool:
    """Whether `size` more bytes fit beside what the lake needs."""
    if free is None:
        root = home.uploads_folder()
        root.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(root).free
    return size + KEEP_FREE <= free


class _Kept(UploadedFile):
    """Stands in request.FILES for a file that is already where it belongs."""

    def close(self) -> None:
        """Nothing is open: the handler closed the file when it was complete."""


class BoundedUpload(FileUploadHandler):
    """Streams every file of a request into `target`, and stops at the drop's limits.

    `stored` lists what arrived whole; `refused` says why the rest did not. `have_bytes` and
    `have_files` are what the drop holds already.
    """

    chunk_size = MIB

    def __init__(self, target: Path, *, have_bytes: int = 0, have_files: int = 0) -> None:
        super().__init__()
        self.target = target
        self.stored: list[StoredFile] = []
        self.refused: Said | None = None
        self._bytes = have_bytes
        self._files = have_files
        self._checked_room_at = 0
        self._open: object = None

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > settings.UPLOAD_LIMIT + MIB:
            self.refused = too_big()
        elif not room_for(content_length):
            self.refused = no_room()

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.refused is None and self._files >= FILES_PER_DROP:
            self.refused = too_many()
        if self.refused is not None:
            raise StopUpload(connection_reset=True)
        self._files += 1
        self.target.mkdir(parents=True, exist_ok=True)
        self._path = self.target / f"{self._files:05d}{_suffix(self.file_name)}"
        self._hash = hashlib.sha256()
        self._open = self._path.open("wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._bytes += len(raw_data)
        if self._bytes > settings.UPLOAD_LIMIT:
            self._refuse(too_big())
        if self._bytes - self._checked_room_at > 64 * MIB:
            self._checked_room_at = self._bytes
            if not room_for(0):
                self._refuse(no_room())
        self._hash.update(raw_data)
        try:
            self._open.write(raw_data)  # type: ignore[attr-defined]
        except OSError:
            self._refuse(no_room())

    def file_complete(self, file_size: int) -> UploadedFile:
        self._open.close()  # type: ignore[attr-defined]
        self._open = None
        self.stored.append(
            StoredFile(
                shown_name(self.file_name or ""), self._path, file_size, self._hash.hexdigest()
            )
        )
        return _Kept(None, self.file_name, self.content_type, file_size)

    def upload_interrupted(self) -> None:
        self._drop_half()

    def _refuse(self, why: Said) -> None:
        self.refused = why
        self._drop_half()
        raise StopUpload(connection_reset=True)

    def _drop_half(self) -> None:
        if self._open is not None:
            self._open.close()  # type: ignore[attr-defined]
            self._open = None
            self._path.unlink(missing_ok=True)

    def hand_over(self, drop_id: UUID | str) -> list[StoredFile]:
        """Move what arrived into the drop's folder, under numbers that are free there."""
        into = folder(drop_id)
        into.mkdir(parents=True, exist_ok=True)
        moved = []
        for one in self.stored:
            path = into / f"{uuid4().hex[:12]}{one.path.suffix}"
            one.path.rename(path)
            moved.append(replace(one, path=path))
        self.stored = []
        return moved

    def forget(self) -> None:
        """Remove what was not handed over."""
        self._drop_half()
        self.stored = []
        shutil.rmtree(self.target, ignore_errors=True)


def _suffix(name: str | None) -> str:
    """A suffix of plain letters, because some readers look at it; else none."""
    found = re.fullmatch(r".*(\.[A-Za-z0-9]{1,8})", name or "", re.S)
    return found.group(1).lower() if found else ""


def unpacked_size(path: Path, *, limit: int = EXPANDED_LIMIT) -> int | None:
    """Bytes a zip container (xlsx) really holds when inflated; None when past `limit`.

    The sizes in a zip's directory are the sender's word: the streams are inflated and counted,
    and nothing is kept. 0 for a file that is no zip.
    """
    if not zipfile.is_zipfile(path):
        return 0
    total = 0
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            entries = archive.infolist()
            if len(entries) > 10_000:
                return None
            for entry in entries:
                raw.seek(entry.header_offset)
                header = raw.read(30)
                skip = int.from_bytes(header[26:28], "little") + int.from_bytes(
                    header[28:30], "little"
                )
                raw.seek(skip, os.SEEK_CUR)
                if entry.compress_type != zipfile.ZIP_DEFLATED:
                    total += entry.compress_size
                    if total > limit:
                        return None
                    continue
                inflate = zlib.decompressobj(-15)
                left = entry.compress_size
                while left > 0 and not inflate.eof:
                    data = raw.read(min(left, 256 * 1024))
                    if not data:
                        break
                    left -= len(data)
                    while data:
                        total += len(inflate.decompress(data, MIB))
                        if total > limit:
                            return None
                        data = inflate.unconsumed_tail
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError):
        return total  # a broken container: the reader says so in its own words
    return total


def bomb() -> Said:
    return said(
        "bomb",
        f"这个压缩容器展开后超过 {EXPANDED_LIMIT // MIB} MB,没有打开。",
        f"Unpacked, this file would be larger than {EXPANDED_LIMIT // MIB} MB; it was not opened.",
        "按日期分段导出,或另存为 CSV 再放入。",
        "Export it in shorter periods, or save it as CSV and drop that.",
    )


def remove(drop: Drop) -> None:
    """Remove a drop's files from disk; the record of what was dropped stays."""
    shutil.rmtree(folder(drop.pk), ignore_errors=True)


def tidy(now: datetime) -> int:
    """Throw away drops that nobody started and folders that belong to none; how many."""
    gone = 0
    old = now - timedelta(days=DRAFT_DAYS)
    for drop in Drop.objects.filter(started=False, made_at__lt=old):
        remove(drop)
        drop.delete()
        gone += 1
    root = home.uploads_folder()
    if not root.is_dir():
        return gone
    needed = {str(pk) for pk in Drop.objects.filter(started=False).values_list("pk", flat=True)} | {
        str(pk)
        for pk in Job.objects.exclude(state__in=(Job.State.DONE, Job.State.CANCELLED))
        .filter(drop__isnull=False)
        .values_list("drop_id", flat=True)
    }
    for path in root.iterdir():
        if path.is_dir() and path.name not in needed:
            aged = datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo)
            if aged < old:
                shutil.rmtree(path, ignore_errors=True)
                gone += 1
    return gone
