"""What every view of the board does: the scope, the empty shop, paging, exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jinpai.apps import home
from jinpai.apps.team import roles

from .. import exports
from ..queries.rows import PAGE
from ..scope import Scope, scope_of
from ..tables import Table

EXPORT_ROWS = 50_000
FED_BY = {"orders": "orders", "receptions": "messages"}
"""Lists that stay empty until a table of facts is there, and that say so."""


def board_page(*permissions: str) -> Callable[[Callable[..., Any]], Callable[..., HttpResponse]]:
    """A page of the board: checks rights, makes the scope, answers the empty house.

    The view gets (request, scope, …). While there is no shop every page says what to do first.
    """

    def wrap(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
        @roles.required(roles.SEE_BOARD, *permissions)
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            scope = scope_of(request)
            if scope.own == "":
                return show(request, "nobody", scope)
            return view(request, scope, *args, **kwargs)

        return guarded

    return wrap


def show(request: HttpRequest, template: str, scope: Scope, **context: Any) -> HttpResponse:
    if template == "no_shop":
        context["waiting"] = bool(home.lake().waiting())
    if template in FED_BY:
        context["unfed"] = not scope.reading.snapshot.rows(FED_BY[template])
    pickers = scope.shop is not None and template not in ("plan", "order", "reception")
    return render(
        request,
        f"board/{template}.html",
        {"pickers": pickers, **context, "scope": scope, "export_links": export_links(scope)},
    )


def export_links(scope: Scope) -> list[tuple[str, str]]:
    return [
        ("CSV", scope.same(export="csv", offset=None)),
        ("XLSX", scope.same(export="xlsx", offset=None)),
    ]


def asked_export(request: HttpRequest) -> str | None:
    form = request.GET.get("export")
    return form if form in ("csv", "xlsx") else None


def exported(table: Table, scope: Scope, form: str) -> HttpResponse:
    days = scope.period.month or f"{scope.period.start}_{scope.period.end}"
    return exports.answer(table, form, f"{table.name}-{scope.code}-{days}")


@dataclass(frozen=True)
class Paging:
    offset: int
    limit: int

    def links(self, scope: Scope, total: int | None) -> dict[str, Any]:
        """Earlier and later rows, for the foot of the table."""
        if total is None or (total <= self.limit and not self.offset):
            return {"total": total, "first": 1, "last": total}
        last = min(total, self.offset + self.limit)
        return {
            "total": total,
            "first": min(total, self.offset + 1),
            "last": last,
            "before": scope.same(offset=max(0, self.offset - self.limit) or None)
            if self.offset
            else "",
            "after": scope.same(offset=last) if last < total else "",
        }


def paging(request: HttpRequest) -> Paging:
    """Rows to show; an export takes all of them from the first."""
    if asked_export(request):
        return Paging(0, EXPORT_ROWS)
    text = request.GET.get("offset", "")
    offset = min(int(text), 10**7) if text.isascii() and text.isdigit() else 0
    return Paging(offset, PAGE)


def plain(table: Table) -> Table:
    """A table whose headings do not sort: there are several on the page."""
    return replace(table, columns=[replace(c, sortable=False) for c in table.columns])
