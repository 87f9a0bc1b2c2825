"""Adding and taking out whole parts by the form: a step of a table, an item, a component.

What is added is a beginning to be changed: a copy of the step before, or an item with a curve that
suits its figure. Whether the document is right then is said by the check, as for anything typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jinpai.apps.rulebooks.editor.fields import raw
from jinpai.metrics.policies import Measure
from jinpai.rules import edit
from jinpai.rules.known import KNOWN_METRICS, KnownMetric

_LISTS = r"(?:coefficients|items|vetoes|components|bands|tiers)"
_PART = re.compile(rf"[\w.\[\]\"-]{{1,200}}{_LISTS}\[\d{{1,3}}\]\Z")
_LIST = re.compile(rf"[\w.\[\]\"-]{{1,200}}{_LISTS}\Z")
_SCHEME = re.compile(r"[a-z][a-z0-9_-]{0,63}\Z")


def group_of(asked: str) -> str:
    """The form's group that a change belongs to, so that the page opens there."""
    what, _colon, rest = asked.partition(":")
    if what == "item":
        return f"appraisal-{rest.partition(':')[0]}"
    steps = rest.split(".")
    if len(steps) > 2 and steps[0] in ("appraisal", "pay") and steps[1] == "schemes":
        return f"{steps[0]}-{steps[2]}"
    return "measure" if what == "measure" else "coefficients"


class NotThere(Exception):
    """What was asked for is no part of this document."""


def change(text: str, asked: str) -> str:
    """`remove:PATH`, `again:PATH` (one more like the last), `up:PATH`, `item:SCHEME:METRIC`,
    `measure`. Raises NotThere."""
    what, _colon, rest = asked.partition(":")
    act = _ACTS.get(what)
    if act is None:
        raise NotThere(asked)
    try:
        return act(text, rest)
    except (edit.NoSuchPlace, LookupError, TypeError, ValueError) as error:
        raise NotThere(asked) from error


def _remove(text: str, path: str) -> str:
    if not _PART.match(path):
        raise NotThere(path)
    return edit.remove(text, path)


def _up(text: str, path: str) -> str:
    place = int(path[path.rindex("[") + 1 : -1]) if _PART.match(path) else 0
    if place < 1:
        raise NotThere(path)
    return edit.move(text, path, place - 1)


def _again(text: str, path: str) -> str:
    if not _LIST.match(path):
        raise NotThere(path)
    there = _at(raw(text), edit.steps(path))
    if not isinstance(there, list) or not there or not isinstance(there[-1], Mapping):
        raise NotThere(path)
    return edit.add(text, path, there[-1])


def _at(value: Any, steps: Sequence[str | int]) -> Any:
    for step in steps:
        value = value[step]
    return value


def _item(text: str, rest: str) -> str:
    scheme, _colon, code = rest.partition(":")
    metric = KNOWN_METRICS.get(code)
    if metric is None or metric.shop or not _SCHEME.match(scheme):
        raise NotThere(rest)
    items = _at(raw(text), ("appraisal", "schemes", scheme, "items"))
    taken = {item.get("code") for item in items}
    name, number = code, 2
    while name in taken:
        name, number = f"{code}-{number}", number + 1
    item = {
        "code": name,
        "name": {"zh": metric.zh, "en": metric.en},
        "kind": "result",
        "weight": 5,
        "metrics": [code],
        "curve": _curve(metric),
    }
    return edit.add(text, f"appraisal.schemes.{scheme}.items", item)


_RANGES: Mapping[str, tuple[str, str]] = {
    "percent": ("0.5", "1"), "seconds": ("15", "60"), "hours": ("12", "48"),
    "points": ("60", "95"), "ratio": ("0.8", "1.2"), "items": ("1", "1.4"), "yuan": ("0", "1000"),
    "count": ("0", "10"),
}  # fmt: skip


def _curve(metric: KnownMetric) -> dict[str, Any]:
    if metric.unit == "count" and metric.direction == "down":
        return {"kind": "per_event", "points": 5}
    low, high = (Decimal(x) for x in _RANGES[metric.unit])
    if metric.direction == "down":
        if metric.unit == "percent":
            low, high = Decimal(0), Decimal("0.5")
        low, high = high, low
    return {"kind": "linear", "worst": low, "best": high}


def _measure(text: str, _rest: str) -> str:
    """The section with one switch as it is by default: the form then shows them all."""
    if (raw(text) or {}).get("measure") is not None:
        raise NotThere("measure")
    return text.rstrip("\n") + f"\n\n[measure]\nslow_s = {Measure().slow_s}\n"


_ACTS: Mapping[str, Callable[[str, str], str]] = {
    "remove": _remove, "again": _again, "up": _up, "item": _item, "measure": _measure,
}  # fmt: skip
