"""Who may open which page of the appraisal (see tests/web/test_roles.py).

The home of that test holds nothing and nobody is called P404: who may see everyone is told so, who
may see only the own is refused before it shows. The one whose login stands for P1 is alone there.
"""

from __future__ import annotations

ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")
LEADERS = ("owner", "supervisor")


def _leaders(allowed: int) -> dict[str, int]:
    return {role: allowed if role in LEADERS else 403 for role in ROLES}


ALL = dict.fromkeys(ROLES, 200)
NOBODYS = dict.fromkeys(ROLES, 403)

ACCESS = {
    "appraisal:cycle": _leaders(200),
    "appraisal:prepare": _leaders(302),
    "appraisal:open": _leaders(302),
    "appraisal:close": _leaders(302),
    "appraisal:mine": ALL,
    "appraisal:targets": _leaders(200),
    "appraisal:answer_target": dict.fromkeys(ROLES, 404),
    "appraisal:events": _leaders(200),
    "appraisal:add_event": _leaders(302),
    "appraisal:add_figure": _leaders(302),
    "appraisal:withdraw_event": _leaders(404),
    "appraisal:disputes": _leaders(200),
    "appraisal:decide": _leaders(404),
    "appraisal:one": _leaders(404),
    "appraisal:rate": _leaders(404),
    "appraisal:acknowledge": NOBODYS,  # only ever by the person
    "appraisal:dispute": NOBODYS,
    "appraisal:close_one": _leaders(404),
}
PATHS = {
    "appraisal:answer_target": [999999],
    "appraisal:withdraw_event": [999999],
    "appraisal:decide": [999999],
    **{
        f"appraisal:{name}": ["2026-10", "P404"]
        for name in ("one", "rate", "acknowledge", "dispute", "close_one")
    },
}
METHODS = {
    f"appraisal:{name}": "post"
    for name in (
        "prepare", "open", "close", "answer_target", "add_event", "add_figure", "withdraw_event",
        "decide", "rate", "acknowledge", "dispute", "close_one",
    )
}  # fmt: skip
