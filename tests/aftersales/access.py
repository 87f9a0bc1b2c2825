"""Who may open which page of after-sales (see tests/web/test_roles.py)."""

from __future__ import annotations


def _row(allowed: int) -> dict[str, int]:
    may = {r: allowed for r in ("owner", "supervisor", "assistant", "agent")}
    return may | {"warehouse": 403, "operations": 403}


ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")
OWNER = {role: 403 for role in ROLES}

ACCESS = {
    "aftersales:authority": dict.fromkeys(ROLES, 200),
    "aftersales:authority_role": dict.fromkeys(ROLES, 200),
    "aftersales:authority_version": dict.fromkeys(ROLES, 404),
    "aftersales:authority_read": dict.fromkeys(ROLES, 403) | {"agent": 400},
    "aftersales:authority_edit": OWNER | {"owner": 200},
    "aftersales:authority_save": OWNER | {"owner": 302},
    "aftersales:asks": _row(200),
    "aftersales:ask": _row(302),
    "aftersales:ask_withdraw": _row(404),
    "aftersales:cases": _row(200),
    "aftersales:new": _row(200),
    "aftersales:open": _row(302),
    **{
        f"aftersales:{name}": _row(404)
        for name in ("case", "step", "grant", "judge", "contact", "note", "tick", "attach")
    },
    "aftersales:file": _row(404) | {"warehouse": 404},
}
PATHS = (
    {
        "aftersales:authority_role": ["agent"],
        "aftersales:authority_version": ["agent", 999999],
        "aftersales:authority_read": ["agent"],
        "aftersales:authority_edit": ["agent"],
        "aftersales:authority_save": ["agent"],
        "aftersales:ask_withdraw": [999999],
    }
    | {
        f"aftersales:{name}": [999999]
        for name in ("case", "step", "grant", "judge", "contact", "note", "tick", "attach")
    }
    | {"aftersales:file": [999999, 999999]}
)
METHODS = {
    "aftersales:authority_read": "post",
    "aftersales:authority_save": "post",
    "aftersales:ask": "post",
    "aftersales:ask_withdraw": "post",
} | {
    f"aftersales:{name}": "post"
    for name in ("open", "step", "grant", "judge", "contact", "note", "tick", "attach")
}

# -- the warehouse

_WAREHOUSE = ("owner", "supervisor", "assistant", "warehouse")


def _seen(allowed: int, *roles: str) -> dict[str, int]:
    return {role: allowed if role in roles else 403 for role in ROLES}


ACCESS |= {
    **{f"aftersales:{n}": _seen(200, *_WAREHOUSE)
       for n in ("register", "waiting", "shipping", "week")},
    **{f"aftersales:{n}": _seen(302, *_WAREHOUSE)
       for n in ("scan", "choose", "arrive", "shipping_scan", "report")},
    **{f"aftersales:{n}": _seen(404, *_WAREHOUSE)
       for n in ("inspect", "send", "correct", "packing", "pack")},
    **{f"aftersales:{n}": _seen(404, *_WAREHOUSE, "agent")
       for n in ("parcel", "claim", "parcel_photo")},
    "aftersales:wrong": _seen(200, *_WAREHOUSE, "agent"),
    "aftersales:log_wrong": _seen(302, *_WAREHOUSE, "agent"),
    "aftersales:reconciliation": _seen(200, *ROLES),
    "aftersales:reasons": _seen(200, *ROLES),
    "aftersales:sign": _seen(400, *ROLES),  # without a day
}  # fmt: skip
PATHS |= {
    **{f"aftersales:{n}": [999999] for n in ("parcel", "inspect", "send", "claim", "correct")},
    "aftersales:parcel_photo": [999999, 999999],
    "aftersales:packing": ["S1", "1001"],
    "aftersales:pack": ["S1", "1001"],
}
METHODS |= {
    f"aftersales:{n}": "post"
    for n in ("scan", "arrive", "inspect", "send", "claim", "correct", "sign", "shipping_scan",
              "report", "log_wrong", "pack")
}  # fmt: skip
