"""What rules, and one rulebook in words. Everybody may read: nobody decides the wage in secret."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinpai.apps.pages.refusals import Absent
from jinpai.apps.rulebooks.queries.overview import names, overview
from jinpai.apps.rulebooks.queries.sources import Source, source
from jinpai.apps.rulebooks.queries.told import told, worked
from jinpai.apps.rulebooks.queries.versions import history, in_force, versions
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


def asked(key: str) -> Source:
    """The rulebook of an address, or 404."""
    found = source(key)
    if found is None:
        raise Absent(_("没有这份制度。"))
    return found


@roles.required(roles.SEE_RULES)
@require_safe
def rulebooks(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    today = timezone.localdate()
    seen = overview(today=today, drafts_of=user if user.may(roles.CHANGE_RULES) else None)
    return render(request, "rulebooks/rulebooks.html", {"seen": seen})


@roles.required(roles.SEE_RULES)
@require_safe
def rulebook(request: HttpRequest, key: str) -> HttpResponse:
    book = asked(key)
    spans = [s for s in history() if book.version and s.version.pk == book.version.pk]
    others = [v for v in versions() if book.version is None or v.pk != book.version.pk]
    saver = ""
    if book.version is not None:
        saver = names({book.version.saved_by}).get(book.version.saved_by, book.version.saved_by)
    return render(
        request,
        "rulebooks/rulebook.html",
        {
            "book": book,
            "told": told(book.rulebook) if book.rulebook else None,
            "schemes": worked(book) if book.rulebook else [],
            "spans": spans,
            "others": others,
            "saver": saver,
            "rules": in_force(f"{timezone.localdate():%Y-%m}"),
        },
    )


@roles.required(roles.SEE_RULES)
@require_safe
def text(request: HttpRequest, key: str) -> HttpResponse:
    book = asked(key)
    return render(request, "rulebooks/text.html", {"book": book, "lines": book.text.split("\n")})


@roles.required(roles.SEE_RULES)
@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    book = asked(key)
    name = f"{book.version.code}-{book.version.number}" if book.version else book.key
    answer = HttpResponse(book.text.encode(), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return answer
