"""What may be attached: photos and short videos, known by their content, not by their name.

A photo is decoded and written anew, so that place, device and whatever else was hidden in the
file stay behind. A video keeps picture and sound and loses the rest (`videos.py`).
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from jinpai.apps import home
from jinpai.apps.aftersales import videos
from jinpai.apps.desk.refused import Refused

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST = 2400  # pixels of the longer side that is kept
SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "video/mp4": "mp4",
          "video/quicktime": "mov", "video/webm": "webm"}  # fmt: skip
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is kept."""

    kind: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read(content: bytes) -> Attachment:
    """The attachment in these bytes."""
    if not content:
        raise Refused(_("文件是空的。"))
    if len(content) > MOST_BYTES:
        raise Refused(_("文件超过 8 MB,请压缩后再传。"))
    video = _video(content)
    if video:
        try:
            return Attachment("video", video, videos.stripped(content))
        except videos.Unreadable as error:
            raise Refused(
                _("视频里藏着的信息(位置、设备)去不掉;请用手机转成普通 MP4 再传。")
            ) from error
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(_("图片太大,请缩小后再传。"))
            image.draft("RGB", (LONGEST, LONGEST))
            clean = ImageOps.exif_transpose(image)
            clean.thumbnail((LONGEST, LONGEST))
            see_through = clean.mode in ("RGBA", "LA", "P")
            bare = clean.convert("RGBA" if see_through else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(_("不是看得懂的照片(JPEG、PNG、WebP)或视频(MP4、MOV)。")) from error
    out = io.BytesIO()
    fresh = Image.new(bare.mode, bare.size)
    fresh.paste(bare)
    if see_through:
        fresh.save(out, "PNG")
        return Attachment("photo", "image/png", out.getvalue())
    fresh.save(out, "JPEG", quality=85)
    return Attachment("photo", "image/jpeg", out.getvalue())


def _video(content: bytes) -> str:
    """MP4 or MOV. Others (WebM among them) are not taken: what they hide is not taken off."""
    if content[4:8] != b"ftyp" or content[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return ""
    return "video/quicktime" if content[8:12] == b"qt  " else "video/mp4"


def place(case: int, sha256: str, content_type: str) -> Path:
    """Where the bytes lie."""
    return home.home() / "cases" / str(case) / f"{sha256}.{SUFFIX[content_type]}"


def keep(case: int, one: Attachment) -> None:
    """Write them, whole or not at all."""
    path = place(case, one.sha256, one.content_type)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        return
    half = path.with_suffix(".part")
    half.write_bytes(one.content)
    half.chmod(0o600)
    half.replace(path)
