"""The declaration file for the tax client: 综合所得预扣预缴, 正常工资薪金所得.

The columns of the client's template, in its order; what the program does not hold (identity
papers, the kinds of additional deduction one by one) stays empty and is known to the client. The
cumulative sums that the withholding was computed from follow at the end, to compare with.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from jinpai.apps.pages.refusals import Unclear
from jinpai.apps.payroll.exports.bank import written
from jinpai.apps.payroll.models import Run, Slip
from jinpai.rules import canonical
from jinpai.rules.outcomes import Line, Payslip

TEMPLATE = (
    "工号", "姓名", "证件类型", "证件号码", "本期收入", "本期免税收入", "基本养老保险费",
    "基本医疗保险费", "失业保险费", "住房公积金", "累计子女教育", "累计继续教育",
    "累计住房贷款利息", "累计住房租金", "累计赡养老人", "累计3岁以下婴幼儿照护", "累计个人养老金",
    "企业(职业)年金", "商业健康保险", "税延养老保险", "其他", "准予扣除的捐赠额", "减免税额",
    "备注",
)  # fmt: skip
CHECKS = (
    ("累计收入", "cumulative_income"), ("累计减除费用", "basic"), ("累计专项扣除", "social"),
    ("累计专项附加扣除", "additional"), ("累计其他扣除", "other"),
    ("累计应纳税所得额", "cumulative_taxable"), ("累计已预扣预缴税额", "withheld"),
)  # fmt: skip


def tax_csv(run: Run) -> bytes:
    """One row a payslip. Only of a confirmed run: what is declared must be what was paid."""
    if not run.closed:
        raise Unclear(_("确认之后才有个税申报文件。"))
    rows = [_row(slip) for slip in Slip.objects.filter(run=run).order_by("person")]
    return written((*TEMPLATE, *(name for name, _code in CHECKS), "本期应预扣预缴税额"), rows)


def _row(slip: Slip) -> list[str]:
    payslip = canonical.payslip_from_json(slip.slip)
    known = {
        "工号": slip.person, "姓名": slip.name, "本期收入": f"{slip.taxable:.2f}",
        "本期免税收入": "0.00", "其他": f"{slip.other:.2f}",
        "基本养老保险费": _withheld(payslip, "-pension"),
        "基本医疗保险费": _withheld(payslip, "-medical"),
        "失业保险费": _withheld(payslip, "-unemployment"),
        "住房公积金": _withheld(payslip, kind="housing_fund"),
    }  # fmt: skip
    tax = next((line for line in payslip.lines if line.part == "tax"), None)
    sums: dict[str, object] = {}
    if tax is not None:  # which names no sum that is zero
        sums = {code: Decimal(0) for _name, code in CHECKS}
        sums |= {given.name: given.value for given in tax.inputs}
    return [
        *(known.get(column, "") for column in TEMPLATE),
        *(_money(sums.get(code)) for _name, code in CHECKS),
        f"{slip.tax:.2f}",
    ]


def _withheld(payslip: Payslip, ending: str = "", kind: str = "social_insurance") -> str:
    lines: list[Line] = [
        line for line in payslip.lines if line.kind == kind and line.code.endswith(ending)
    ]
    return f"{-sum((line.amount for line in lines), Decimal('0.00')):.2f}"


def _money(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, Decimal) else ""
