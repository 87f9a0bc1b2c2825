"""What a confirmed run is pinned to, and reading a run back as the rules' values.

Pins are everything a later recomputation needs to give the same bytes: the lake's commit with the
manifest of its files, the revision of every metric and component used, the rulebook's hash and
text, the statutory numbers themselves, and the hash of all inputs and lines.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinpai import __version__
from jinpai.apps.appraisal import figures
from jinpai.apps.payroll.models import Run, Slip, Unpaid
from jinpai.apps.rulebooks.parsed import parsed
from jinpai.metrics.catalogue import CATALOGUE
from jinpai.rules import canonical
from jinpai.rules.inputs import Month, Person
from jinpai.rules.pay import KINDS
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import Statutes, shipped

if TYPE_CHECKING:
    from jinpai.facts.lake import Snapshot


def pins(run: Run, snapshot: Snapshot, rulebook: Rulebook, statutes: Statutes) -> dict[str, Any]:
    """The pins of a calculated run."""
    return {
        "program": __version__,
        "import_no": snapshot.import_no,
        "versions": dict(sorted(snapshot.versions.items())),
        "files": manifest(snapshot),
        "metrics": metric_revisions(rulebook),
        "components": component_revisions(rulebook),
        "rulebook": run.rulebook_sha256,
        "statutes": packed(statutes.tables),
        "results": results_digest(run),
    }


def manifest(snapshot: Snapshot) -> dict[str, list[list[Any]]]:
    """Every Parquet file of every table of the snapshot: path in the lake, rows, bytes."""
    return {
        name: [
            [f.path.removeprefix(f"{snapshot.root}/"), f.rows, f.size]
            for f in snapshot.lake_files(name)
        ]
        for name in sorted(snapshot.versions)
    }


def metric_revisions(rulebook: Rulebook) -> dict[str, int]:
    """The computed metrics that a rulebook reads, each with its revision."""
    return {
        code: CATALOGUE[code].revision
        for code in sorted(figures.needed(rulebook))
        if code in CATALOGUE
    }


def component_revisions(rulebook: Rulebook) -> dict[str, int]:
    """The kinds of component that a rulebook pays by, each with its revision."""
    used = {part.kind for scheme in rulebook.pay.schemes.values() for part in scheme.components}  # type: ignore[attr-defined]
    return {kind: KINDS[kind].revision for kind in sorted(used | {"adjustment"})}


def results_digest(run: Run) -> str:
    """One hash over all inputs and lines of a run, read back from what is stored."""
    whole = hashlib.sha256(run.whole.encode())
    for model in (Slip, Unpaid):
        rows = model.objects.filter(run=run).order_by("person")
        for person, sha256 in rows.values_list("person", "sha256").iterator(chunk_size=2000):
            whole.update(f"\0{person}\0{sha256}".encode())
    return whole.hexdigest()


def program() -> str:
    """What the program computes by, apart from data and rulebook: its release and the statutory
    numbers that come with it. A run calculated by another one is calculated again."""
    numbers = json.dumps(packed(shipped().tables), sort_keys=True)
    return f"{__version__} {hashlib.sha256(numbers.encode()).hexdigest()[:16]}"


def kept_commits() -> list[int]:
    """The lake's commits that runs stand on: a compaction has to keep them."""
    found = Run.objects.exclude(state=Run.State.DRAFT).exclude(import_no=None)
    return sorted({no for no in found.values_list("import_no", flat=True) if no is not None})


# --- reading a run back -----------------------------------------------------------------


def rulebook_of(run: Run) -> Rulebook:
    """The rulebook that a run was computed by, from its own copy of the text."""
    return parsed(run.rulebook_sha256, run.rulebook_text)


def statutes_of(run: Run) -> Statutes:
    """The statutory numbers that a confirmed run was computed by."""
    return Statutes({name: tuple(rows) for name, rows in unpacked(run.pins["statutes"]).items()})


def month_of(run: Run) -> Month:
    """The inputs of a run: everyone, paid or not, and the shops."""
    from dataclasses import replace

    return replace(canonical.month_from_json(run.whole), people=tuple(people_of(run)))


def people_of(run: Run) -> Iterable[Person]:
    """Everyone of a run in order of their code, as they went in."""
    rows: list[tuple[str, str]] = []
    for model in (Slip, Unpaid):
        rows += model.objects.filter(run=run).values_list("person", "inputs")
    return (canonical.person_from_json(inputs) for _code, inputs in sorted(rows))


# --- exact JSON of any value ------------------------------------------------------------


def packed(value: Any) -> Any:
    """TOML's values as JSON that keeps exact numbers and days apart from texts."""
    match value:
        case Decimal():
            return {"decimal": str(value)}
        case date():
            return {"day": value.isoformat()}
        case dict():
            return {"table": {k: packed(v) for k, v in value.items()}}
        case list() | tuple():
            return [packed(v) for v in value]
    return value


def unpacked(value: Any) -> Any:
    """The values behind `packed`."""
    match value:
        case {"decimal": text}:
            return Decimal(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case {"table": rows}:
            return {k: unpacked(v) for k, v in rows.items()}
        case list():
            return [unpacked(v) for v in value]
    return value
