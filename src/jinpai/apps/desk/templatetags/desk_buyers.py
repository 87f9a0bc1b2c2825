"""Links to a buyer's page, and the panel of a recall list's entry."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from jinpai.apps.board.queries import rows
from jinpai.apps.desk.models import Campaign, Task
from jinpai.apps.desk.queries.buyer import page_key
from jinpai.apps.desk.queries.recalls import Entry
from jinpai.apps.team.roles import Role
from jinpai.workflow.segments import SEGMENTS

register = template.Library()

OF_CAMPAIGNS = ("recalls", "preparations")
CHANGES = {
    "made": gettext_lazy("新建"),
    "changed": gettext_lazy("修改"),
    "decided": gettext_lazy("定下货和备货"),
    "cancelled": gettext_lazy("取消"),
    "listed": gettext_lazy("建召回名单"),
    "exported": gettext_lazy("导出召回名单"),
}


@register.filter
def buyer_page(task: Task) -> str:
    """The page of a task's buyer."""
    if not (task.buyer and task.shop):
        return ""
    return reverse("desk:buyer", args=[task.shop, page_key(task.shop, task.buyer)])


@register.filter
def pair(words: Any) -> str:
    """Of (Chinese, English) the reader's."""
    if not words:
        return ""
    return str(words[0] if (get_language() or "zh").startswith("zh") else words[1])


@register.filter
def change_words(what: str) -> str:
    return str(CHANGES.get(what, what))


@register.filter
def entry_key(entry: Entry) -> str:
    return page_key(entry.buyer.shop, entry.buyer.buyer)


@register.filter
def segment_words(code: str) -> str:
    kind = SEGMENTS.get(code)
    return pair((kind.zh, kind.en)) if kind else ""


@register.filter
def role_words(code: str) -> str:
    return str(Role(code).label) if code in Role.values else code


@register.filter
def refund_word(code: str) -> str:
    return rows.refund_words(code) or "—"


@register.inclusion_tag("desk/_campaign_entry.html", takes_context=True)
def campaign_entry(context: dict[str, Any], task: Task) -> dict[str, Any]:
    """Of a campaign's task: the campaign; of a recall list's entry also what to say to the buyer,
    once it was opened for a contact. The name is shown to whoever opened it."""
    number = task.key.partition("/")[0] if task.list in OF_CAMPAIGNS else ""
    contacts = list(task.contacts.order_by("-at")) if task.list == "recalls" else []
    user = context.get("user")
    mine = [c for c in contacts if user and c.by == user.username and c.how == "chat"]
    return {
        "task": task, "contacts": contacts, "name": task.buyer if mine else "",
        "campaign": Campaign.objects.filter(pk=number).first() if number.isdigit() else None,
        "key": uuid.uuid4().hex, "csrf_token": context.get("csrf_token"),
        "names": context.get("names", {}),
    }  # fmt: skip
