"""A parcel that comes back: whose it is, what was found in it, and how long it may wait."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from jinpai.workflow.aftersales.answers import CONDITIONS
from jinpai.workflow.aftersales.states import Word

_CODE = re.compile(r"[0-9A-Z_-]{4,40}")
_JD_PIECE = re.compile(r"(?<=[0-9A-Z])-[0-9]+-[0-9]+-?$")
_WIDE = {n: n - 0xFEE0 for n in range(0xFF01, 0xFF5F)}


def scanned(text: str) -> str:
    """What a scanner typed, as the register keeps it: no spaces, upper case, JD's number of the
    piece (`-1-1-`) taken off. Empty: no waybill nor order number."""
    bare = re.sub(r"\s", "", text.translate(_WIDE)).upper()
    if bare.startswith("JD"):
        bare = _JD_PIECE.sub("", bare)
    return bare if _CODE.fullmatch(bare) else ""


# -- whose it is --------------------------------------------------------------------------

EXPECTING = frozenset({"approved", "waiting"})
"""The states in which a case looks out for its goods."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A case that goods come back for, and every number by which they may be known. `told` are
    the return waybills known, `sent` those of the parcels that went out (refused at the door, a
    parcel comes back under its own)."""

    case: int
    state: str
    order_id: str
    told: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """`how`: by waybill, order or parcel; empty: by nothing. More than one case: choose. `late`:
    none of them looks out for goods any more, or yet."""

    how: str
    cases: tuple[int, ...] = ()
    late: bool = False


def match(code: str, known: Iterable[Expected]) -> Match:
    """The cases a scan may belong to. The return waybill goes before the order's number, that
    before the parcel that went out; a case that waits before one that does not."""
    cases = list(known)
    tests: tuple[tuple[str, Callable[[Expected], bool]], ...] = (
        ("waybill", lambda e: code in {scanned(w) for w in e.told}),
        ("order", lambda e: code == scanned(e.order_id)),
        ("parcel", lambda e: code in {scanned(w) for w in e.sent}),
    )
    behind = Match("")
    for how, test in tests:
        hits = [e for e in cases if test(e)]
        waiting = tuple(e.case for e in hits if e.state in EXPECTING)
        if waiting:
            return Match(how, waiting)
        if hits and not behind.how:
            behind = Match(how, tuple(e.case for e in hits), late=True)
    return behind


# -- the clock ----------------------------------------------------------------------------

LIMIT = timedelta(hours=24)
SOON = timedelta(hours=4)
SETTLED = frozenset({"refunded", "partly_refunded", "replaced", "refused", "closed", "cancelled"})
"""The states of a case that end the 24 hours."""


@dataclass(frozen=True, slots=True)
class Clock:
    """`state`: running, soon (4 hours left), overdue, kept, missed. `left` is negative once it
    is over; settled, it is what was left then."""

    due: datetime
    left: timedelta
    state: str

    @property
    def late(self) -> bool:
        return self.state in {"overdue", "missed"}


def clock(arrived: datetime, settled: datetime | None, now: datetime) -> Clock:
    """Settled within 24 hours of arrival; at the 24th hour it still is."""
    due = arrived + LIMIT
    left = due - (settled or now)
    over = left < timedelta()
    if settled is not None:
        return Clock(due, left, "missed" if over else "kept")
    return Clock(due, left, "overdue" if over else "soon" if left <= SOON else "running")


# -- what was found -----------------------------------------------------------------------

QUALITY: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("none", "没有质量问题", "no fault"),
        Word("confirmed", "确有质量问题", "faulty indeed"),
        Word("unsure", "看不准,请售后定", "not sure, after-sales decides"),
    )
}
RESULTS: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("stock", "验收入库", "back into stock"),
        Word("aside", "验收,放残次区", "accepted, set aside"),
        Word("asked", "有出入,请售后定", "something differs, after-sales decides"),
        Word("not_ours", "不是我们的货", "not our goods"),
    )
}
FOUND: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("spoilt", "影响二次销售", "not fit for resale"),
        Word("incomplete", "少配件或赠品", "part or gift missing"),
        Word("pieces", "件数对不上", "the number of pieces differs"),
        Word("fault_found", "登记时没说有质量问题,验出来有", "a fault that nobody told of"),
        Word("no_fault", "登记是质量问题,没验出来", "the fault told of was not found"),
        Word("unsure", "质量看不准", "not sure about the quality"),
        Word("not_ours", "不是我们的货", "not our goods"),
    )
}


@dataclass(frozen=True, slots=True)
class Result:
    """`result` of RESULTS; `found` of FOUND: what is not as it was told."""

    result: str
    found: tuple[str, ...] = ()


def inspected(
    *,
    condition: str,
    complete: bool,
    quality: str,
    fault_told: bool = False,
    expected: Mapping[str, int] | None = None,
    pieces: Mapping[str, int] | None = None,
    ours: bool = True,
) -> Result:
    """The result of an inspection. A fault explains why goods are not fit for resale: it is then
    no fault of the buyer's."""
    if not ours:
        return Result("not_ours", ("not_ours",))
    found = []
    if condition == "spoilt" and quality != "confirmed":
        found.append("spoilt")
    if not complete:
        found.append("incomplete")
    if pieces and expected is not None and any(pieces.get(c, 0) != n for c, n in expected.items()):
        found.append("pieces")
    if quality == "confirmed" and not fault_told:
        found.append("fault_found")
    if quality == "none" and fault_told:
        found.append("no_fault")
    if quality == "unsure":
        found.append("unsure")
    if found:
        return Result("asked", tuple(found))
    whole = condition in {"intact", "opened"} and quality == "none"
    return Result("stock" if whole else "aside")


HEAD, BETWEEN = "验货:", ";"
"""What an inspection leaves on its case begins with the one, its parts stand between the other."""


def in_english(text: str) -> str:
    """An inspection's words on a case as who reads English sees them; any other text, and a
    remark typed with them, stays as it is."""
    if not text.startswith(HEAD):
        return text
    words = {w.zh: w.en for w in (*RESULTS.values(), *QUALITY.values(), *FOUND.values())}
    words |= dict(CONDITIONS.values())
    parts = text.removeprefix(HEAD).split(BETWEEN)
    return "Inspected: " + "; ".join(words.get(part, part) for part in parts)
