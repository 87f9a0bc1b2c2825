"""Excel of one payslip: each line with its formula and the numbers in it, then the appraisal."""

from __future__ import annotations

from decimal import Decimal

from jinpai.apps.payroll.exports.run import heading
from jinpai.apps.payroll.exports.workbook import Book, words
from jinpai.apps.payroll.models import Slip
from jinpai.apps.payroll.queries import input_words
from jinpai.rules import canonical
from jinpai.rules.outcomes import Appraised, Input, Line


def slip_xlsx(slip: Slip) -> bytes:
    """What the payslip's page says, as a file of the person's own."""
    payslip = canonical.payslip_from_json(slip.slip)
    book = Book()
    book.sheet(words("工资条", "Payslip"), (18, 14, 44, 60, 36))
    book.row(f"{slip.person} {slip.name}".strip(), bold=True)
    for told in heading(slip.run):
        book.row(told)
    book.row(
        words("项目", "Line"), words("金额", "Amount"), words("算式", "Formula"),
        words("数字", "Numbers"), words("制度条款", "Rulebook"), words("说明", "Note"), bold=True,
    )  # fmt: skip
    for line in payslip.lines:
        book.row(
            words(line.name_zh, line.name_en), line.amount, line.formula, _numbers(line),
            line.path, words(line.note_zh, line.note_en),
        )  # fmt: skip
    book.row(words("应发", "Gross"), payslip.gross, bold=True)
    book.row(words("实发", "Net"), payslip.net, bold=True)
    for name, left in payslip.carried.items():
        book.row(words("结转下月", "Carried on"), left, "", name)
    for problem in payslip.warnings:
        book.row(words("提醒", "Note"), None, "", words(problem.zh, problem.en))
    if slip.appraised:
        _appraisal(book, canonical.appraised_from_json(slip.appraised))
    return book.bytes(slip.run.confirmed_at)


def _numbers(line: Line) -> str:
    return "; ".join(
        f"{words(*input_words.of(given.name))} {_value(given)}" for given in line.inputs
    )


def _value(given: Input) -> str:
    value = given.value
    return "–" if value is None else format(value, "f") if isinstance(value, Decimal) else value


def _appraisal(book: Book, appraised: Appraised) -> None:
    book.sheet(words("考核", "Appraisal"), (24, 12, 10, 10, 10, 12))
    book.row(
        words("项目", "Item"), words("数值", "Value"), "n", words("得分", "Points"),
        words("权重 %", "Weight %"), words("计入", "Adds"), words("说明", "Note"), bold=True,
    )  # fmt: skip
    for item in appraised.items:
        book.row(
            words(item.name_zh, item.name_en), _text(item.value), _text(item.n),
            item.points, item.weight_used, item.contribution, words(item.note_zh, item.note_en),
        )  # fmt: skip
    book.row(words("加减分", "Events"), None, None, appraised.events)
    book.row(words("总分", "Total"), None, None, appraised.total, bold=True)
    book.row(words("绩效系数", "Coefficient"), None, None, _text(appraised.coefficient))


def _text(value: Decimal | None) -> str | None:
    """As exact as it is; a spreadsheet would round it."""
    return None if value is None else format(value, "f")
