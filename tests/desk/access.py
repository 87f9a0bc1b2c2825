"""Who may open which page of the desk (see tests/web/test_roles.py)."""

from __future__ import annotations

ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")


def _row(allowed: int, *roles: str) -> dict[str, int]:
    return {role: allowed if role in roles else 403 for role in ROLES}


TEAM = ("owner", "supervisor", "assistant")

ACCESS = {
    "desk:today": _row(200, *ROLES),
    "desk:count": _row(200, *ROLES),
    "desk:lists": _row(200, *ROLES),
    "desk:list": _row(200, *ROLES),
    "desk:ranking": _row(200, *TEAM),
    "desk:task": _row(404, *ROLES),
    "desk:act": _row(404, *ROLES),
    "desk:new": _row(200, *ROLES),
    "desk:add": _row(302, *ROLES),
    "desk:handover": _row(200, *ROLES),
    "desk:offer": _row(302, *ROLES),
    "desk:take": _row(404, *ROLES),
    "desk:withdraw": _row(404, *ROLES),
}
PATHS = {
    "desk:list": ["unpaid"],
    "desk:task": [999999],
    "desk:act": [999999, "finish"],
    "desk:take": [999999],
    "desk:withdraw": [999999],
}
METHODS = {
    "desk:act": "post",
    "desk:add": "post",
    "desk:offer": "post",
    "desk:take": "post",
    "desk:withdraw": "post",
}
