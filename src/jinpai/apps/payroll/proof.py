"""Proving a closed month: computed again from its pins, compared to the byte.

Two steps: the pinned inputs give the pinned lines again, by the rulebook and statutes of then;
and the pinned facts give the pinned figures again, computed from nothing in a folder of their own.
Later imports, rulings, rulebooks and compactions change neither. The live cache is not touched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinpai.apps.appraisal import gather as appraisal
from jinpai.apps.payroll import pins, runs
from jinpai.apps.payroll.models import Run, Slip, Unpaid
from jinpai.apps.payroll.walk import Walk
from jinpai.rules import canonical, document
from jinpai.rules.inputs import Figures, Month, Person
from jinpai.rules.outcomes import Appraised, Payslip
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import Statutes

if TYPE_CHECKING:
    from jinpai.facts.lake import Lake, Snapshot

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that is not what was pinned."""

    where: str  # "pins", "lines", "score", "facts", "figures"
    person: str  # "" where it is the whole month's
    what: str
    pinned: str
    found: str


@dataclass
class Proof:
    """What verifying a month came to."""

    month: str
    people: int = 0  # payslips compared
    figures: int = 0  # figures compared
    differences: list[Differs] = field(default_factory=list)
    overridden: str = ""

    @property
    def holds(self) -> bool:
        return not self.differences

    def differs(self, where: str, person: str, what: str, pinned: object, found: object) -> None:
        self.differences.append(Differs(where, person, what, _text(pinned), _text(found)))


class NotClosed(Exception):
    """There is no confirmed run of the month, so nothing is pinned."""


def quiet(step: str, done: int, of: int) -> None:
    """Progress for who does not want any."""


def verify(month: str, *, lake: Lake, progress: Progress = quiet) -> Proof:
    """Prove a confirmed month. Raises NotClosed where it is none."""
    run = Run.objects.filter(month=month).first()
    if run is None or not run.closed:
        raise NotClosed(month)
    proof = Proof(month, overridden=run.override_reason)
    what = "pins"
    try:
        rulebook = _pins_hold(run, proof)
        if rulebook is None:
            return proof
        statutes = pins.statutes_of(run)
        what = "inputs"
        whole = pins.month_of(run)
    except (ArithmeticError, AttributeError, ValueError, KeyError, TypeError) as error:
        proof.differs("pins", "", what, "readable", f"{type(error).__name__}: {error}")
        return proof
    progress("lines", 0, 2)
    _lines(run, whole, rulebook, statutes, proof)
    progress("figures", 1, 2)
    _facts(run, whole, rulebook, statutes, lake, proof)
    progress("done", 2, 2)
    return proof


# --- the pins themselves ----------------------------------------------------------------


def _pins_hold(run: Run, proof: Proof) -> Rulebook | None:
    """The stored texts are those that were confirmed, and this program still computes alike."""
    pinned = run.pins
    found = document.digest(run.rulebook_text)
    if found != pinned["rulebook"]:
        proof.differs("pins", "", "rulebook", pinned["rulebook"], found)
    for row in Slip.objects.filter(run=run).iterator(chunk_size=500):
        _same_hash(proof, row.person, row.sha256, row.inputs, row.appraised, row.slip)
    for one in Unpaid.objects.filter(run=run).iterator(chunk_size=500):
        _same_hash(proof, one.person, one.sha256, one.inputs, one.appraised)
    results = pins.results_digest(run)
    if results != pinned["results"]:
        proof.differs("pins", "", "results", pinned["results"], results)
    rulebook, problems = document.read(run.rulebook_text)
    if rulebook is None:
        told = next((p for p in problems if p.severity == "error"), None)
        proof.differs("pins", "", "rulebook", "readable", told.en if told else "unreadable")
        return None
    for name, now in (
        ("metrics", pins.metric_revisions(rulebook)),
        ("components", pins.component_revisions(rulebook)),
    ):
        for code in sorted({*pinned[name], *now}):
            if pinned[name].get(code) != now.get(code):
                what = f"{name} {code} revision"
                proof.differs("pins", "", what, pinned[name].get(code), now.get(code))
    return rulebook


def _same_hash(proof: Proof, person: str, sha256: str, *texts: str) -> None:
    found = runs.digest(*texts)
    if found != sha256:
        proof.differs("pins", person, "sha256", sha256, found)


