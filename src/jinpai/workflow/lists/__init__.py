"""The lists of the desk, one a file. The registry finds them; a new list is a new file."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from jinpai.workflow.kinds import Kind


def _found() -> Mapping[str, Kind]:
    kinds: dict[str, Kind] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        kind = getattr(importlib.import_module(f"{__name__}.{module}"), "KIND", None)
        if isinstance(kind, Kind):
            kinds[kind.code] = kind
    return kinds


LISTS: Mapping[str, Kind] = _found()
"""Code → list."""
