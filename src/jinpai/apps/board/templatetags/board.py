"""How the board's templates write a figure in its unit."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import showing
from ..tables import Cell, Column, Table

register = template.Library()


@register.filter
def shown(value: Any, unit: str) -> str:
    """46.2%, ¥127,772, 14.3 秒; a dash for what is not known."""
    return showing.text(value, unit)


@register.filter
def clock(value: Any) -> str:
    """19:03:34 of a wall time."""
    return showing.clock(value) if value else ""


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """The body of a table. Written here and not in a template: a hundred agents with a dozen
    columns are thousands of nodes, and the template engine took most of the page's time."""
    unknown = f'<span class="unknown" title="{escape(_("未知"))}">—</span>'
    about = f'<span title="{escape(_("没有分母,按接待数加权,是近似值"))}">≈</span>'
    lines = []
    for row, cells in table.lines():
        tone = " ".join(word for word in ("total" if row.total else "", row.tone) if word)
        lines.append(f'<tr class="{tone}">' if tone else "<tr>")
        for place, (column, cell) in enumerate(cells):
            classes = " ".join(w for w in ("num" if column.numeric else "", cell.tone) if w)
            mark = f' class="{classes}"' if classes else ""
            body = _cell(column, cell, unknown, about)
            lines.append(
                f'<th scope="row"{mark}>{body}</th>' if place == 0 else f"<td{mark}>{body}</td>"
            )
        lines.append("</tr>\n")
    return mark_safe("".join(lines))  # every text and address above is escaped


def _cell(column: Column, cell: Cell, unknown: str, about: str) -> str:
    if cell.value is None:
        return unknown
    body = (about if cell.approximate else "") + escape(cell.text(column))
    if cell.href:
        body = f'<a href="{escape(cell.href)}">{body}</a>'
    if column.with_n and cell.n is not None:
        n = f"n {cell.n:,}"
        body += (
            f' <a class="of" href="{escape(cell.n_href)}">{n}</a>'
            if cell.n_href
            else f" <small>{n}</small>"
        )
    if cell.note:
        body += f" <small>{escape(cell.note)}</small>"
    return body
