"""Who may open which pay page, in a house without a shop (see tests/web/test_roles.py).

A payslip or a person's pay that is not there is 404 for everyone with pages of their own pay, the
same as one that is there and another's; the pages of those who run pay are 403 for all others.
"""

from __future__ import annotations

ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")


def _run_pay(code: int) -> dict[str, int]:
    return {role: code if role == "owner" else 403 for role in ROLES}


def _writes_rules(code: int) -> dict[str, int]:
    return {role: code if role in ("owner", "supervisor") else 403 for role in ROLES}


def _everyone(code: int) -> dict[str, int]:
    return dict.fromkeys(ROLES, code)


ACCESS = {
    "payroll:runs": _run_pay(200),
    "payroll:run": _run_pay(404),
    "payroll:open": _run_pay(302),  # refused with a sentence: there is no rulebook
    "payroll:calculate": _run_pay(302),
    "payroll:confirm": _run_pay(302),
    "payroll:paid": _run_pay(302),
    "payroll:drop": _run_pay(404),
    "payroll:file": _run_pay(404),
    "payroll:slip": _everyone(404),
    "payroll:slip_xlsx": _everyone(404),
    "payroll:mine": _everyone(200),
    "payroll:now": _everyone(200),
    "payroll:now_of": _everyone(404),
    "payroll:try": _writes_rules(200),
    "payroll:effect": _writes_rules(200),
    "payroll:cities": _run_pay(200),
    "payroll:entries": _run_pay(200),
    "payroll:profile": _run_pay(404),
    "payroll:reveal": _run_pay(404),
}
_MONTH = ["2026-10"]
PATHS = {
    "payroll:run": _MONTH,
    "payroll:open": _MONTH,
    "payroll:calculate": ["2026-09"],
    "payroll:confirm": ["2026-09"],
    "payroll:paid": ["2026-09"],
    "payroll:drop": ["2026-09"],
    "payroll:file": ["2026-09", "bank"],
    "payroll:slip": ["2026-10", "P404"],
    "payroll:slip_xlsx": ["2026-10", "P404"],
    "payroll:now_of": ["P404"],
    "payroll:profile": ["P404"],
    "payroll:reveal": ["P404"],
}
_POST = ("open", "calculate", "confirm", "paid", "drop", "reveal")
METHODS = {f"payroll:{name}": "post" for name in _POST}
