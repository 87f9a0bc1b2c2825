"""The flow in short: each step as the person whose turn it is would take it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.appraisal.conftest import MONTH, NOW, Staff, sheet

from jinpai.apps.appraisal.actions import disputes, flow
from jinpai.apps.appraisal.queries.scored import scored


def opened(staff: Staff) -> None:
    flow.open_month(by=staff.boss, month=MONTH, now=NOW)


def give(by: Any, step: str, points: Any = "90", person: str = "P1", **more: Any) -> Any:
    given = {
        "version": sheet(person).version,
        "points": {"attitude": Decimal(points)} if isinstance(points, str) else points,
        "now": NOW,
        **more,
    }
    return flow.rate(by=by, month=MONTH, person=person, step=step, **given)


def rated(staff: Staff) -> None:
    """小美's appraisal after everyone has rated."""
    opened(staff)
    give(staff.p1, "self", "100")
    give(staff.lead, "leader", "80")
    give(staff.boss, "supervisor", "90")


def disputed(staff: Staff, item: str = "quality", **more: Any) -> Any:
    given = {
        "version": sheet().version, "reason": "抽检的不是我的聊天", "wanted": Decimal(95),
        "now": NOW,
        **more,
    }  # fmt: skip
    return disputes.dispute(by=staff.p1, month=MONTH, person="P1", item=item, **given)


def total(person: str = "P1") -> Decimal | None:
    return scored(MONTH).appraised[person].total


def points(item: str, person: str = "P1") -> Decimal | None:
    return next(i.points for i in scored(MONTH).appraised[person].items if i.code == item)


def at(day: int, hour: int = 9) -> datetime:
    return NOW.replace(day=day, hour=hour)
