"""The daily reconciliation: what came, how far it is, where the sides differ, both signatures."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.aftersales.actions import reconciling as actions
from jinpai.apps.aftersales.queries import reconciling as queries
from jinpai.apps.aftersales.views.forms import sent
from jinpai.apps.desk.views.page import done
from jinpai.apps.pages.refusals import Unclear
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.workflow.reconciliation import GROUPS, SIDES, day_of, window


def _day(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text) if text else today
    except ValueError:
        return today
    return found if date(2000, 1, 1) <= found <= today else today


@require_safe
@roles.required(roles.SEE_DESK)
def reconciliation(request: HttpRequest) -> HttpResponse:
    user, now = reader(request), timezone.now()
    here = timezone.localtime(now).replace(tzinfo=None)
    today = day_of(here)
    day = _day(request.GET.get("day", ""), today)
    found = queries.a_day(day, now)
    group = request.GET.get("group", "")
    group = group if group in GROUPS else ""
    may = actions.sides(user)
    over = here >= window(day)[1]
    sides = [
        {"side": side, "signed": found.signatures.get(side.code),
         "may": over and side.code in may and side.code not in found.signatures and not any(
             s.by == user.username for s in found.signatures.values())}
        for side in SIDES.values()
    ]  # fmt: skip
    rows = found.of(group) if group else found.differ
    unseen = () if group else found.unseen
    return render(
        request, "aftersales/reconciliation.html",
        {
            "day": day, "today": today, "found": found, "now": now, "group": group, "over": over,
            "groups": [(w, len(found.groups[c])) for c, w in GROUPS.items()],
            "rows": rows, "unseen": unseen, "total": len(rows) + len(unseen), "sides": sides,
            "disagree": [GROUPS[c] for c in found.disagree], "starts": window(day)[0],
            "ends": window(day)[1], "history": queries.history(today),
            "handles": user.may(roles.HANDLE_CASES),
            "sees": user.may(roles.HANDLE_CASES) or user.may(roles.WAREHOUSE),
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def sign(request: HttpRequest) -> HttpResponse:
    try:
        day = date.fromisoformat(sent(request).get("day", ""))
    except ValueError:
        raise Unclear(_("表单不完整,请回到页面再做一次。")) from None

    def work(by: User) -> str:
        actions.sign(
            by=by, day=day, side=sent(request).get("side", ""),
            note=sent(request).get("note", ""), now=timezone.now(), request=request,
        )  # fmt: skip
        return _("签好了。")

    return done(request, f"{reverse('aftersales:reconciliation')}?day={day}", work)
