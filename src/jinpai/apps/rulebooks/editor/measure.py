"""How the shop measures, as a part of the form; the switches are those of the measure page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from jinpai.apps.imports.measure_form import MeasureForm, value_at
from jinpai.apps.imports.measure_words import SWITCHES
from jinpai.metrics.policies import Measure

MARK = "measure"  # sent with the form when it shows this part


class MeasurePart(MeasureForm):
    """The switches alone: month and reason are the rulebook's."""

    def __init__(self, data: Any = None, *, measure: Measure) -> None:
        super().__init__(data, measure=measure, base="")
        for name in ("base", "from_day", "reason"):
            del self.fields[name]


def measure_of(document: Mapping[str, Any]) -> Measure | None:
    """The document's measure section; None: it has none, or the text must be mended first."""
    section = document.get("measure")
    if not isinstance(section, Mapping):
        return None
    try:
        return Measure.model_validate(section)
    except ValidationError:
        return None


def changes(before: Measure, after: Measure) -> dict[str, Any]:
    """Key path → new value for the switches that differ; None takes the key out of the text."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return {
        f"measure.{switch.path}": value_at(new, switch.path)
        for switch in SWITCHES
        if value_at(old, switch.path) != value_at(new, switch.path)
    }
