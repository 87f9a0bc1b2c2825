"""Who may open which page of the rulebooks (see tests/web/test_roles.py)."""

from __future__ import annotations

ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")


def _row(allowed: int, *roles: str) -> dict[str, int]:
    return {role: allowed if role in roles else 403 for role in ROLES}


WRITERS = ("owner", "supervisor")
GONE = "0" * 64  # no version has this hash

ACCESS = {
    "rulebooks:rulebooks": _row(200, *ROLES),
    "rulebooks:rulebook": _row(404, *ROLES),
    "rulebooks:text": _row(404, *ROLES),
    "rulebooks:download": _row(200, *ROLES),
    "rulebooks:compare": _row(200, *ROLES),
    "rulebooks:force": _row(404, "owner"),
    "rulebooks:start": _row(404, *WRITERS),
    "rulebooks:draft": _row(404, *WRITERS),
    "rulebooks:draft_form": _row(404, *WRITERS),
    "rulebooks:throw_away": _row(404, *WRITERS),
    "rulebooks:demands": _row(200, *ROLES),
    "rulebooks:advice": _row(200, *WRITERS),
}
PATHS = {
    "rulebooks:rulebook": [GONE],
    "rulebooks:text": ["no-such-regime"],
    "rulebooks:download": ["kpi-bands"],
    "rulebooks:force": [GONE],
    "rulebooks:draft": [999999],
    "rulebooks:draft_form": [999999],
    "rulebooks:throw_away": [999999],
}
METHODS = {"rulebooks:start": "post", "rulebooks:throw_away": "post"}
