"""One case: the answer with its rule, the money, the checklist, what to say, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinpai.apps.aftersales.actions import steps
from jinpai.apps.aftersales.models import Case
from jinpai.apps.aftersales.queries import told
from jinpai.apps.aftersales.queries.changed import changed
from jinpai.apps.aftersales.queries.earlier import others
from jinpai.apps.aftersales.queries.judged import Judged, judged, running, yuan
from jinpai.apps.aftersales.queries.order import lines_of
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.aftersales.answers import CONDITIONS, GOODS
from jinpai.workflow.aftersales.causes import CAUSES
from jinpai.workflow.aftersales.states import KINDS, NEEDS, STATES, STEPS, Word


@dataclass(frozen=True)
class Way:
    """A next step: its form."""

    to: Word
    needs: tuple[str, ...]
    amount: str = ""
    asks_advanced: bool = False
    asks_address: bool = False
    asks_allowed: bool = False

    @property
    def step(self) -> Word:
        return STEPS[self.to.code]


def one_of(pk: int) -> Case:
    found = Case.objects.filter(pk=pk).first()
    if found is None:
        raise Absent(_("没有这张售后单。"))
    return found


@require_safe
@roles.required(roles.HANDLE_CASES)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, one_of(pk))


def shown(request: HttpRequest, one: Case, *, contact: bool = False) -> HttpResponse:
    """The page; the buyer's contact only where its sight was logged."""
    user = reader(request)
    found = judged(one)
    ways = _ways(one, found)
    aside = {"cancelled", "refused", "escalated"}
    if "refunded" in found.following:  # the whole comes first
        aside.add("partly_refunded")
    return render(
        request, "aftersales/case.html",
        {
            "case": one, "found": found, "state": STATES[one.state], "kind": KINDS[one.kind],
            "cause": CAUSES[one.cause], "told_cause": CAUSES[one.told],
            "goods": Word(one.goods, *GOODS[one.goods]),
            "condition": Word(one.condition, *CONDITIONS[one.condition]),
            "conditions": [Word(c, *w) for c, w in CONDITIONS.items() if c != "unknown"],
            "lines": _lines(one), "changed": changed(one), "ends": running(one, found.freight_owed),
            "rows": told.rows(one, found), "message": told.of_state(one, found),
            "events": list(one.events.all()), "files": list(one.files.all()),
            "names": by_username(),
            "ways": [w for w in ways if w.to.code not in aside],
            "others": [w for w in ways if w.to.code in aside],
            "may_grant": user.may(roles.APPROVE_REFUNDS), "now": timezone.now(),
            "told_by_buyer": one.state in steps.BEFORE_GOODS,
            "contact": contact, "others_of_order": others(one),
        },
    )  # fmt: skip


def _lines(case: Case) -> list[dict[str, Any]]:
    return [{**row, "back": case.back.get(row["code"], 0)} for row in lines_of(case.order)]


def _ways(case: Case, found: Judged) -> list[Way]:
    total = yuan(found.money.total) if found.money else ""
    ways = []
    for code in found.following:
        amount = total if code == "refunded" else ""
        if code == "freight_repaid":
            amount = yuan(case.freight_advanced)
        ways.append(
            Way(
                STATES[code], NEEDS.get(code, ()), amount,
                code in ("arrived", "inspected") and found.freight.repaid,
                code == "waiting", code == "approved" and found.decided,
            )
        )  # fmt: skip
    return ways
