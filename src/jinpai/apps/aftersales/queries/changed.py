"""Where the files now tell a case's order otherwise than the case has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinpai.apps.aftersales.models import Case
from jinpai.apps.aftersales.queries.earlier import asked_for, others, recorded
from jinpai.apps.aftersales.queries.order import told
from jinpai.workflow.aftersales.changes import Difference, differences


def changed(case: Case) -> tuple[Difference, ...]:
    """Of one case, as the files are now."""
    now = told([(case.shop, case.order_id)]).get((case.shop, case.order_id))
    return differs(case, now, others(case))


def differs(
    case: Case, now: Mapping[str, Any] | None, rest: Iterable[Case]
) -> tuple[Difference, ...]:
    """Against `now`; `rest` are the other cases of its order. An order no file told is no
    contradiction."""
    if now is None or not case.order:
        return ()
    since = [c for c in rest if c.state_at >= case.opened_at]
    if not differences(case.order, now, recorded([case, *since])):
        return ()
    return differences(case.order, now, [*recorded([case, *since]), *asked_for(case)])
