"""Who may open the board's addresses, in a house without a shop (see tests/web/test_roles.py)."""

from __future__ import annotations

ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")


def _row(code: int, *refused: str) -> dict[str, int]:
    return {role: 403 if role in refused else code for role in ROLES}


ACCESS = {
    "board:month": _row(200, "warehouse"),
    "board:search": _row(200, "warehouse"),
    "board:agents": _row(200, "warehouse"),
    "board:agent": _row(200, "warehouse"),
    "board:metrics": _row(200, "warehouse"),
    "board:metric": _row(200, "warehouse"),
    "board:orders": _row(200, "warehouse", "operations"),
    "board:order": _row(404, "warehouse", "operations"),
    "board:receptions": _row(200, "warehouse", "operations"),
    "board:reception": _row(404, "warehouse", "operations"),
    "board:reveal": _row(404, "warehouse", "operations", "agent"),
    "board:ring": _row(200, "warehouse", "agent"),
    "board:reconcile": _row(200, "warehouse", "agent"),
    "board:plan": _row(200, "warehouse", "agent"),
    "board:targets": _row(200, "warehouse", "agent", "assistant", "operations"),
    "board:picture": _row(404, "warehouse"),
}
PATHS = {
    "board:metric": ["average_response"],
    "board:order": ["330438000000000001"],
    "board:picture": ["trend"],
}
QUERY = {
    "board:reception": "?account=A1&buyer=0123456789abcdef0123&day=2026-10-17",
    "board:reveal": "?account=A1&buyer=0123456789abcdef0123&day=2026-10-17",
}
METHODS = {"board:reveal": "post"}
