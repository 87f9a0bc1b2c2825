"""A case on people's Today: one item for the state it is in, settled when it is left."""

from __future__ import annotations

from datetime import datetime

from jinpai.apps.aftersales.models import Case
from jinpai.apps.aftersales.queries.judged import judged, running
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.states import KINDS, STATES

LIST = "returns"
WAREHOUSE = frozenset({"waiting", "arrived", "replaced"})


def renew(case: Case, by: User, now: datetime) -> None:
    """Settle what the state before asked for, and put up what this one asks for. Inside the
    transaction of the step; sets `case.due`."""
    prefix = f"case:{case.pk}:"
    for task in Task.objects.filter(list=LIST, key__startswith=prefix, state__in=OPEN_STATES):
        tasks.settle(task=task, outcome="settled", now=now, said={"state": case.state})
    if not case.open:
        case.due = None
        return
    ends = running(case, judged(case).freight_owed)
    case.due = ends[0].due if ends else None
    theirs = case.state in WAREHOUSE
    state, kind = STATES[case.state], KINDS[case.kind]
    tasks.add(
        list=LIST, key=f"{prefix}{case.version}", shop=case.shop, since=now, now=now,
        role="warehouse" if theirs else "agent", person="" if theirs else case.person,
        title=f"{kind.zh} · {state.zh} · {case.order_id}", due=case.due,
        priority=0 if ends and ends[0].article.source != "house" else 1,
        order_id=case.order_id, buyer=case.buyer, data={"case": str(case.pk)},
        why_zh=ends[0].article.zh if ends else f"售后单{state.zh}",
        why_en=ends[0].article.en if ends else f"After-sales case: {state.en}",
        source=Task.Source.CASE, by=by,
    )  # fmt: skip
