"""The checklists a fresh shop begins with: the TOML files of this folder, one a role."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from jinpai.workflow.routines.template import Template


@cache
def shipped() -> tuple[Template, ...]:
    """All of them, by role and code."""
    found = []
    folder = resources.files("jinpai.workflow.routines")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            role = file.name.removesuffix(".toml")
            for code, kept in tomllib.loads(file.read_text("utf-8")).items():
                found.append(Template.read(f"{role}-{code}", {**kept, "role": role}))
    return tuple(found)
