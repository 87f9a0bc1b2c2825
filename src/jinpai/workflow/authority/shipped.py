"""The authority a fresh shop begins with: `default.toml`, each role's page on top of what is
common to all."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from jinpai.workflow.authority.terms import TEXTS, Terms

FILE = "default.toml"


@cache
def _document() -> Mapping[str, Any]:
    text = (resources.files("jinpai.workflow.authority") / FILE).read_text("utf-8")
    return tomllib.loads(text, parse_float=Decimal)


@cache
def shipped() -> Mapping[str, Terms]:
    """Role → page."""
    document = _document()
    common = document["common"]
    pages = {}
    for role, own in document["role"].items():
        both = {code: [*own.get(code, ()), *common.get(code, ())] for code in TEXTS}
        pages[role] = Terms.read({"limits": own["limits"], **both, "words": common["words"]})
    return pages


def sources() -> Mapping[str, tuple[str, str]]:
    """Where lines come from: code → Chinese, English."""
    return {code: (one["zh"], one["en"]) for code, one in _document()["source"].items()}
