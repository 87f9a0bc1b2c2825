"""What is carried to a platform in a file, and what the next import shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.desk.actions.orders import close, order_of, own
from jinpai.apps.desk.models import OutgoingChange, OutgoingStep
from jinpai.apps.desk.queries import changes as query
from jinpai.apps.desk.queries.changes import PENDING, Standing
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.flags import mark

State = OutgoingChange.State


@dataclass(frozen=True)
class Batch:
    """What one file took along."""

    key: str
    orders: int


@transaction.atomic
def export(
    *, by: User, platform: str, key: str, now: datetime, request: HttpRequest | None = None
) -> Batch:
    """The waiting changes of a platform into one file, which can be fetched again by its key."""
    if not by.may(roles.SEE_TEAM_DESK):
        raise NotYours
    if not key or len(key) > 64 or not key.isalnum():
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    if OutgoingChange.objects.filter(batch=key).exists():
        return Batch(key, len({(c.shop, c.order_id) for c in batch(key)}))
    waiting = list(
        OutgoingChange.objects.select_for_update().filter(state=State.WAITING, platform=platform)
    )
    if not waiting:
        raise Refused(_("没有等着带走的。"))
    orders = query.standings(sorted({(c.shop, c.order_id) for c in waiting}))
    for change in waiting:
        order = orders.get((change.shop, change.order_id))
        if order is not None and order.arrived(change):
            close(change, None, now, State.DONE)
            continue
        change.batch = key
        change.sent = _row(order, change)
        close(change, by, now, State.EXPORTED, batch=key)
    taken = {(c.shop, c.order_id) for c in waiting if c.batch}
    if not taken:
        return Batch("", 0)
    audit.record(
        action="order.changes_exported", subject=platform, by=by, request=request,
        detail={"orders": len(taken), "batch": key},
    )  # fmt: skip
    return Batch(key, len(taken))


def batch(key: str) -> list[OutgoingChange]:
    """What a file took along."""
    return list(OutgoingChange.objects.filter(batch=key)) if key else []


LATELY = timedelta(days=30)
"""So long after it was written an export may contradict a change that had arrived."""


def after_import(now: datetime) -> None:
    """New facts show what arrived at the platform."""
    if home.lake().snapshot().import_no:
        confirm(now=now)


@transaction.atomic
def confirm(*, now: datetime) -> int:
    """Changes that the newest files show are done; how many. Where a file made after they were
    taken along says otherwise, both are kept for somebody to look at."""
    rows = list(
        OutgoingChange.objects.select_for_update().filter(
            Q(state__in=PENDING) | Q(state=State.DONE, at__gte=now - LATELY)
        )
    )
    sent = dict(
        OutgoingStep.objects.filter(change__in=[c.pk for c in rows], what=State.EXPORTED)
        .values_list("change").annotate(at=Max("at"))
    )  # fmt: skip
    orders = query.standings(sorted({(c.shop, c.order_id) for c in rows}))
    done = 0
    for change in rows:
        order = orders.get((change.shop, change.order_id))
        if order is None:
            continue
        if order.arrived(change):
            change.contradicted = None
            if change.state in PENDING:
                close(change, None, now, State.DONE)
                done += 1
            else:
                change.save(update_fields=["contradicted"])
        elif _otherwise(order, change, sent.get(change.pk)):
            _contradict(order, change, now)
    return done


def _otherwise(order: Standing, change: OutgoingChange, sent: datetime | None) -> bool:
    """Does a file say something else, that was made when this should have been there?"""
    if change.state == State.WAITING or not order.newest(change):
        return False
    if change.state == State.DONE:
        return bool(order.told(change))  # nothing told is no word against it
    return sent is not None and order.as_of is not None and order.as_of > sent


def _contradict(order: Standing, change: OutgoingChange, now: datetime) -> None:
    both = {
        "record": change.line or change.after, "facts": order.told(change),
        "as_of": order.as_of.isoformat() if order.as_of else "",
    }  # fmt: skip
    known = change.contradicted or {}
    if {**known, "as_of": ""} == {**both, "as_of": ""}:
        return
    change.contradicted = both
    change.version += 1
    change.save()
    OutgoingStep.objects.create(change=change, at=now, what="contradicted", detail=both)


def _row(order: Standing | None, change: OutgoingChange) -> dict[str, str]:
    """The whole remark and the flag: a platform replaces both, so that neither may be left out."""
    flag = order.flag_to_be if order else ""
    found = mark(change.platform, flag)
    return {
        "remark": order.whole_remark if order else change.after,
        "flag": found.number if found else "",
        "flag_name": found.zh if found else "",
    }


@transaction.atomic
def again(
    *, by: User, change: int, version: int, now: datetime, request: HttpRequest | None = None
) -> OutgoingChange:
    """A later export does not show it: it waits once more for the next file."""
    one = own(by, change)
    if one.state == State.WAITING and one.version == version + 1:
        return one
    if one.version != version or not one.contradicted or one.state == State.WITHDRAWN:
        raise Moved
    order = order_of(one.shop, one.order_id)
    if not order.newest(one):
        raise Refused(_("这个订单后来又插了别的旗。"))
    one.contradicted, one.batch = None, ""
    close(one, by, now, State.WAITING)
    audit.record(action="order.change_again", subject=str(one), by=by, request=request,
                 detail={"what": one.what, "after": one.line or one.after})  # fmt: skip
    return one
