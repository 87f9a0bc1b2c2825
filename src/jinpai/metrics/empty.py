"""The derived tables' columns and types: what is stored, and what a cache without rows answers."""

from __future__ import annotations

from jinpai.metrics.figures import COUNTS, MAXIMA, MONEY

_KEY = {"shop": "VARCHAR", "account": "VARCHAR", "buyer": "VARCHAR", "day": "DATE"}
_HOUR = {"shop": "VARCHAR", "account": "VARCHAR", "day": "DATE"}

TYPES: dict[str, dict[str, str]] = {
    "receptions": {
        **_KEY, "rows": "BIGINT", "first_at": "TIMESTAMP", "last_at": "TIMESTAMP",
        "first_local": "TIMESTAMP", "last_local": "TIMESTAMP", "buyer_messages": "INTEGER",
        "human_messages": "INTEGER", "robot_messages": "INTEGER", "chars": "BIGINT",
        "only_empty": "BOOLEAN", "adverts": "BOOLEAN", "human_at": "TIMESTAMP[]",
        "human_first": "TIMESTAMP", "human_last": "TIMESTAMP", "spoke_at": "TIMESTAMP",
        "spoke_local": "TIMESTAMP", "transferred_in": "BOOLEAN", "transferred_out": "BOOLEAN",
        "said_before_transfer": "INTEGER", "cross_reply": "BOOLEAN", "excluded": "VARCHAR",
        "slow": "BOOLEAN", "missed": "BOOLEAN", "rounds": "INTEGER", "unreplied": "INTEGER",
        "bind_day": "DATE",
    },
    "rounds": {
        **_KEY, "opened_at": "TIMESTAMP", "opened_local": "TIMESTAMP", "closed_at": "TIMESTAMP",
        "closed_local": "TIMESTAMP", "heads": "BOOLEAN", "leads": "BOOLEAN",
        "session_local": "TIMESTAMP", "moved_in": "BOOLEAN", "excluded": "BOOLEAN",
        "bind_day": "DATE", "outcome": "VARCHAR", "us": "BIGINT",
    },
    "sessions": {
        **_KEY, "began_at": "TIMESTAMP", "ended_at": "TIMESTAMP", "excluded": "BOOLEAN",
    },
    "inquiries": {
        **_KEY, "first_at": "TIMESTAMP", "first_local": "TIMESTAMP", "same_day": "BOOLEAN",
        "next_day": "BOOLEAN", "final": "BOOLEAN",
    },
    "credits": {
        "shop": "VARCHAR", "order_id": "VARCHAR", "created_at": "TIMESTAMP",
        "paid_at": "TIMESTAMP", "created_local": "TIMESTAMP", "paid_local": "TIMESTAMP",
        "buyer": "VARCHAR", "flag": "VARCHAR", "created_day": "DATE", "paid_day": "DATE",
        "amount_paid": "DECIMAL(18,2)", "postage": "DECIMAL(18,2)", "quantity": "BIGINT",
        "created_out": "BOOLEAN", "paid_out": "BOOLEAN", "worth": "DECIMAL(18,2)",
        "judgment": "VARCHAR", "created_owner": "VARCHAR", "created_said_at": "TIMESTAMP",
        "created_said_local_day": "DATE", "paid_said_at": "TIMESTAMP",
        "owner_order_first": "VARCHAR", "owner_created": "VARCHAR", "owner_paid": "VARCHAR",
        "owner": "VARCHAR", "said_at": "TIMESTAMP", "said_day": "DATE",
        "said_local_day": "DATE", "reason": "VARCHAR", "in_inquiry": "BOOLEAN",
        "assistants": "VARCHAR[]",
    },
    "figures": {
        "shop": "VARCHAR", "account": "VARCHAR", "bind_day": "DATE", "day": "DATE",
        **dict.fromkeys(COUNTS, "BIGINT"), **dict.fromkeys(MONEY, "DECIMAL(18,2)"),
        **dict.fromkeys(MAXIMA, "BIGINT"),
    },
    "hours": {
        **_HOUR, "hour": "INTEGER", "receptions": "BIGINT", "missed": "BIGINT",
        "rounds": "BIGINT", "us": "BIGINT",
    },
    "waits": {**_HOUR, "heads": "BOOLEAN", "second": "INTEGER", "n": "BIGINT"},
}  # fmt: skip


def _empty(columns: dict[str, str]) -> str:
    listed = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns.items())
    return f"SELECT {listed} WHERE false"


EMPTY: dict[str, str] = {table: _empty(columns) for table, columns in TYPES.items()}
