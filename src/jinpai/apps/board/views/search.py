"""Search over orders, buyers and accounts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ..queries.search import SHORTEST, kind_words, search
from ..scope import Scope
from .page import board_page, show


@board_page()
def search_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    if scope.shop is None:
        return show(request, "no_shop", scope)
    text = request.GET.get("q", "")[:200].strip()
    found = search(scope, text)
    groups = [
        (kind_words(kind), [f for f in found if f.kind == kind])
        for kind in ("order", "buyer", "account")
    ]
    return show(
        request, "search", scope, text=text, groups=[g for g in groups if g[1]],
        short=0 < len(text) < SHORTEST,
    )  # fmt: skip
