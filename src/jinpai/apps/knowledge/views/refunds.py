"""The night shift's refunds table: the day's refunds, signed, exported."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps import home
from jinpai.apps.board import exports
from jinpai.apps.board.queries.names import people, short
from jinpai.apps.board.tables import Cell, Column, Row, Table, arranged
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done
from jinpai.apps.knowledge.actions import refunds_sheet as actions
from jinpai.apps.knowledge.queries import refunds_table as query
from jinpai.apps.knowledge.words import no_nul
from jinpai.apps.pages.chosen import chosen
from jinpai.apps.pages.writing import masked
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader


@require_safe
@roles.required(roles.HANDLE_CASES)
def refunds(request: HttpRequest) -> HttpResponse:
    """A day's table; `?reason=`, `?product=` and `?what=late` show the rows behind a figure."""
    picked, user = chosen(request), reader(request)
    today = timezone.localdate()
    known_to = query.known_to(home.reading(), picked.code or "")
    day = _day(request.GET.get("day", ""), min(known_to or today, today))
    found = query.sheet(home.reading(), picked.code or "", day)
    rows, filtered = _some(request, found)
    table = arranged(_table(found, rows, user), request.GET)
    form = request.GET.get("export", "")
    if form in ("csv", "xlsx"):
        audit.record(action="refunds.exported", subject=f"{found.shop} {day}",
                     detail={"rows": len(rows), "format": form}, by=user,
                     request=request)  # fmt: skip
        return exports.answer(table, form, f"refunds-{found.shop}-{day}")
    return render(
        request, "knowledge/refunds.html",
        {
            "sheet": found, "table": table, "filtered": filtered, "day": day,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1) if day < today else None,
            "reasons": _linked(found.by_reason, "reason", found),
            "products": _linked(found.by_product[:10], "product", found),
            "more_products": max(len(found.by_product) - 10, 0),
            "key": uuid.uuid4().hex, "names": by_username(),
            "shops": picked.shops, "here": _address(found),
            "unsigned": found.last is None or found.last.held != found.held,
            "known_to": known_to,
            "imports": user.may(roles.IMPORT_FILES),
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.HANDLE_CASES)
def sign(request: HttpRequest) -> HttpResponse:
    no_nul(request.POST)
    post = request.POST
    back = reverse("knowledge:refunds")

    def work(by: User) -> str:
        day = _day(post.get("day", ""), None)
        if day is None:
            raise Refused(_("日期看不懂,写成 2026-10-31。"))
        one = actions.sign(
            by=by, key=post.get("key", "")[:64], shop=post.get("shop", "")[:64], day=day,
            seen=post.get("seen", "")[:64], note=post.get("note", ""), now=timezone.now(),
            request=request,
        )  # fmt: skip
        return _("签好了:%(n)d 笔,%(sum)s 元。") % {"n": one.count, "sum": f"{one.amount:.2f}"}

    if post.get("day"):
        back += "?" + urlencode({"shop": post.get("shop", ""), "day": post.get("day", "")})
    return done(request, back, work)


def _day(text: str, otherwise: Any) -> Any:
    try:
        found = date.fromisoformat(text) if len(text) == 10 else otherwise
    except ValueError:
        return otherwise
    if found is None or not date(2000, 1, 10) <= found <= timezone.localdate():
        return otherwise
    return found


def _some(request: HttpRequest, found: query.Sheet) -> tuple[list[query.Refund], str]:
    """The rows behind one figure, and what they are called."""
    asked = {k: request.GET.get(k) for k in ("reason", "product", "what")}
    rows = list(found.rows)
    if asked["reason"] is not None:
        name = asked["reason"]
        return [r for r in rows if r.reason == name], name or _("没写原因")
    if asked["product"] is not None:
        name = asked["product"]
        return [r for r in rows if r.product == name], name or _("不知道商品")
    if asked["what"] == "late":
        return [r for r in rows if r.late or r.changed], _("签字后到的、变了的")
    if asked["what"] == "succeeded":
        return [r for r in rows if r.status == "succeeded"], _("已退")
    return rows, ""


def _address(found: query.Sheet, **more: str) -> str:
    return "?" + urlencode({"shop": found.shop, "day": found.day.isoformat(), **more})


def _linked(totals: Any, name: str, found: query.Sheet) -> list[tuple[query.Total, str]]:
    return [(t, _address(found, **{name: t.name}) + "#rows") for t in totals]


def _table(found: query.Sheet, rows: list[query.Refund], user: User) -> Table:
    words, names = query.status_words(), people(home.reading())
    kinds = {"refund": _("仅退款"), "return": _("退货")}
    columns = [
        Column("at", _("申请时间"), "time"), Column("order", _("订单")),
        Column("buyer", _("买家")), Column("product", _("商品")), Column("kind", _("类型")),
        Column("reason", _("退款原因")), Column("amount", _("金额"), "fen"),
        Column("status", _("状态")), Column("since", _("签收后几天"), "count"),
        Column("agent", _("记在谁名下")), Column("mark", _("签字以后"), shown=bool(found.signed)),
        Column("refund", _("退款编号"), shown=False),
    ]  # fmt: skip
    team = user.may(roles.SEE_TEAM_BOARD)
    out = []
    for r in rows:
        own = team or (bool(r.person) and r.person == user.person)
        mark = _("签字后到的") if r.late else ""
        if r.changed:
            mark = _("签字时:%(was)s") % {"was": r.changed}
        agent = names.get(r.person, r.person) if r.person else short(r.account)
        out.append(Row({
            "at": Cell(r.at),
            "order": Cell(r.order_id, href=reverse("desk:order", args=[found.shop, r.order_id])
                          if own else ""),
            "buyer": Cell(masked(r.buyer)), "product": Cell(r.product or None),
            "kind": Cell(kinds.get(r.kind, r.kind)), "reason": Cell(r.reason or None),
            "amount": Cell(r.amount), "status": Cell(words.get(r.status, r.status)),
            "since": Cell(r.since), "agent": Cell(agent or None),
            "mark": Cell(mark, tone="loss"), "refund": Cell(r.refund_id),
        }))  # fmt: skip
    return Table(columns, out, name="refunds")
