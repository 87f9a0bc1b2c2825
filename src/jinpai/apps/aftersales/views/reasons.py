"""The first three return reasons with their shares, by product, for the weekly meeting."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinpai.apps.aftersales.queries import reasons as queries
from jinpai.apps.aftersales.queries.reasons import SOURCES, Came, Span
from jinpai.apps.board import exports
from jinpai.apps.board.tables import Cell, Column, Row, Table
from jinpai.apps.desk.templatetags.desk import said
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader
from jinpai.workflow.aftersales.causes import CAUSES
from jinpai.workflow.reasons import Share

MOST_ROWS = 200


def reason_words(source: str, code: str) -> str:
    """A true reason in the reader's language; the platform's as the platform wrote it."""
    if source == "platform":
        return _("没写原因") if code == queries.NO_REASON else code
    return said(CAUSES.get(code)) or code


@require_safe
@roles.required(roles.SEE_DESK)
def reasons(request: HttpRequest) -> HttpResponse:
    user, ask = reader(request), request.GET
    span = Span.of(ask.get("span", ""), timezone.localdate())
    export = ask.get("export", "")
    chosen = {k: ask.get(k, "").replace("\0", "")[:300] for k in ("source", "reason", "product")}
    parts, tables = [], []
    for source in SOURCES:
        rows = queries.came(span, source)
        parts.append(_part(source, span, rows))
        tables.append(_table(source, span, rows))
    if export in ("csv", "xlsx"):
        whole = Table(
            tables[0].columns, [*tables[0].rows, *tables[1].rows], "return-reasons",
            _("退货原因"),
        )  # fmt: skip
        return exports.answer(whole, export, f"return-reasons-{span.name}")
    behind = _behind(span, chosen)
    return render(
        request, "aftersales/reasons.html",
        {
            "span": span, "parts": parts, "chosen": chosen, "behind": behind[:MOST_ROWS],
            "behind_n": len(behind), "asked": any(chosen.values()),
            "week": Span.week(timezone.localdate()), "month": Span.month(timezone.localdate()),
            "cases": user.may(roles.HANDLE_CASES),
            "orders": user.may(roles.WAREHOUSE) or user.may(roles.SEE_TEAM_BOARD),
            "words": {r.reason: reason_words(r.source, r.reason) for r in behind},
        },
    )  # fmt: skip


def _href(span: Span, **query: str) -> str:
    return f"{reverse('aftersales:reasons')}?{urlencode({'span': span.name, **query})}#rows"


def _shares(source: str, span: Span, shares: list[Share], **query: str) -> list[dict[str, Any]]:
    return [
        {
            "rank": s.rank, "n": s.n, "share": s.share, "name": reason_words(source, s.code),
            "href": _href(span, source=source, reason=s.code, **query),
        }
        for s in shares
    ]  # fmt: skip


def _part(source: str, span: Span, rows: list[Came]) -> dict[str, Any]:
    products = queries.by_product(rows)
    return {
        "source": source, "n": len(rows), "href": _href(span, source=source),
        "top": _shares(source, span, queries.top(queries.counts(rows))),
        "products": [
            {
                "title": p.title, "n": p.n,
                "href": _href(span, source=source, product=p.title or queries.NO_REASON),
                "top": _shares(source, span, list(p.top),
                               product=p.title or queries.NO_REASON),
            }
            for p in products[: queries.PRODUCTS]
        ],
        "more": max(len(products) - queries.PRODUCTS, 0),
    }  # fmt: skip


def _table(source: str, span: Span, rows: list[Came]) -> Table:
    """All reasons of all products, as the file has them."""
    columns = [
        Column("span", _("期间")), Column("source", _("来源")), Column("product", _("商品")),
        Column("reason", _("原因")), Column("n", _("件数"), "count"),
        Column("of", _("共"), "count"), Column("share", _("占比"), "percent"),
    ]  # fmt: skip
    name = _("售后单的真实原因") if source == "cases" else _("平台退款原因")
    out = [("", queries.ranked(queries.counts(rows)))]
    for product in queries.by_product(rows):
        mine = [r for r in rows if product.title in (r.products or ("",))]
        out.append((product.title or queries.NO_REASON, queries.ranked(queries.counts(mine))))
    return Table(
        columns,
        [
            Row({
                "span": Cell(span.name), "source": Cell(name),
                "product": Cell(title or _("全部")), "reason": Cell(reason_words(source, s.code)),
                "n": Cell(s.n), "of": Cell(s.of), "share": Cell(s.share),
            })
            for title, shares in out
            for s in shares
        ],
    )  # fmt: skip


def _behind(span: Span, chosen: dict[str, str]) -> list[Came]:
    """The rows behind a figure."""
    if not any(chosen.values()):
        return []
    source = chosen["source"] if chosen["source"] in SOURCES else "cases"
    product = "" if chosen["product"] == queries.NO_REASON else chosen["product"]
    return [
        r for r in queries.came(span, source)
        if (not chosen["reason"] or r.reason == chosen["reason"])
        and (not chosen["product"] or product in (r.products or ("",)))
    ]  # fmt: skip
