"""What the law says of the lines on a payslip: article and sentence, each once."""

from __future__ import annotations

from jinpai.rules.law import BY_CODE, Rule

from .explanation import Case

SLIP = Rule(
    "payslip",
    "工资支付暂行规定 第六条",
    "每月给劳动者一份工资清单,书面记录至少保存两年。",
    "Everyone gets a pay slip each month; the record is kept two years at least.",
    "apps/payroll",
)


def of(case: Case) -> list[Rule]:
    """The rules that had a part in this payslip, then the one of payslips themselves."""
    found: list[str] = []
    for line in case.payslip.lines:
        if line.kind == "base" and any(one.name == "probation" for one in line.inputs):
            found.append("probation_pay")
        elif line.kind == "overtime":
            found.append("overtime")
        elif line.kind == "adjustment" and (line.amount < 0 or case.payslip.carried):
            found += ["deduction_cap", "clawback_taxable"]
        elif line.kind == "loss_compensation":
            found += ["loss_needs_ground", "deduction_cap"]
        elif line.kind == "income_tax":
            found.append("cumulative_tax")
            if case.person.tax.whole_allowance:
                found.append("whole_allowance")
            elif case.person.tax.first_employment:
                found.append("first_employment")
    return [*(BY_CODE[code] for code in dict.fromkeys(found)), SLIP]
