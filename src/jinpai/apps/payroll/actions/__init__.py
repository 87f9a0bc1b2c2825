"""What people decide about pay. Each action is allowed, done and logged, or refused."""

from jinpai.apps.payroll.actions.pay_data import (
    add_loss,
    drop_loss,
    enter,
    set_city,
    set_opening,
    set_profile,
)
from jinpai.apps.payroll.actions.receipts import read_receipt
from jinpai.apps.payroll.actions.runs import (
    calculate,
    confirm,
    drop_run,
    mark_paid,
    newer_facts,
    open_and_calculate,
    open_run,
    stale,
)

__all__ = [
    "add_loss", "calculate", "confirm", "drop_loss", "drop_run", "enter", "mark_paid",
    "newer_facts", "open_and_calculate", "open_run", "read_receipt", "set_city", "set_opening",
    "set_profile", "stale",
]  # fmt: skip
