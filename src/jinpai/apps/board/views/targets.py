"""The form for a shop's targets."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from jinpai.apps.team import roles
from jinpai.metrics.catalogue import CATALOGUE

from ..actions import set_targets
from ..queries.ring import asked_number
from ..queries.targets import targets
from ..scope import Scope, said
from .page import board_page, show


def unit_sign(unit: str) -> str:
    return {"percent": "%", "seconds": _("秒"), "yuan": _("元")}.get(unit, "")


@board_page(roles.CHANGE_MEASURE)
def targets_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    if scope.shop is None:
        return show(request, "no_shop", scope)
    aims = targets(scope.code)
    problems: dict[str, str] = {}
    if request.method == "POST":
        wanted: dict[str, Decimal | None] = {}
        for code, metric in CATALOGUE.items():
            text = request.POST.get(code, "").strip()
            if metric.direction == "none":
                continue
            value = asked_number(text, percent=metric.unit == "percent")
            if text and (value is None or (metric.is_share and value > 1)):
                problems[code] = _("看不懂「%(text)s」") % {"text": text[:20]}
                continue
            wanted[code] = None if value is None else value.quantize(Decimal("0.000001"))
        if not problems:
            changed = set_targets(request=request, shop=scope.code, aims=wanted)
            messages.success(
                request,
                _("改了 %(n)s 个目标。") % {"n": len(changed)} if changed else _("没有变化。"),
            )
            return HttpResponseRedirect(scope.link("targets"))
    rows = []
    for code, metric in CATALOGUE.items():
        if metric.direction == "none":
            continue
        aim = aims.get(code)
        text = ""
        if aim is not None:
            shown = aim * 100 if metric.unit == "percent" else aim
            text = format(shown.normalize(), "f")
        rows.append(
            {
                "code": code,
                "title": said(metric),
                "unit": unit_sign(metric.unit),
                "text": request.POST.get(code, text),
                "problem": problems.get(code, ""),
                "better": metric.direction,
            }
        )
    return show(request, "targets", scope, rows=rows, problems=problems)
