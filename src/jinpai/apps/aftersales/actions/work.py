"""A case on people's Today: one item for the state it is in, settled when it is left."""

from __future__ import annotations

from datetime import datetime

from jinpai.apps.aftersales.models import Case
from jinpai.apps.aftersales.queries.judged import judged, running
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.states import KINDS, STATES

LISTS = {
    "waiting": "returns", "arrived": "returns", "replaced": "returns", "escalated": "complaints",
}  # fmt: skip
"""The list of a state; the agents' own where none is named."""
DONE = {"returns": "settled", "complaints": "closed", "refund_approvals": "approved"}


def renew(case: Case, by: User, now: datetime) -> None:
    """Settle what the state before asked for, and put up what this one asks for. Inside the
    transaction of the step; sets `case.due`."""
    prefix = f"case:{case.pk}:"
    for task in Task.objects.filter(
        source=Task.Source.CASE, key__startswith=prefix, state__in=OPEN_STATES
    ):
        if task.role == "agent" and task.person:  # handed over, the case goes along
            case.person = task.person
        outcome = DONE.get(task.list, "settled")
        if task.list == "refund_approvals" and case.state in ("refused", "cancelled"):
            outcome = "refused" if case.state == "refused" else "withdrawn"
        tasks.settle(task=task, outcome=outcome, now=now, said={"state": case.state})
    if not case.open:
        case.due = None
        return
    found = judged(case)
    ends = running(case, found.freight_owed)
    case.due = ends[0].due if ends else None
    to_allow = case.state == "opened" and found.decided
    code = "refund_approvals" if to_allow else LISTS.get(case.state, "cases")
    theirs = code == "returns"
    role = "supervisor" if to_allow else "warehouse" if theirs else "agent"
    state, kind = STATES[case.state], KINDS[case.kind]
    tasks.add(
        list=code, key=f"{prefix}{case.version}", shop=case.shop, since=now, now=now,
        role=role, person=case.person if role == "agent" else "",
        title=f"{kind.zh} · {state.zh} · {case.order_id}", due=case.due,
        priority=0 if ends and ends[0].article.source != "house" else 1,
        order_id=case.order_id, buyer=case.buyer, data={"case": str(case.pk)},
        why_zh=ends[0].article.zh if ends else f"售后单{state.zh}",
        why_en=ends[0].article.en if ends else f"After-sales case: {state.en}",
        source=Task.Source.CASE, by=by,
    )  # fmt: skip
