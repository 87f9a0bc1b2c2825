"""What the shop asks for and does not appraise, and which regime its own months speak for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinpai.apps.pages.chosen import chosen
from jinpai.apps.rulebooks.queries.advised import advised
from jinpai.apps.rulebooks.queries.demanded import demanded
from jinpai.apps.rulebooks.queries.sources import Source, source
from jinpai.apps.rulebooks.queries.versions import in_force
from jinpai.apps.rulebooks.views.reading import asked
from jinpai.apps.team import roles


@roles.required(roles.SEE_RULES)
@require_safe
def demands(request: HttpRequest) -> HttpResponse:
    """What is not appraised is only a wish (report 003). `?book=`: another than that in force."""
    book: Source | None
    if key := request.GET.get("book"):
        book = asked(key)
    else:
        rules = in_force(f"{timezone.localdate():%Y-%m}")
        book = source(rules.sha256) if rules else None
    seen = demanded(book.rulebook) if book and book.rulebook else None
    return render(request, "rulebooks/demands.html", {"book": book, "seen": seen})


@roles.required(roles.CHANGE_RULES)
@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """From the last three full months of the chosen shop."""
    shop = chosen(request).shop
    today = timezone.localdate()
    if shop is not None and shop.last_day is not None:
        today = min(today, shop.last_day.replace(day=28))  # a shop that stopped still has months
    seen = advised(shop.code, today=today) if shop else None
    return render(
        request,
        "rulebooks/advice.html",
        {"shop": shop, "seen": seen, "rules": in_force(f"{timezone.localdate():%Y-%m}")},
    )
