"""Excel of a run: people × lines, and the problems on a sheet of their own."""

from __future__ import annotations

from decimal import Decimal

from jinpai.apps.payroll.exports.workbook import Book, words
from jinpai.apps.payroll.models import Run, Slip, Trouble
from jinpai.rules import canonical
from jinpai.rules.outcomes import Line, Payslip

_PARTS = ("earning", "adjustment", "insurance", "tax", "deduction")
STATES = {
    "draft": ("草稿", "draft"), "calculated": ("已计算,未确认", "calculated, not confirmed"),
    "confirmed": ("已确认", "confirmed"), "paid": ("已发放", "paid"),
}  # fmt: skip


def run_xlsx(run: Run) -> bytes:
    """The whole run. Lines of one name stand in one column, whatever scheme they come from."""
    slips = list(Slip.objects.filter(run=run).order_by("person"))
    read = {slip.person: canonical.payslip_from_json(slip.slip) for slip in slips}
    columns = _columns(list(read.values()))
    book = Book()
    book.sheet(words("薪资表", "Payroll"), (10, 10, 12, 14, 10))
    for line in heading(run):
        book.row(line)
    head = [
        words("编号", "Person"), words("姓名", "Name"), words("角色", "Role"),
        words("方案", "Scheme"), words("考核得分", "Score"),
        *(name for _part, name in columns), words("应发", "Gross"), words("实发", "Net"),
    ]  # fmt: skip
    book.row(*head, bold=True)
    sums = dict.fromkeys(columns, Decimal("0.00"))
    for slip in slips:
        amounts = _amounts(read[slip.person])
        for key, amount in amounts.items():
            sums[key] += amount
        book.row(
            slip.person, slip.name, slip.role, slip.scheme, slip.score,
            *(amounts.get(key) for key in columns), slip.gross, slip.net,
        )  # fmt: skip
    book.row(
        words("合计", "Total"), "", "", "", None, *sums.values(), run.gross, run.net, bold=True
    )
    book.sheet(words("问题", "Problems"), (10, 10, 12, 60, 30))
    book.row(
        words("编号", "Person"), words("姓名", "Name"), words("程度", "Severity"),
        words("问题", "Problem"), words("现在", "Found"), words("应为", "Wanted"),
        words("依据", "Article"), words("位置", "Place"), bold=True,
    )  # fmt: skip
    for trouble in Trouble.objects.filter(run=run):
        severity = words("错误", "error") if trouble.severity == "error" else words("提醒", "note")
        book.row(
            trouble.person, trouble.name, severity, words(trouble.zh, trouble.en), trouble.found,
            trouble.wanted, trouble.article, trouble.path,
        )  # fmt: skip
    return book.bytes(run.confirmed_at)


def heading(run: Run) -> list[str]:
    """What stands above every file of a run: month, state, rulebook, and why it was overridden."""
    state = words(*STATES[run.state])
    lines = [
        words(f"{run.month} 薪资 · {state}", f"Pay of {run.month} · {state}"),
        words(
            f"制度 {run.rulebook_code} · {run.rulebook_sha256[:12]}",
            f"Rulebook {run.rulebook_code} · {run.rulebook_sha256[:12]}",
        ),
    ]
    if run.override_reason:
        lines.append(
            words(
                f"有问题未解决,强制确认。原因:{run.override_reason}",
                f"Confirmed with open problems. Reason: {run.override_reason}",
            )
        )
    return lines


def _columns(slips: list[Payslip]) -> list[tuple[str, str]]:
    """(part, name) of every column, parts in their order, names as they first appear."""
    seen = dict.fromkeys(_key(line) for slip in slips for line in slip.lines)
    return sorted(seen, key=lambda key: _PARTS.index(key[0]))


def _key(line: Line) -> tuple[str, str]:
    return line.part, words(line.name_zh, line.name_en)


def _amounts(slip: Payslip) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for line in slip.lines:
        found[_key(line)] = found.get(_key(line), Decimal("0.00")) + line.amount
    return found
