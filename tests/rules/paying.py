"""A rulebook with every component, people of every sort, and the formulas read as arithmetic."""

from __future__ import annotations

import ast
import operator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from jinpai.rules.inputs import (
    Adjustment,
    Attendance,
    CityNumbers,
    Figure,
    LossClaim,
    Month,
    Person,
    Rating,
    Social,
    TaxYear,
)
from jinpai.rules.rulebook import Rulebook

D = Decimal
NAME = {"zh": "名", "en": "name"}
ITEM = {"code": "work", "name": NAME, "kind": "process", "weight": 100,
        "curve": {"kind": "rating"}}  # fmt: skip
EVERY: list[dict[str, Any]] = [
    {"kind": "base", "code": "base", "amounts": {"P1": 3000, "P2": "3333.33"}, "from_person": True,
     "probation": "0.8"},
    {"kind": "allowance", "code": "meal", "amount": "123.45", "prorated": True},
    {"kind": "allowance", "code": "night", "amount": 300, "hardship": True},
    {"kind": "banded_bonus", "code": "bonus",
     "bands": [{"from": 60, "amount": 1000}, {"from": 90, "amount": 3000}]},
    {"kind": "performance_wage", "code": "wage", "amount": 777},
    {"kind": "commission", "code": "commission", "basis": "net_sales",
     "tiers": [{"from": 0, "rate": "0.01"}, {"from": 50000, "rate": "0.015"},
               {"from": 90000, "rate": "0.025"}],
     "level_coefficients": {"P1": 1, "P2": "1.15", "P3": "1.3"}, "performance": True},
    {"kind": "commission", "code": "inquiry", "basis": "inquiry_sales", "rate": "0.003",
     "cap": 250},
    {"kind": "team_share", "code": "share", "rate": "0.0007", "per_head": True},
    {"kind": "champion_bonus", "code": "champion", "standard": 200, "pool": ["group"],
     "cap_ratio": "1.5"},
    {"kind": "piece", "code": "orders", "metric": "paid_orders", "price": "0.35"},
    {"kind": "overtime", "code": "overtime"},
    {"kind": "full_attendance", "code": "full", "amount": 100, "late_at_most": 2},
    {"kind": "adjustment", "code": "adjustment"},
    {"kind": "social_insurance", "code": "social"},
    {"kind": "housing_fund", "code": "fund"},
    {"kind": "income_tax", "code": "tax"},
    {"kind": "loss_compensation", "code": "loss"},
]  # fmt: skip


def book(*components: dict[str, Any]) -> Rulebook:
    return Rulebook.model_validate({
        "code": "test", "name": NAME, "effective_from": "2026-10", "reason": "a test",
        "appraisal": {"schemes": {"a": {"name": NAME, "roles": ["agent"], "items": [ITEM]}}},
        "pay": {"schemes": {"a": {"name": NAME, "roles": ["agent"],
                                  "components": list(components or EVERY)}}},
    })  # fmt: skip


CITY = CityNumbers(
    "城", date(2026, 1, 1), D(2200), D("0.08"), D("0.02"), D(3), D("0.003"), D(3700), D(22000),
    D("0.07"), D(2200), D(25000),
)  # fmt: skip
SHOPS = {"S1": {"sales": Figure(D("812345.67")), "silent_sales": Figure(D("99999.99"))},
         "S2": {"sales": Figure(D("4321.10")), "silent_sales": Figure(D(0))}}  # fmt: skip


def yuan(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low * 100, high * 100).map(lambda n: D(n).scaleb(-2))


def rarely(value: st.SearchStrategy[Any], otherwise: Any = None) -> st.SearchStrategy[Any]:
    """Nine times of ten the value."""
    return st.integers(0, 9).flatmap(lambda n: st.just(otherwise) if n == 0 else value)


attendances = st.builds(
    Attendance,
    rarely(st.just(D(22))), rarely(st.integers(0, 44).map(lambda n: D(n) / 2)),
    st.sampled_from([D(0), D("0.5")]), st.integers(0, 4),
    st.sampled_from([D(0), D("2.5"), D(36)]), st.sampled_from([D(0), D(8)]),
    st.sampled_from([D(0), D(16)]), st.just("test"),
)  # fmt: skip
figures = st.fixed_dictionaries(
    {
        "net_sales": st.builds(Figure, rarely(yuan(-90000, 200000))),
        "inquiry_sales": st.builds(Figure, yuan(0, 200000)),
        "paid_orders": st.builds(Figure, st.integers(-5, 3000).map(D)),
    }
)
years = st.builds(
    TaxYear, months=st.integers(1, 12), income=yuan(0, 900000), social=yuan(0, 30000),
    additional=yuan(0, 30000), withheld=yuan(0, 90000), additional_this_month=yuan(0, 5000),
    first_employment=st.booleans(), whole_allowance=st.booleans(), month_of_year=st.integers(1, 12),
)  # fmt: skip
adjustments = st.lists(
    st.builds(lambda n, a: Adjustment(f"a{n}", a, f"2026-0{n + 1}", "差"), st.integers(0, 5),
              yuan(-2000, 500)),
    max_size=3, unique_by=lambda a: a.id,
).map(tuple)  # fmt: skip
losses = st.lists(
    st.builds(lambda n, a, c: LossClaim(f"l{n}", a, "损", "单", c), st.integers(0, 3),
              yuan(0, 2000), st.sampled_from(["第八条", ""])),
    max_size=2, unique_by=lambda c: c.id,
).map(tuple)  # fmt: skip


def people(code: str) -> st.SearchStrategy[Person]:
    return st.builds(
        Person,
        code=st.just(code), group=st.sampled_from(["售前", "售后"]),
        shop=st.sampled_from(["S1", "S2"]), level=rarely(st.sampled_from(["P1", "P2", "P3"]), "P9"),
        base_pay=st.none() | yuan(2000, 6000), probation=st.booleans(), attendance=attendances,
        figures=figures, tax=years, adjustments=adjustments, losses=losses,
        city=rarely(st.just(CITY)),
        social=st.builds(Social, insured=st.booleans(), fund=st.booleans()),
        ratings=rarely(
            st.integers(0, 10000).map(
                lambda n: (Rating("work", "supervisor", D(n).scaleb(-2)),)
            ), (),
        ),
    )  # fmt: skip


months = st.integers(1, 4).flatmap(
    lambda n: st.tuples(*(people(f"P{i}") for i in range(n)))
).map(lambda found: Month("2026-10", found, SHOPS))  # fmt: skip


# --- formulas as arithmetic --------------------------------------------------------------------

_OPERATORS: dict[type, Any] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


def reckon(formula: str) -> Fraction:
    """What a formula comes to, with nothing but numbers, + − × ÷, brackets, min and max."""
    plain = formula.replace("×", "*").replace("÷", "/").replace("−", "-")
    return _value(ast.parse(plain, mode="eval").body, plain)


def _value(node: ast.expr, text: str) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(text[node.col_offset : node.end_col_offset])
    if isinstance(node, ast.BinOp):
        return Fraction(
            _OPERATORS[type(node.op)](_value(node.left, text), _value(node.right, text))
        )
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, text)
    assert isinstance(node, ast.Call) and isinstance(node.func, ast.Name), text
    which = {"min": min, "max": max}[node.func.id]
    return Fraction(which(_value(a, text) for a in node.args))


def to_fen(value: Fraction) -> Decimal:
    """Rounded half up, away from zero as the fen are."""
    whole = int(abs(value) * 100 + Fraction(1, 2))
    return D(whole if value >= 0 else -whole).scaleb(-2)
