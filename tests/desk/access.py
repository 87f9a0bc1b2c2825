"""Who may open which page of the desk (see tests/web/test_roles.py)."""

from __future__ import annotations

ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")


def _row(allowed: int, *roles: str) -> dict[str, int]:
    return {role: allowed if role in roles else 403 for role in ROLES}


TEAM = ("owner", "supervisor", "assistant")
SERVE = (*TEAM, "agent")

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
    "desk:raised": _row(200, *ROLES),
    "desk:acknowledge": _row(404, *ROLES),
    "desk:approvals": _row(200, *SERVE),
    "desk:ask_refund": _row(200, *SERVE),
    "desk:ask_approval": _row(404, *SERVE),
    "desk:approval": _row(404, *SERVE),
    "desk:decide": _row(404, *SERVE),
    "desk:incident": _row(404, *ROLES),
    "desk:incident_act": _row(404, *ROLES),
    "desk:survey": _row(200, *ROLES),
    "desk:handover": _row(200, *ROLES),
    "desk:offer": _row(302, *ROLES),
    "desk:take": _row(404, *ROLES),
    "desk:withdraw": _row(404, *ROLES),
    "desk:order": _row(404, *ROLES),
    "desk:remark": _row(404, *ROLES),
    "desk:flag": _row(404, *ROLES),
    "desk:withdraw_change": _row(404, *ROLES),
    "desk:change_again": _row(404, *ROLES),
    "desk:outgoing": _row(200, *TEAM),
    "desk:export": _row(302, *TEAM),
    "desk:outgoing_file": _row(404, *TEAM),
}
PATHS = {
    "desk:list": ["unpaid"],
    "desk:task": [999999],
    "desk:act": [999999, "finish"],
    "desk:acknowledge": [999999],
    "desk:approval": [999999],
    "desk:decide": [999999, "approve"],
    "desk:incident": [999999],
    "desk:incident_act": [999999, "reply"],
    "desk:take": [999999],
    "desk:withdraw": [999999],
    "desk:order": ["S1", "1001"],
    "desk:remark": ["S1", "1001"],
    "desk:flag": ["S1", "1001"],
    "desk:withdraw_change": [999999],
    "desk:change_again": [999999],
    "desk:outgoing_file": ["abc"],
}
METHODS = {
    "desk:act": "post",
    "desk:add": "post",
    "desk:acknowledge": "post",
    "desk:ask_approval": "post",
    "desk:decide": "post",
    "desk:incident_act": "post",
    "desk:offer": "post",
    "desk:take": "post",
    "desk:withdraw": "post",
    "desk:remark": "post",
    "desk:flag": "post",
    "desk:withdraw_change": "post",
    "desk:change_again": "post",
    "desk:export": "post",
}
