"""What every action of the payroll asks first: the right, a month, a reason, an open month."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from jinpai.apps.imports.sentences import said
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.payroll.models import Run
from jinpai.apps.rulebooks.refused import Refused
from jinpai.apps.team.models import User

MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])\Z")


def allow(by: User, permission: str) -> None:
    if not by.may(permission):
        raise NotYours(_("您的角色是「%(role)s」,不能做这件事。") % {"role": by.get_role_display()})


def month_text(month: str) -> str:
    """A month as it is written everywhere, 2026-10."""
    if not MONTH.match(month):
        raise Refused(
            said(
                "no_month",
                f"「{month}」不是月份。",
                f"{month!r} is no month.",
                "月份写成 2026-10 这样。",
                "Write a month like 2026-10.",
            )
        )
    return month


def because(reason: str) -> str:
    """The reason, which must be given."""
    if not reason.strip():
        raise Refused(
            said(
                "no_reason",
                "没有写原因。",
                "No reason was given.",
                "写一句话,以后的人要看得懂。",
                "Write a sentence that others will understand later.",
            )
        )
    return reason.strip()[:500]


def not_yet_closed(month: str) -> None:
    """Within a transaction: hold the month's run, and refuse where its pay is confirmed."""
    run = Run.objects.select_for_update().filter(month=month).first()
    if run is not None and run.closed:
        raise Refused(
            said(
                "month_closed",
                f"{month} 的薪资已由 {run.confirmed_by} 确认,不再改动。",
                f"The pay of {month} was confirmed by {run.confirmed_by} and does not change.",
                "差额记在还开着的月份,作为补发;数据或裁定变了,系统会自动算出差额。",
                "Enter the difference in a month that is still open; where facts or rulings "
                "changed, the difference is computed by itself.",
            )
        )
