"""A run's results: every person computed alone, and stored a batch at a time.

`store` is pure pay plus writing; what goes in was gathered before. It is one transaction, so that
a run has all of its payslips or none of them.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from jinpai.apps.payroll import bulk
from jinpai.apps.payroll.models import Booking, Difference, Run, Slip, Trouble, Unpaid
from jinpai.apps.payroll.walk import Paid, Walk
from jinpai.rules import canonical
from jinpai.rules.inputs import Adjustment, Month
from jinpai.rules.money import ZERO, fen
from jinpai.rules.outcomes import Line, Payslip
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import Statutes

BATCH = 200
OPEN_WARNINGS = frozenset({"provisional", "appraisal_open", "tax_year_unknown"})
"""Warnings that hold a confirmation up, as every error does."""


def step(name: str) -> None:
    """Called before each durable step of a run; tests stop it there."""


@dataclass
class Stored:
    """What a run came to."""

    people: int = 0
    left_out: int = 0
    gross: Decimal = ZERO
    net: Decimal = ZERO
    open_problems: int = 0
    _seen: set[tuple[str, str, str, str]] = field(default_factory=set, repr=False)


@transaction.atomic
def store(
    run: Run,
    month: Month,
    rulebook: Rulebook,
    statutes: Statutes,
    *,
    problems: Sequence[Problem] = (),
    differences: Sequence[Difference] = (),
    not_here: Collection[str] = (),
) -> Stored:
    """Pay everyone of `month` into the run in the place of what it held; `run` is saved by the
    caller. `problems` were found while gathering; `not_here` are paid elsewhere."""
    step("clear")
    clear(run)
    with _uncollected():
        walk = Walk(month, rulebook, statutes)
        told = Stored()
        names = {person.code: person.name[:64] for person in month.people}
        _troubles(run, told, problems, names)
        people = walk.people(not_here)
        while batch := list(islice(people, BATCH)):
            step("batch")
            _write(run, told, batch, rulebook, not_here, names)
        others = [problem for problem in walk.problems if problem.person not in not_here]
        _troubles(run, told, others, names)
    step("differences")
    for one in differences:
        one.run = run
    Difference.objects.bulk_create(differences)
    run.whole = canonical.month_to_json(replace(month, people=()))
    run.people, run.left_out = told.people, told.left_out
    run.gross, run.net = told.gross, told.net
    run.open_problems = told.open_problems
    return told


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles: paying makes none, and the search would walk through the whole
    month again and again: at 5 000 people 2 to 8 % of the processor's time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def clear(run: Run) -> None:
    """Take away all results of a run that is not confirmed."""
    if Run.objects.filter(pk=run.pk, state__in=(Run.State.CONFIRMED, Run.State.PAID)).exists():
        raise TypeError("results of a confirmed run are never deleted")
    for model in (Trouble, Difference, Booking, Unpaid, Slip):
        rows: QuerySet = model.objects.filter(run=run)
        rows._raw_delete(rows.db)


def digest(*texts: str) -> str:
    """The SHA-256 of texts, each with its end marked."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


SLIP = (
    "run", "person", "name", "role", "shop", "scheme", "score", "gross", "net", "taxable", "tax",
    "social", "additional", "other", "inputs", "appraised", "slip", "sha256",
)  # fmt: skip
UNPAID = ("run", "person", "name", "elsewhere", "inputs", "appraised", "sha256")
BOOKING = (
    "run", "person", "kind", "key", "month", "reason", "link", "amount", "taken", "left",
)  # fmt: skip
TROUBLE = (
    "run", "person", "name", "code", "severity", "open", "path", "zh", "en", "found", "wanted",
    "article",
)  # fmt: skip
Row = tuple[Any, ...]


def _write(
    run: Run, told: Stored, batch: list[Paid], rulebook: Rulebook, not_here: Collection[str],
    names: dict[str, str],
) -> None:  # fmt: skip
    slips: list[Row] = []
    unpaid: list[Row] = []
    bookings: list[Row] = []
    problems: list[Problem] = []
    for one in batch:
        person = one.person
        inputs = canonical.person_to_json(person)
        score = canonical.appraised_to_json(one.appraised) if one.appraised else ""
        problems += one.problems
        if one.appraised is not None and person.code not in not_here:
            problems += one.appraised.warnings
        if one.slip is None:
            elsewhere = person.code in not_here
            unpaid.append(
                (
                    run.pk,
                    person.code,
                    person.name[:64],
                    elsewhere,
                    inputs,
                    score,
                    digest(inputs, score),
                )
            )
            told.left_out += not elsewhere
            continue
        problems += one.slip.warnings
        problems += _unfinished(one, rulebook)
        slips.append(_slip(run, one, one.slip, inputs, score))
        bookings += _bookings(run, one, one.slip)
        told.people += 1
        told.gross += one.slip.gross
        told.net += one.slip.net
    bulk.insert(Slip, SLIP, slips)
    bulk.insert(Unpaid, UNPAID, unpaid)
    bulk.insert(Booking, BOOKING, bookings)
    _troubles(run, told, problems, names)


