"""A video without what is hidden in it: place, device, time, thumbnails, tracks of measurements.

An MP4 or MOV is a tree of boxes. What a player needs is kept byte for byte; every other box is
made a free one of the same size and zeroed, so that no offset moves. A track that is neither
picture nor sound is taken off with its samples. Picture and sound themselves are not touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from

HOLD = frozenset(b"moov trak mdia minf stbl edts dinf mvex moof traf".split())
KEEP = frozenset(
    b"ftyp styp mdat wide mvhd tkhd mdhd hdlr vmhd smhd dref elst stsd stts stss ctts stsc stsz "
    b"stz2 stco co64 sdtp cslg sgpd sbgp subs mehd trex mfhd tfhd tfdt trun sidx saiz saio".split()
)
TIMED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
SEEN = frozenset((b"vide", b"soun"))
DEEPEST, MOST_BOXES, MOST_SAMPLES = 8, 20_000, 200_000


class Unreadable(ValueError):
    """No video, or one whose hidden parts cannot be found."""


@dataclass(frozen=True, slots=True)
class Box:
    """`body` begins its content, `end` is behind it."""

    kind: bytes
    start: int
    body: int
    end: int


def stripped(content: bytes) -> bytes:
    """The same video without what is hidden in it."""
    out = bytearray(content)
    tops = list(_boxes(out, 0, len(out)))
    whole = next((b for b in tops if b.kind == b"moov"), None)
    if tops[:1] == [] or tops[0].kind != b"ftyp" or whole is None:
        raise Unreadable
    handlers = {}
    for track in _boxes(out, whole.body, whole.end):
        if track.kind == b"trak":
            handlers[track.start] = _handler(out, track)
    if b"vide" not in handlers.values():
        raise Unreadable
    pieces = any(b.kind == b"moof" for b in tops)
    for track in list(_boxes(out, whole.body, whole.end)):
        if track.kind == b"trak" and handlers[track.start] not in SEEN:
            if pieces:
                raise Unreadable  # its samples lie in the fragments
            for start, end in list(_samples(out, track)):
                out[start:end] = bytes(end - start)
            _free(out, track)
    left = [MOST_BOXES]
    _clean(out, tops, 0, left)
    return bytes(out)


def _clean(out: bytearray, boxes: list[Box], depth: int, left: list[int]) -> None:
    for box in boxes:
        left[0] -= 1
        if depth > DEEPEST or left[0] < 0:
            raise Unreadable
        if box.kind in HOLD:
            _clean(out, list(_boxes(out, box.body, box.end)), depth + 1, left)
        elif box.kind not in KEEP:
            _free(out, box)
        elif box.kind in TIMED:
            wide = 8 if box.end > box.body and out[box.body] == 1 else 4
            _zero(out, box.body + 4, min(box.body + 4 + 2 * wide, box.end))
        elif box.kind == b"hdlr":
            _zero(out, box.body + 24, box.end)  # a name


def _boxes(out: bytearray, start: int, end: int) -> Iterator[Box]:
    at = start
    while at < end:
        if end - at < 8:
            if any(out[at:end]):
                raise Unreadable
            return
        size, kind, body = *unpack_from(">I4s", out, at), at + 8
        if size == 1:
            if end - at < 16:
                raise Unreadable
            (size,) = unpack_from(">Q", out, body)
            body += 8
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            raise Unreadable
        yield Box(kind, at, body, at + size)
        at += size


def _free(out: bytearray, box: Box) -> None:
    out[box.start + 4 : box.start + 8] = b"free"
    _zero(out, box.body, box.end)


def _zero(out: bytearray, start: int, end: int) -> None:
    if end > start:
        out[start:end] = bytes(end - start)


def _inside(out: bytearray, box: Box, *path: bytes) -> Box | None:
    for kind in path:
        found = next((b for b in _boxes(out, box.body, box.end) if b.kind == kind), None)
        if found is None:
            return None
        box = found
    return box


def _handler(out: bytearray, track: Box) -> bytes:
    found = _inside(out, track, b"mdia", b"hdlr")
    return bytes(out[found.body + 8 : found.body + 12]) if found else b""


def _samples(out: bytearray, track: Box) -> Iterator[tuple[int, int]]:
    """Where the samples of a track lie."""
    table = _inside(out, track, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    boxes = {b.kind: b for b in _boxes(out, table.body, table.end)}
    wide = b"co64" in boxes
    offsets = _table(out, boxes.get(b"co64" if wide else b"stco"), 8 if wide else 4)
    sizes = boxes.get(b"stsz")
    if sizes is None:
        if offsets:
            raise Unreadable
        return
    if sizes.end - sizes.body < 12:
        raise Unreadable
    each, count = unpack_from(">II", out, sizes.body + 4)
    if count > MOST_SAMPLES or (not each and sizes.body + 12 + 4 * count > sizes.end):
        raise Unreadable
    runs = boxes.get(b"stsc")
    flat = _table(out, runs, 4, 3)
    firsts = [(flat[n], flat[n + 1]) for n in range(0, len(flat), 3)]
    sample = 0
    for chunk, offset in enumerate(offsets, 1):
        held = [n for first, n in firsts if first <= chunk]
        at = offset
        for _ in range(min(held[-1] if held else 0, count - sample)):
            size = each or unpack_from(">I", out, sizes.body + 12 + 4 * sample)[0]
            if at + size > len(out):
                raise Unreadable
            yield at, at + size
            at, sample = at + size, sample + 1


def _table(out: bytearray, box: Box | None, wide: int, columns: int = 1) -> list[int]:
    if box is None:
        return []
    if box.end - box.body < 8:
        raise Unreadable
    (count,) = unpack_from(">I", out, box.body + 4)
    n = count * columns
    if n > MOST_SAMPLES or box.body + 8 + n * wide > box.end:
        raise Unreadable
    return list(unpack_from(f">{n}{'Q' if wide == 8 else 'I'}", out, box.body + 8))
