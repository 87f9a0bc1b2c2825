"""A video keeps picture and sound byte for byte and loses place, device, time and measurements."""

from __future__ import annotations

from struct import pack

import pytest

from jinpai.apps.aftersales import photos, videos
from jinpai.apps.desk.refused import Refused

PICTURE, SOUND, PLACE = b"picture-bytes", b"sound-bytes!!", b"39.90N116.40E"


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return pack(">I4s", 8 + len(body), kind) + body


def track(handler: bytes, offset: int, size: int) -> bytes:
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12), b"Xiaoming's phone\0")
    table = box(
        b"stbl", box(b"stsd", bytes(8)), box(b"stsz", pack(">III", 0, size, 1)),
        box(b"stsc", pack(">IIIII", 0, 1, 1, 1, 1)), box(b"stco", pack(">III", 0, 1, offset)),
    )  # fmt: skip
    times = pack(">III", 0, 3_900_000_000, 3_900_000_001)
    return box(
        b"trak", box(b"tkhd", times, bytes(68)),
        box(b"mdia", box(b"mdhd", times, bytes(12)), hdlr, box(b"minf", table)),
        box(b"udta", b"GPS inside a track"),
    )  # fmt: skip


def film(*handlers: bytes, brand: bytes = b"mp42") -> bytes:
    head = box(b"ftyp", brand, bytes(4))
    data = box(b"mdat", PICTURE, SOUND, PLACE)
    at, tracks = len(head) + 8, []
    for handler, piece in zip(handlers, (PICTURE, SOUND, PLACE), strict=False):
        tracks.append(track(handler, at, len(piece)))
        at += len(piece)
    moov = box(
        b"moov", box(b"mvhd", pack(">III", 0, 3_900_000_000, 3_900_000_001), bytes(88)), *tracks,
        box(b"udta", box(b"\xa9xyz", b"+39.9042+116.4074/")), box(b"meta", b"make: Phone 9"),
    )  # fmt: skip
    return head + data + moov + box(b"uuid", b"\xbe\x7a\xcf\xcb", b"<xmp>serial 77</xmp>")


def test_what_is_hidden_goes_and_what_is_seen_and_heard_stays() -> None:
    given = film(b"vide", b"soun", b"mebx")
    kept = photos.read(given)
    assert (kept.kind, kept.content_type, len(kept.content)) == ("video", "video/mp4", len(given))
    for hidden in (PLACE, b"+39.9042", b"Phone 9", b"serial 77", b"Xiaoming", b"GPS inside",
                   pack(">I", 3_900_000_000), pack(">I", 3_900_000_001), b"mebx"):  # fmt: skip
        assert hidden in given
        assert hidden not in kept.content, hidden
    assert PICTURE + SOUND + bytes(len(PLACE)) in kept.content
    assert videos.stripped(kept.content) == kept.content  # nothing is left to take off
    assert photos.read(film(b"vide", brand=b"qt  ")).content_type == "video/quicktime"


@pytest.mark.parametrize(
    "given",
    [
        film(b"soun"),  # no picture
        film(b"vide")[:-3],  # cut off
        box(b"ftyp", b"mp42"),
        film(b"vide", b"soun", b"mebx") + box(b"moof", bytes(4)),  # its samples lie elsewhere
        film(b"vide", b"soun", b"mebx").replace(b"stsz", b"stsy"),
        pack(">I4s", 16, b"ftyp") + bytes(8) + pack(">I4sQ", 1, b"moov", 2**63),
    ],
)
def test_a_video_that_cannot_be_cleaned_is_refused(given: bytes) -> None:
    with pytest.raises(Refused, match="MP4"):
        photos.read(given)