def _slip(run: Run, one: Paid, slip: Payslip, inputs: str, score: str) -> Row:
    text = canonical.payslip_to_json(slip)
    person = one.person
    tax = -sum((line.amount for line in slip.lines if line.part == "tax"), ZERO)
    social = -sum((line.amount for line in slip.lines if line.part == "insurance"), ZERO)
    return (
        run.pk, person.code, person.name[:64], person.role[:32], person.shop[:64], slip.scheme,
        one.appraised.total if one.appraised else None, slip.gross, slip.net, slip.taxable, tax,
        social, fen(person.tax.additional_this_month), fen(person.tax.other_this_month), inputs,
        score, text, digest(inputs, score, text),
    )  # fmt: skip


# --- differences and losses -------------------------------------------------------------


def taken(line: Line, kind: str) -> tuple[str, Decimal] | None:
    """(id, amount due) of a line that takes of an adjustment or loss; `kind` is the prefix."""
    for given in line.inputs:
        if given.source.startswith(f"{kind}:") and isinstance(given.value, Decimal):
            return given.source.removeprefix(f"{kind}:"), given.value
    return None


def _bookings(run: Run, one: Paid, slip: Payslip) -> Iterator[Row]:
    known: dict[str, Adjustment] = {a.id: a for a in one.person.adjustments}
    reasons = {claim.id: claim.reason for claim in one.person.losses}
    for line in slip.lines:
        if line.part == "adjustment" and (found := taken(line, "adjustment")):
            key, due = found
            origin = known.get(key)
            # one of this very month (a negative basis) is known by its line only
            yield _booking(
                run, one, Booking.Kind.ADJUSTMENT, key, due, line.amount,
                origin.month if origin else slip.month,
                origin.reason if origin else (line.note_zh or line.name_zh),
                origin.link if origin else f"payslip {slip.month} {slip.person}",
            )  # fmt: skip
        elif line.part == "deduction" and (found := taken(line, "loss")):
            key, due = found
            yield _booking(
                run, one, Booking.Kind.LOSS, key, -due, line.amount, "", reasons.get(key, ""),
                f"loss {key}",
            )  # fmt: skip


def _booking(
    run: Run, one: Paid, kind: Booking.Kind, key: str, due: Decimal, took: Decimal, month: str,
    reason: str, link: str,
) -> Row:  # fmt: skip
    return (
        run.pk, one.person.code, kind.value, key, month, reason[:500], link[:200], due, took,
        due - took,
    )  # fmt: skip


# --- problems ---------------------------------------------------------------------------


def holds_up(problem: Problem) -> bool:
    """Does it keep a run from being confirmed?"""
    return problem.severity == "error" or problem.code in OPEN_WARNINGS


def _unfinished(one: Paid, rulebook: Rulebook) -> list[Problem]:
    """An appraisal that pay reads and nobody closed."""
    if one.appraised is None or one.person.appraisal_state == "closed":
        return []
    found = rulebook.pay.scheme_of(one.person.role, one.person.group)
    if found is None or not any(part.needs_score for part in found[1].components):
        return []
    return [
        Problem(
            "appraisal_open", "appraisal",
            "考核还没有关闭,得分还可能变",
            "the appraisal is not closed; the score may still change",
            found=one.person.appraisal_state, wanted="closed", severity="warning",
            person=one.person.code,
        )
    ]  # fmt: skip


def _troubles(run: Run, told: Stored, problems: Sequence[Problem], names: dict[str, str]) -> None:
    rows: list[Row] = []
    for problem in problems:
        person = problem.person or ""
        key = (person, problem.code, problem.path, problem.zh)
        if key in told._seen:
            continue
        told._seen.add(key)
        opened = holds_up(problem)
        told.open_problems += opened
        rows.append(
            (
                run.pk, person, names.get(person, ""), problem.code, problem.severity, opened,
                problem.path[:300], problem.zh, problem.en, problem.found, problem.wanted,
                problem.article or "",
            )
        )  # fmt: skip
    bulk.insert(Trouble, TROUBLE, rows)
