"""`jinpai verify 2026-10`: recompute a closed month from its pins and compare the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jinpai.cli.appraise import database
from jinpai.cli.house import lake, writable_home
from jinpai.cli.output import emit, plain, table
from jinpai.cli.period import month as month_days
from jinpai.cli.progress import Step, progress
from jinpai.cli.speech import DONE, FOUND, stop, text

if TYPE_CHECKING:
    from jinpai.apps.payroll.proof import Proof

HELP = text(
    "验证:从固定下来的数据、制度和法定数字重算已确认的月份,逐字节比较。",
    "Prove a confirmed month: computed again from its pins, compared to the byte.",
)
SHOWN = 50


def command(
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    month_days(month)
    writable_home()
    proof = _proved(month)
    if as_json:
        emit(
            {
                "month": month, "ok": proof.holds, "people": proof.people,
                "figures": proof.figures, "override_reason": proof.overridden,
                "found": len(proof.differences), "differences": plain(proof.differences),
            }
        )  # fmt: skip
    elif proof.holds:
        print(
            text(
                f"{month} 与确认时逐字节相同:{proof.people} 张工资条,{proof.figures} 个指标。",
                f"{month} is what was confirmed, to the byte: {proof.people} payslips, "
                f"{proof.figures} figures.",
            )
        )
    else:
        table(
            text(f"{month} 与确认时不同的地方", f"Where {month} is not what was confirmed"),
            text("在哪里 人员 什么 确认时 现在", "where person what pinned found").split(),
            [[d.where, d.person, d.what, _short(d.pinned), _short(d.found)]
             for d in proof.differences[:SHOWN]],
        )  # fmt: skip
    return DONE if proof.holds else FOUND


def _proved(month: str) -> Proof:
    none = (
        f"{month} 还没有确认过薪资,没有可验证的。",
        f"No pay of {month} was confirmed, so there is nothing to prove.",
    )
    if not database():
        stop(*none)
    from jinpai.apps.payroll.proof import NotClosed, verify

    with progress(text("验证", "verifying")) as report:
        try:
            return verify(
                month, lake=lake(), progress=lambda step, n, of: report(Step("", step, n, of))
            )
        except NotClosed:
            stop(*none)


def _short(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:77]}…"
