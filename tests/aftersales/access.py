"""Who may open which page of after-sales (see tests/web/test_roles.py)."""

from __future__ import annotations


def _row(allowed: int) -> dict[str, int]:
    may = {r: allowed for r in ("owner", "supervisor", "assistant", "agent")}
    return may | {"warehouse": 403, "operations": 403}


ACCESS = {
    "aftersales:cases": _row(200),
    "aftersales:new": _row(200),
    "aftersales:open": _row(302),
    **{
        f"aftersales:{name}": _row(404)
        for name in ("case", "step", "grant", "judge", "contact", "note", "tick", "attach")
    },
    "aftersales:file": _row(404) | {"warehouse": 404},
}
PATHS = {
    f"aftersales:{name}": [999999]
    for name in ("case", "step", "grant", "judge", "contact", "note", "tick", "attach")
} | {"aftersales:file": [999999, 999999]}
METHODS = {
    f"aftersales:{name}": "post"
    for name in ("open", "step", "grant", "judge", "contact", "note", "tick", "attach")
}
