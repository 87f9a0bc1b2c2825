"""The words of what people raise: names of what was asked, choices, answers on Today."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language, gettext_lazy

from jinpai.apps.desk.models import Task
from jinpai.apps.desk.queries.raised import answers
from jinpai.apps.desk.templatetags.desk import DATA, said
from jinpai.apps.team.models import User
from jinpai.workflow.approvals import KINDS
from jinpai.workflow.lists import LISTS
from jinpai.workflow.raising import CHOICES, FORMS, LABELS
from jinpai.workflow.titles import english

register = template.Library()

OTHERS = {
    "of": gettext_lazy("清单"),
    "times": gettext_lazy("几次"),
    "days": gettext_lazy("几天内"),
    "answer": gettext_lazy("答复"),
    "incident": gettext_lazy("事故"),
}


@register.filter
def asked_name(code: str) -> str:
    """What a thing on an item's page is called."""
    if code in OTHERS:
        return str(OTHERS[code])
    if code in DATA:
        return str(DATA[code])
    return said(LABELS[code]) if code in LABELS else code


KEPT_IN_CHINESE = ("kind", "verdict", "incident")
"""What the rules write down in words of their own."""


@register.filter
def asked_value(value: Any, name: str) -> Any:
    """A choice, a list or a reason in the reader's words; anything else as it is."""
    if name == "of" and value in LISTS:
        return said(LISTS[value])
    option = CHOICES.get(name, {}).get(value)
    if option is not None:
        return said(option)
    if name == "kind" and value in KINDS:
        return kind_words(value)
    if name == "reason":
        known = (r for kind in LISTS.values() for r in kind.reasons if r.code == value)
        reason = next(known, None)
        return said(reason) if reason is not None else value
    if name in KEPT_IN_CHINESE and not (get_language() or "zh").startswith("zh"):
        return english(str(value))
    return value


@register.filter
def kind_words(code: str) -> str:
    """A kind of money back."""
    zh, en = KINDS.get(code, (code, code))
    return zh if (get_language() or "zh").startswith("zh") else en


@register.filter
def hidden_first(outcome: Any, before: set[str]) -> str:
    """The outcome that has to be recorded first, where it is not yet."""
    return outcome.after if outcome.after and outcome.after not in before else ""


@register.filter
def first_words(outcome: Any, task: Task) -> str:
    """That outcome in words."""
    kind = LISTS.get(task.list)
    found = next((o for o in kind.outcomes if o.code == outcome.after), None) if kind else None
    return said(found)


@register.filter
def has_form(code: str) -> bool:
    """May one raise something for this list?"""
    return code in FORMS


@register.filter
def ending(task: Task) -> str:
    """How it ended, and why."""
    kind = LISTS.get(task.list)
    if kind is None or not task.outcome:
        return str(task.get_state_display())
    outcome = next((o for o in kind.outcomes if o.code == task.outcome), None)
    reason = next((r for r in kind.reasons if r.code == task.reason), None)
    words = [said(one) for one in (outcome, reason) if one is not None]
    return " · ".join(words) or str(task.get_state_display())


@register.filter
def either(pair: tuple[str, ...]) -> str:
    """Of two languages the reader's."""
    return pair[0] if (get_language() or "zh").startswith("zh") else pair[1]


@register.inclusion_tag("desk/_answers.html", takes_context=True)
def answers_for(context: dict[str, Any], user: User) -> dict[str, Any]:
    """What the reader raised and others have answered, until it was seen."""
    return {
        "answers": answers(user),
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
        "now": context.get("now"),
    }
