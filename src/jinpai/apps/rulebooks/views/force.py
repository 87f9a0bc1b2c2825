"""Putting a rulebook in force: from which month, why, whom it concerns, what moves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinpai.apps import home
from jinpai.apps.imports.measure_form import differences as measure_differences
from jinpai.apps.rulebooks.actions import (
    MONTH,
    blocked_months,
    differing_shops,
    put_in_force,
    save_version,
)
from jinpai.apps.rulebooks.forms import ForceForm
from jinpai.apps.rulebooks.queries.affected import concerned, members
from jinpai.apps.rulebooks.queries.compared import differences
from jinpai.apps.rulebooks.queries.sources import Source, source
from jinpai.apps.rulebooks.queries.versions import in_force, last_number
from jinpai.apps.rulebooks.refused import Moved, Refused
from jinpai.apps.rulebooks.views.reading import asked
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


def _following(today: date) -> str:
    return f"{(today.replace(day=1) + timedelta(days=32)):%Y-%m}"


@roles.required(roles.PUT_IN_FORCE)
@require_http_methods(["GET", "HEAD", "POST"])
def force(request: HttpRequest, key: str) -> HttpResponse:
    """GET shows what would be; POST does it. A shipped one is first kept as a version as it is."""
    book = asked(key)
    today = timezone.localdate()
    if request.method != "POST":
        month = request.GET.get("month", "")
        return _page(request, book, month if MONTH.match(month) else _following(today))
    form = ForceForm(request.POST)
    if not form.is_valid():
        month = request.POST.get("month", "")
        month = month if MONTH.match(month) else _following(today)
        return _page(request, book, month, form=form, status=422)
    asked_for = form.cleaned_data
    user, now = reader(request), timezone.now()
    try:
        version = book.version or save_version(by=user, text=book.text, now=now, request=request)
        put_in_force(
            by=user, sha256=version.sha256, month=asked_for["month"], reason=asked_for["reason"],
            now=now, seen=asked_for["seen"], request=request,
        )  # fmt: skip
    except Refused as refused:
        return _page(
            request, book, asked_for["month"], form=form, refused=refused.problem,
            status=409 if isinstance(refused, Moved) else 422,
        )  # fmt: skip
    messages.success(
        request,
        _("「%(name)s」从 %(month)s 起生效。") % {"name": version, "month": asked_for["month"]},
    )
    return redirect("rulebooks:rulebooks")


def _page(
    request: HttpRequest,
    book: Source,
    month: str,
    *,
    form: ForceForm | None = None,
    refused: Any = None,
    status: int = 200,
) -> HttpResponse:
    rules = in_force(month)
    before: Source | None = source(rules.sha256) if rules else None
    context: dict[str, Any] = {
        "book": book,
        "month": month,
        "before": before,
        "refused": refused,
        "form": form or ForceForm(initial={"month": month, "seen": last_number()}),
        "seen": last_number(),
        "blocked": blocked_months(book.version, month) if book.version else [],
    }
    if book.rulebook is not None:
        old = before.rulebook if before else None
        people = concerned(members(month), old, book.rulebook)
        context |= {
            "people": people,
            "unpaid": [p for p in people if p.unpaid],
            "differences": differences(old, book.rulebook) if old else None,
            "measures": _measures(book, month),
        }
    return render(request, "rulebooks/force.html", context, status=status)


def _measures(book: Source, month: str) -> list[tuple[Any, Any]]:
    """(shop, what changes in words) for the shops whose way of measuring would be another."""
    assert book.rulebook is not None
    changed = set(differing_shops(book.rulebook, month))
    measure = book.rulebook.measure
    if not changed or measure is None:
        return []
    reading, first = home.reading(), date.fromisoformat(f"{month}-01")
    return [
        (shop, measure_differences(reading.measure(shop=shop.code, day=first), measure))
        for shop in reading.shops()
        if shop.code in changed
    ]
