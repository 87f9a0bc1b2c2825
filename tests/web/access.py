"""Who may open the web floor's own addresses (see test_roles.py)."""

from __future__ import annotations

ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")


def _everyone(code: int, nobody: int | None = None) -> dict[str, int]:
    row = dict.fromkeys(ROLES, code)
    return row if nobody is None else {**row, "nobody": nobody}


ACCESS = {
    "login": _everyone(302, nobody=200),  # whoever is in already is sent on
    "logout": _everyone(302),
    "password": _everyone(200),
    "language": _everyone(302, nobody=302),
    "theme": _everyone(302, nobody=302),
}
METHODS = {"logout": "post", "language": "post", "theme": "post"}
