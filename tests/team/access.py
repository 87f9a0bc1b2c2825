"""Who may open which team page (see tests/web/test_roles.py)."""

from __future__ import annotations

ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")


def _row(allowed: int, *roles: str) -> dict[str, int]:
    return {role: allowed if role in roles else 403 for role in ROLES}


LEADERS = ("owner", "supervisor")

ACCESS = {
    "team:people": _row(200, *LEADERS),
    "team:new_person": _row(200, *LEADERS),
    "team:person": _row(404, *LEADERS),
    "team:accounts": _row(200, *LEADERS),
    "team:account": _row(404, *LEADERS),
    "team:users": _row(200, "owner"),
    "team:new_user": _row(200, "owner"),
    "team:user": _row(404, "owner"),
    "team:reset_password": _row(404, "owner"),
    "team:audit": _row(200, *LEADERS),
    "team:components": _row(200, *ROLES),
}
PATHS = {"team:person": ["P404"], "team:user": [999999], "team:reset_password": [999999]}
QUERY = {"team:account": "?shop=S1&account=a"}
METHODS = {"team:reset_password": "post"}
