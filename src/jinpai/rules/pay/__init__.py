"""Pay components: one kind per file. The registry finds them; a new kind is a new file.

A component is its own document: its fields are the keys of the rulebook, `compute` the rule.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from jinpai.rules.pay.component import Component

if TYPE_CHECKING:
    from collections.abc import Mapping

_APART = {"component", "payslip", "groups", "context", "tiers", "clawback"}


def _found() -> Mapping[str, type[Component]]:
    kinds: dict[str, type[Component]] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        if module in _APART:
            continue
        for thing in vars(importlib.import_module(f"{__name__}.{module}")).values():
            if (
                isinstance(thing, type)
                and issubclass(thing, Component)
                and thing is not Component
                and "kind" in thing.model_fields
            ):
                kinds[str(thing.model_fields["kind"].default)] = thing
    return kinds


KINDS: Mapping[str, type[Component]] = _found()
"""Kind → component, all fifteen."""