# --- inputs → lines ---------------------------------------------------------------------


def _lines(run: Run, whole: Month, rulebook: Rulebook, statutes: Statutes, proof: Proof) -> None:
    elsewhere = set(Unpaid.objects.filter(run=run, elsewhere=True).values_list("person", flat=True))
    unpaid = {row.person: row for row in Unpaid.objects.filter(run=run)}
    slips = Slip.objects.filter(run=run).order_by("person")
    stored: Iterator[Slip] = iter(slips.iterator(chunk_size=500))
    totals = runs.Stored()
    for paid in Walk(whole, rulebook, statutes).people(elsewhere):
        code = paid.person.code
        if code in unpaid:
            if paid.slip is not None:
                proof.differs("lines", code, "payslip", None, paid.slip.net)
            _score(proof, code, unpaid[code].appraised, paid.appraised)
            continue
        slip = next(stored, None)
        if slip is None or slip.person != code:
            proof.differs("lines", code, "payslip", slip.person if slip else None, code)
            return
        proof.people += 1
        _score(proof, code, slip.appraised, paid.appraised)
        if paid.slip is None:
            found = "; ".join(problem.en for problem in paid.problems)
            proof.differs("lines", code, "payslip", slip.net, found)
            continue
        totals.gross += paid.slip.gross
        totals.net += paid.slip.net
        if canonical.payslip_to_json(paid.slip) != slip.slip:
            _slip(proof, slip.slip, paid.slip)
        for name in ("gross", "net", "taxable"):
            if getattr(slip, name) != getattr(paid.slip, name):
                proof.differs("lines", code, name, getattr(slip, name), getattr(paid.slip, name))
    for name in ("gross", "net"):
        if getattr(run, name) != getattr(totals, name):
            proof.differs("lines", "", name, getattr(run, name), getattr(totals, name))


def _slip(proof: Proof, text: str, found: Payslip) -> None:
    """Where two payslips part: line by line."""
    try:
        pinned = canonical.payslip_from_json(text)
    except (ValueError, KeyError, TypeError) as error:
        proof.differs("lines", found.person, "payslip", "readable", f"{error}")
        return
    before = len(proof.differences)
    was = {(line.path, line.code): line for line in pinned.lines}
    now = {(line.path, line.code): line for line in found.lines}
    for key in dict.fromkeys([*was, *now]):
        old, new = was.get(key), now.get(key)
        if old is None or new is None:
            proof.differs("lines", found.person, f"line {key[1]}", old and old.amount,
                          new and new.amount)  # fmt: skip
            continue
        for name in (f.name for f in fields(old)):
            if getattr(old, name) != getattr(new, name):
                proof.differs("lines", found.person, f"line {key[1]} {name}",
                              getattr(old, name), getattr(new, name))  # fmt: skip
    for name in ("scheme", "gross", "net", "taxable", "carried", "warnings"):
        if getattr(pinned, name) != getattr(found, name):
            proof.differs("lines", found.person, name, getattr(pinned, name), getattr(found, name))
    if len(proof.differences) == before:  # equal values, other bytes
        proof.differs("lines", found.person, "bytes", text, canonical.payslip_to_json(found))


def _score(proof: Proof, person: str, text: str, found: Appraised | None) -> None:
    again = canonical.appraised_to_json(found) if found is not None else ""
    if again == text:
        return
    try:
        pinned = canonical.appraised_from_json(text) if text else None
    except (ValueError, KeyError, TypeError) as error:
        proof.differs("score", person, "appraisal", "readable", f"{error}")
        return
    old = {item.code: item for item in pinned.items} if pinned else {}
    new = {item.code: item for item in found.items} if found else {}
    before = len(proof.differences)
    for code in dict.fromkeys([*old, *new]):
        if old.get(code) != new.get(code):
            proof.differs("score", person, f"item {code}", old.get(code), new.get(code))
    for name in ("scheme", "total", "coefficient", "events", "veto"):
        if getattr(pinned, name, None) != getattr(found, name, None):
            proof.differs("score", person, name, getattr(pinned, name, None),
                          getattr(found, name, None))  # fmt: skip
    if len(proof.differences) == before:
        proof.differs("score", person, "bytes", text, again)


