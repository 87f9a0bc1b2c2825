"""`jinpai explain pay 2026-10 PERSON`: a payslip as a tree, down to chats and orders.

The same tree as the page's: of the kept payslip where there is one, else of the month so far.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.tree import Tree

from jinpai.cli.appraise import database
from jinpai.cli.house import reading, writable_home
from jinpai.cli.output import console, emit
from jinpai.cli.period import month as month_days
from jinpai.cli.speech import DONE, FOUND, say, stop, text

if TYPE_CHECKING:
    from jinpai.apps.payroll.queries.explanation import Case
    from jinpai.apps.payroll.queries.tree import Node

HELP = text(
    "工资条的每一元怎么来的:行 → 公式 → 指标 → 聊天或订单。",
    "How every yuan of a payslip came about: line → formula → metric → chat or order.",
)
SIGNS = {"yuan": ("¥", ""), "points": ("", " pt"), "days": ("", " d"), "hours": ("", " h")}


def command(
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", show_default=False)],
    person: Annotated[str, typer.Argument(metavar="PERSON", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    month_days(month)
    writable_home()
    room = reading()
    if not database():
        stop(
            "这里还没有制度和薪资;先用 jinpai serve 打开网页,启用一份制度。",
            "There are no rulebooks and no pay here yet; open the pages with jinpai serve and put "
            "a rulebook in force.",
        )
    state, case, problems = _case(month, person, room)
    if case is None:
        for problem in problems:
            say(problem.zh, problem.en)
        if not problems:
            say(
                f"{month} 没有「{person}」的工资条,TA 这个月也不在职。",
                f"There is no payslip of {person!r} in {month}, nor is {person!r} employed then.",
            )
        if as_json:
            told = [{"code": p.code, "zh": p.zh, "en": p.en} for p in problems]
            emit({"month": month, "person": person, "found": False, "problems": told})
        return FOUND
    from jinpai.apps.payroll.queries.explanation import explain
    from jinpai.apps.payroll.queries.tree import plain
    from jinpai.apps.team import audit

    audit.record(
        action="pay.viewed", subject=f"{month}/{person}", detail={"page": "jinpai explain pay"}
    )
    tree = explain(case)
    if as_json:
        emit({"month": month, "person": person, "found": True, "state": state, "tree": plain(tree)})
        return DONE
    if state == "so_far":
        say("这个月还没有工资条;这是按今天的数据算的。",
            "There is no payslip of this month yet; this is by today's figures.")  # fmt: skip
    drawn = Tree(_line(tree), guide_style="dim")
    _grow(drawn, tree)
    console().print(drawn)
    return DONE


def _case(month: str, person: str, room: Any) -> tuple[str, Case | None, tuple[Any, ...]]:
    """The kept payslip, else the month as far as it goes, else what stands in the way."""
    from jinpai.apps.payroll.models import Slip
    from jinpai.apps.payroll.queries import live, slips
    from jinpai.apps.rulebooks.queries import in_force

    kept = Slip.objects.select_related("run").filter(run__month=month, person=person).first()
    if kept is not None:
        return str(kept.run.state), slips.case_of(kept, room), ()
    version = in_force(month)
    if version is None:
        stop(
            f"{month} 没有生效的制度;在网页「薪资 · 制度」里启用一份。",
            f"No rulebook is in force in {month}; put one in force under Pay · Rulebooks.",
        )
    found = live.so_far(person, month, reading=room, version=version)
    if found is None:
        return "so_far", None, ()
    return "so_far", found.case, found.problems


def _grow(drawn: Tree, node: Node) -> None:
    for child in node.children:
        _grow(drawn.add(_line(child)), child)
    if node.more:
        drawn.add(text(f"… 还有 {node.more} 行", f"… {node.more} rows more"))


def _line(node: Node) -> str:
    """Name, formula, value, remark."""
    parts = [f"[bold]{escape(text(node.zh, node.en))}[/bold]"]
    if node.formula:
        parts.append(escape(node.formula))
    if node.value is not None:
        parts.append(("= " if node.formula else "") + escape(_value(node)))
    note = text(node.note_zh, node.note_en)
    if note:
        parts.append(f"[dim]{escape(note)}[/dim]")
    return "  ".join(parts)


def _value(node: Node) -> str:
    if not isinstance(node.value, Decimal):
        return str(node.value)
    if node.unit in ("rate", "percent"):
        return f"{(node.value * 100).normalize():f}%"
    if node.unit == "seconds":
        return f"{node.value:.1f} s"
    before, after = SIGNS.get(node.unit, ("", ""))
    size = abs(node.value)
    places = f"{size:,.2f}" if node.unit == "yuan" else f"{size:f}"
    return f"{'−' if node.value < 0 else ''}{before}{places}{after}"
