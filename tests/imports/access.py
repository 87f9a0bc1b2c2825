"""Who may open which data page (see tests/web/test_roles.py)."""

from __future__ import annotations

ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")


def _row(allowed: int, *roles: str) -> dict[str, int]:
    return {role: allowed if role in roles else 403 for role in ROLES}


IMPORTERS = ("owner", "supervisor", "assistant")
PEOPLE = ("owner", "supervisor")
NO_SUCH = "6f1b1c52-0000-4000-8000-000000000000"

ACCESS = {
    "imports:start": _row(302, *IMPORTERS),
    "imports:imports": _row(200, *IMPORTERS),
    "imports:drop": _row(422, *IMPORTERS),
    "imports:dropped": _row(404, *IMPORTERS),
    "imports:add": _row(404, *IMPORTERS),
    "imports:take_out": _row(302, *IMPORTERS),
    "imports:begin": _row(404, *IMPORTERS),
    "imports:throw_away": _row(302, *IMPORTERS),
    "imports:import": _row(404, *IMPORTERS),
    "imports:rejected": _row(404, *IMPORTERS),
    "imports:job": _row(404, *IMPORTERS),
    "imports:progress": _row(404, *IMPORTERS),
    "imports:cancel": _row(404, *IMPORTERS),
    "imports:again": _row(404, *IMPORTERS),
    "imports:unmatched": _row(200, *IMPORTERS),
    "imports:rule_account": _row(422, *PEOPLE),
    "imports:make_shop_known": _row(422, *IMPORTERS),
    "imports:health": _row(200, *IMPORTERS),
    "imports:complete": _row(422, *IMPORTERS),
    "imports:check": _row(302, *IMPORTERS),
    "imports:measure": _row(200, *PEOPLE),
    "imports:try_measure": _row(404, *PEOPLE),
    "imports:apply_measure": _row(404, *PEOPLE),
}

PATHS = {
    "imports:dropped": [NO_SUCH],
    "imports:add": [NO_SUCH],
    "imports:take_out": [NO_SUCH, 1],
    "imports:begin": [NO_SUCH],
    "imports:throw_away": [NO_SUCH],
    "imports:import": [1],
    "imports:rejected": [1, 0],
    "imports:job": [NO_SUCH],
    "imports:progress": [NO_SUCH],
    "imports:cancel": [NO_SUCH],
    "imports:again": [NO_SUCH],
    "imports:apply_measure": [NO_SUCH],
}

METHODS = {
    name: "post"
    for name in (
        "imports:drop", "imports:add", "imports:take_out", "imports:begin", "imports:throw_away",
        "imports:cancel", "imports:again", "imports:rule_account", "imports:make_shop_known",
        "imports:complete", "imports:check", "imports:try_measure", "imports:apply_measure",
    )
}  # fmt: skip