# --- facts → figures --------------------------------------------------------------------


def _facts(
    run: Run, whole: Month, rulebook: Rulebook, statutes: Statutes, lake: Lake, proof: Proof
) -> None:
    try:
        snapshot = lake.snapshot(run.pins["import_no"])
    except LookupError:
        proof.differs("facts", "", f"commit {run.pins['import_no']}", "kept", "compacted away")
        return
    if not _files(run, snapshot, proof):
        return
    with tempfile.TemporaryDirectory(prefix="jinpai-verify-") as folder:
        fresh = _figures_of(lake, snapshot, Path(folder), run.month, rulebook, statutes)
    known = {person.code: person for person in fresh.people}
    for person in whole.people:
        found = known.pop(person.code, None)
        if found is None:
            proof.differs("figures", person.code, "employed", "yes", "no")
            continue
        _person(proof, person, found)
    for code in known:
        proof.differs("figures", code, "employed", "no", "yes")
    for shop in sorted({*whole.shops, *fresh.shops}):
        _figures(proof, shop, "shop", whole.shops.get(shop, {}), fresh.shops.get(shop, {}))


def _files(run: Run, snapshot: Snapshot, proof: Proof) -> bool:
    """The very files that were pinned are there."""
    before = len(proof.differences)
    if dict(snapshot.versions) != run.pins["versions"]:
        proof.differs("facts", "", "table versions", run.pins["versions"], snapshot.versions)
    now = pins.manifest(snapshot)
    for table, listed in run.pins["files"].items():
        if now.get(table) != listed:
            proof.differs("facts", "", f"{table}: files", listed, now.get(table))
        for path, _rows, size in listed:
            file = snapshot.root / path
            found = file.stat().st_size if file.is_file() else None
            if found != size:
                proof.differs("facts", "", path, size, found)
    return len(proof.differences) == before


def _figures_of(
    lake: Lake, snapshot: Snapshot, folder: Path, month: str, rulebook: Rulebook,
    statutes: Statutes,
) -> Month:  # fmt: skip
    """The month's figures computed from the snapshot alone, in a folder of their own."""
    from jinpai.metrics import compute, engine, inputs
    from jinpai.metrics.reading import Reading
    from jinpai.metrics.store import Store

    store = Store(folder)
    con = engine.connect(spill=folder / "spill")
    try:
        manifest = compute.scratch(con, snapshot, store, inputs.epochs(con, snapshot))
    finally:
        con.disconnect()
    reading = Reading(lake, snapshot, store, manifest)
    return appraisal.figures_for(month, reading=reading, rulebook=rulebook, statutes=statutes)


_OF_FACTS = (
    "name", "role", "group", "shift", "shop", "platform", "level", "base_pay", "hired_on",
    "left_on",
)  # fmt: skip


def _person(proof: Proof, pinned: Person, found: Person) -> None:
    for name in _OF_FACTS:
        if getattr(pinned, name) != getattr(found, name):
            proof.differs("figures", pinned.code, name, getattr(pinned, name), getattr(found, name))
    by_hand = "by hand" in pinned.attendance.source
    if not by_hand and pinned.attendance != found.attendance:
        proof.differs("figures", pinned.code, "attendance", pinned.attendance, found.attendance)
    for name in ("figures", "quiet", "rush"):
        old, new = getattr(pinned, name), getattr(found, name)
        if (old is None) != (new is None):
            proof.differs("figures", pinned.code, name, old, new)
        elif old is not None:
            _figures(proof, pinned.code, name, _counted(old, by_hand), _counted(new, by_hand))


def _counted(figures: Figures, by_hand: bool) -> Figures:
    """Without lateness and absence where they were entered for the pay."""
    return {k: v for k, v in figures.items() if not (by_hand and k in ("late", "absent"))}


def _figures(
    proof: Proof, who: str, what: str, pinned: Mapping[str, Any], found: Mapping[str, Any]
) -> None:
    for code in sorted({*pinned, *found}):
        proof.figures += 1
        if pinned.get(code) != found.get(code):
            proof.differs("figures", who, f"{what} {code}", pinned.get(code), found.get(code))


def _text(value: object) -> str:
    return "" if value is None else str(value)
