"""Taking a sheet in hand: the row locked, the version that was read compared, the change logged."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.appraisal.models import Sheet, State
from jinpai.apps.appraisal.queries.scored import Scored
from jinpai.apps.appraisal.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit
from jinpai.apps.team.models import User
from jinpai.rules.inputs import Person


def locked(month: str, person: str) -> Sheet:
    """The sheet, held until the transaction ends."""
    sheet = Sheet.objects.select_for_update().filter(month=month, person=person).first()
    if sheet is None:
        raise Absent(_("%(month)s 的考核还没有开始。") % {"month": month})
    return sheet


def as_read(sheet: Sheet, version: int) -> None:
    if sheet.version != version:
        raise Moved


def not_closed(sheet: Sheet) -> None:
    if sheet.closed:
        raise Refused(_("这份考核已经关闭,不能再改。要更正请提异议,差额进下一批工资。"))


def moved_on(sheet: Sheet, state: str | None = None, **fields: Any) -> None:
    """Save with the next version."""
    if state is not None:
        sheet.state = State(state)
    for name, value in fields.items():
        setattr(sheet, name, value)
    sheet.version += 1
    sheet.save()


def tell(
    action: str,
    sheet: Sheet,
    by: User,
    request: HttpRequest | None,
    **detail: Any,
) -> None:
    audit.record(action=action, subject=str(sheet), detail=detail, by=by, request=request)


def of_month(scored: Scored, code: str) -> Person:
    """The person of the month."""
    person = scored.person(code)
    if person is None:
        raise Absent(_("%(month)s 没有这位人员。") % {"month": scored.month.month})
    return person
