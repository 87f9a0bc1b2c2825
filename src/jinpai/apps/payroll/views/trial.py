"""Try rulebooks on the shop's own months before one is put in force.

Sums, spread and slopes are for everyone who writes rulebooks; what each person would earn only for
those who run pay, and every look is logged.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jinpai.apps import home
from jinpai.apps.payroll import trying
from jinpai.apps.payroll.charts import pay_against_score
from jinpai.apps.payroll.queries import months as known_months
from jinpai.apps.payroll.queries import trials
from jinpai.apps.team import audit, roles

from . import gate

MOST_MESSAGES = 2_000_000
"""Beyond this, computing figures by another measure takes longer than one waits for a page."""

AT = (0, 60, 70, 79, 80, 89, 90, 95, 100)
"""Scores of the table under the chart: the usual edges and the point before them."""


@never_cache
@require_safe
@roles.required(roles.CHANGE_RULES)
def trial(request: HttpRequest) -> HttpResponse:
    """`?book=KEY&book=KEY&from=2026-08&to=2026-10&margin=30`."""
    reading = home.reading()
    today = timezone.localdate()
    known = known_months.with_data(reading, today=today)
    asked = trials.asked(request.GET, known, running=known_months.of(today))
    context: dict[str, Any] = {
        "asked": asked,
        "choices": trials.choices(asked, known_months.of(today)),
        "months": known,
        "no_data": not reading.shops(),
        "most": trials.MOST_BOOKS,
    }
    slow = _too_slow(asked, reading)
    context["slow"] = [book.label for book in asked.books if book.key in slow]
    if asked.books and reading.shops():
        found = trying.run(
            {book.key: book.text for book in asked.books if book.key not in slow}, asked.months,
            reading=reading, margin_rate=asked.margin,
        )  # fmt: skip
        everyone = gate.sees_all(request)
        context |= _shown(found, asked, everyone)
        audit.record(
            action="pay.tried", subject=f"{asked.months[0]}..{asked.months[-1]}",
            detail={"rulebooks": [book.label for book in asked.books], "by_person": everyone},
            request=request,
        )  # fmt: skip
    return render(request, "payroll/try.html", context)


def _too_slow(asked: trials.Asked, reading: Any) -> list[str]:
    """Rulebooks left to the command line: they measure otherwise, and there is much to measure."""
    if not reading.shops() or reading.snapshot.rows("messages") <= MOST_MESSAGES:
        return []
    books = {book.key: book.rulebook for book in asked.books if book.rulebook is not None}
    return trying.measuring_otherwise(books, asked.months, reading)


def _shown(found: trying.Trial, asked: trials.Asked, everyone: bool) -> dict[str, Any]:
    regimes = trials.regimes(found, asked.books)
    curves = trials.curves(regimes)
    spoken = "zh" if (get_language() or "zh").startswith("zh") else "en"
    labelled = [(f"{getattr(r.book.name, spoken)} {r.book.label}", c) for r, c in curves]
    context: dict[str, Any] = {
        "trial": found,
        "regimes": regimes,
        "slopes": trials.slopes(found),
        "everyone": everyone,
        "curves": [(r, [(s, g) for s, g in c.points if s in AT]) for r, c in curves],
        "at": AT,
        "spec": pay_against_score(labelled) if curves else None,
    }
    if everyone:
        context |= {
            "people": trials.people(found),
            "edges": trials.edges(found, regimes),
            "troubles": trials.troubles(found, regimes),
            "typical": found.people.get(found.result.typical or "", found.result.typical),
        }
    return context
