"""A shop's measure: what is in force, what was, and the version a change is based on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jinpai.apps import home
from jinpai.apps.imports.measure_form import differences
from jinpai.apps.imports.measure_words import Switch
from jinpai.metrics.policies import Measure


@dataclass(frozen=True)
class Version:
    """One dated measure, newest first; `changed` compares it with the one before."""

    from_day: date | None
    measure: Measure
    reason: str
    signed_by: str
    at: datetime | None
    in_force: bool
    changed: list[tuple[Switch, str, str]]


def versions(shop: str, *, today: date) -> list[Version]:
    """Newest effective day first; the last is the design's default when no ruling covers it."""
    told = sorted(home.reading().measures(shop), key=lambda one: one[0] or date.min)
    if not told or told[0][2] is not None:
        told = [(None, Measure(), None), *told]
    now = max((i for i, one in enumerate(told) if (one[0] or date.min) <= today), default=0)
    found, before = [], Measure()
    for place, (start, measure, ruling) in enumerate(told):
        found.append(
            Version(
                start if ruling is not None else None,
                measure,
                _of(ruling, "reason") or "",
                _of(ruling, "signed_by") or "",
                _of(ruling, "local_at"),  # wall time, as it was signed
                place == now,
                differences(before, measure),
            )
        )
        before = measure
    return found[::-1]


def _of(ruling: Any, name: str) -> Any:
    if ruling is None:
        return None
    return ruling.get(name) if isinstance(ruling, dict) else getattr(ruling, name, None)


def version_token(shop: str) -> str:
    """Stands for everything that is decided about this shop's measure, to notice a change."""
    told = [
        f"{start}:{measure.digest()}" for start, measure, _ruling in home.reading().measures(shop)
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
