"""The pure floor: 10 000 people, 12 components, from metrics in hand to canonical payslips.

Scores, group figures, lines and their JSON, each in CPU seconds of the one thread they run on, so
that a busy machine does not show; memory is what the payslips that nobody keeps leave behind.
"""

from __future__ import annotations

import resource
import sys
import time
from decimal import Decimal as D
from decimal import localcontext

from bench.part import finish, result
from jinpai.rules import canonical
from jinpai.rules.appraisal import appraise_month
from jinpai.rules.inputs import (
    Adjustment,
    Attendance,
    CityNumbers,
    Figure,
    Month,
    Person,
    Rating,
    TaxYear,
)
from jinpai.rules.month import run
from jinpai.rules.outcomes import Payslip
from jinpai.rules.pay.groups import group_figures
from jinpai.rules.pay.payslip import EXACT, pay_by, prepare
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import shipped

NAME = {"zh": "名", "en": "name"}


def rulebook() -> Rulebook:
    """Twelve components that all pay or take something, and an appraisal of ten items."""
    metrics = ("inquiry_conversion", "aov", "items_per_buyer", "average_response",
               "first_response", "within_3min", "satisfaction", "quality_score",
               "remark_accuracy")  # fmt: skip
    items = [
        {"code": m, "name": NAME, "kind": "result", "weight": 10, "metrics": [m],
         "curve": {"kind": "linear", "worst": 0, "best": 100}}
        for m in metrics
    ] + [{"code": "attitude", "name": NAME, "kind": "process", "weight": 10,
          "curve": {"kind": "rating"}}]  # fmt: skip
    components = [
        {"kind": "base", "code": "base", "amounts": {"P1": 3000, "P2": 3300}},
        {"kind": "performance_wage", "code": "performance", "amount": 1000},
        {
            "kind": "commission",
            "code": "commission",
            "basis": "net_sales",
            "tiers": [{"from": 0, "rate": "0.01"}, {"from": 50000, "rate": "0.02"}],
            "level_coefficients": {"P1": "1.0", "P2": "1.1"},
            "performance": True,
        },
        {"kind": "champion_bonus", "code": "champion", "standard": 200},
        {"kind": "team_share", "code": "share", "rate": "0.001", "per_head": True},
        {"kind": "full_attendance", "code": "attendance", "amount": 100, "late_at_most": 2},
        {"kind": "overtime", "code": "overtime"},
        {"kind": "adjustment", "code": "adjustment"},
        {"kind": "social_insurance", "code": "social"},
        {"kind": "housing_fund", "code": "fund"},
        {"kind": "income_tax", "code": "tax"},
        {"kind": "loss_compensation", "code": "loss"},
    ]
    return Rulebook.model_validate({
        "code": "bench", "name": NAME, "effective_from": "2026-10", "reason": "bench",
        "appraisal": {"schemes": {"agents": {"name": NAME, "roles": ["agent"], "items": items}}},
        "pay": {"schemes": {"agents": {"name": NAME, "roles": ["agent"],
                                       "components": components}}},
    })  # fmt: skip


def month(people: int) -> Month:
    """So many agents in shops of fifty, each with figures, overtime, a clawback and a tax year."""
    city = CityNumbers(
        "城", shipped().tables["tax_table"][0]["since"], D(2200), D("0.08"), D("0.02"), D(3),
        D("0.005"), D(3500), D(25000), D("0.07"), D(2200), D(30000),
    )  # fmt: skip
    made, shops = [], {}
    for n in range(people):
        shop = f"S{n // 50:04d}"
        shops[shop] = {"sales": Figure(D(900000)), "silent_sales": Figure(D(300000))}
        figures = {
            m: Figure(D(30 + n % 60), D(30 + n % 60), D(100))
            for m in ("inquiry_conversion", "aov", "items_per_buyer", "average_response",
                      "first_response", "within_3min", "satisfaction", "quality_score",
                      "remark_accuracy")
        }  # fmt: skip
        figures["net_sales"] = Figure(D(40000 + n % 997 * 60))
        made.append(
            Person(
                f"P{n:06d}", f"人{n}", "agent", "售前", ("晚班", "白班")[n % 2], shop, "taobao",
                "P2" if n % 3 else "P1",
                attendance=Attendance(D(22), D(22), D(0), n % 4, D(n % 5), D(8), D(0), "clockings"),
                figures=figures, ratings=(Rating("attitude", "supervisor", D(85)),),
                adjustments=(Adjustment(f"a{n}", D(-50 - n % 7), "2026-09", "退款"),),
                city=city,
                tax=TaxYear(10, D(52000), social=D(7000), withheld=D(120),
                            additional=D(9000), additional_this_month=D(1000)),
            )
        )  # fmt: skip
    return Month("2026-10", tuple(made), shops)


def peak_mb() -> float:
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


def main(count: int = 10_000) -> None:
    book, statutes = rulebook(), shipped()
    run(month(50), book, statutes)  # modules and caches
    many = month(count)
    start = time.process_time()
    appraised, _ = appraise_month(many, book)
    result["scores"] = round(time.process_time() - start, 3)
    start = time.process_time()
    groups = group_figures(many, book)
    result["groups"] = round(time.process_time() - start, 3)
    scheme = prepare("agents", book.pay.schemes["agents"])
    written = lines = 0
    pay = store = 0.0
    before = peak_mb()
    with localcontext(EXACT):
        for person in many.people:
            start = time.process_time()
            slip = pay_by(scheme, person, appraised[person.code], groups, statutes, many)
            middle = time.process_time()
            assert isinstance(slip, Payslip), slip
            written += len(canonical.payslip_to_json(slip))
            lines += len(slip.lines)
            store += time.process_time() - middle
            pay += middle - start
    result["payslips"], result["json"] = round(pay, 3), round(store, 3)
    result["grown_mb"] = round(peak_mb() - before, 1)  # payslips that nobody keeps: flat
    result["people"], result["lines_each"] = count, round(lines / count, 1)
    result["bytes_each"] = written // count
    result["components"] = len(book.pay.schemes["agents"].components)
    result["ms_each"] = round(
        (result["scores"] + result["groups"] + pay) * 1000 / count, 4
    )  # fmt: skip
    result["ms_each_without_scores"] = round((result["groups"] + pay) * 1000 / count, 4)
    finish()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
