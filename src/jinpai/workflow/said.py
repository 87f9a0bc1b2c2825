"""Is what a person says about a step enough to record it?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from jinpai.workflow.kinds import Field, Kind, Outcome


@dataclass(frozen=True, slots=True)
class Wrong:
    """`code`: own, after, reason, note, missing, number. `outcome`: the one that comes first."""

    code: str
    fields: tuple[Field, ...] = ()
    outcome: Outcome | None = None


def wrong(
    kind: Kind,
    told: Outcome,
    *,
    reason: str = "",
    note: str = "",
    fields: Mapping[str, str] | None = None,
    before: Collection[str] = (),
) -> Wrong | None:
    """What is missing, if anything; `before`: the outcomes recorded on this item already."""
    if told.own:
        return Wrong("own")
    if told.after and told.after not in before:
        first = next((o for o in kind.outcomes if o.code == told.after), None)
        return Wrong("after", outcome=first)
    if told.needs == "reason" and reason not in {r.code for r in kind.reasons}:
        return Wrong("reason")
    if told.needs == "note" and not note.strip():
        return Wrong("note")
    given = {k: str(v).strip() for k, v in (fields or {}).items() if str(v).strip()}
    missing = tuple(
        f for f in kind.fields
        if f.required and f.code not in given and (not f.on or told.code in f.on)
    )  # fmt: skip
    if missing:
        return Wrong("missing", missing)
    odd = tuple(
        f for f in kind.fields
        if f.kind in ("number", "yuan") and f.code in given and not _number(given[f.code])
    )  # fmt: skip
    return Wrong("number", odd) if odd else None


def _number(text: str) -> bool:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return False
    return value.is_finite() and abs(value) < 1_000_000 and _places(value) <= 2


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
