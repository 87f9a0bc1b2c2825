"""`{% url_keep 'board:agent' person.code sort='-sales' %}` and friends."""

from __future__ import annotations

from typing import Any

from django import template

from jinpai.apps.pages.links import keep

register = template.Library()


@register.simple_tag(takes_context=True)
def url_keep(context: template.Context, name: str, *args: Any, **query: Any) -> str:
    """Positional values fill the path, named values the query; shop and period are kept."""
    return keep(context["request"], name, *args, **query)


@register.inclusion_tag("components/kept_fields.html", takes_context=True)
def kept_fields(context: template.Context, *drop: str) -> dict[str, Any]:
    """Hidden fields for a GET form, so that it keeps every parameter but those it sets."""
    query = context["request"].GET
    pairs = [(key, value) for key in query if key not in drop for value in query.getlist(key)]
    return {"pairs": pairs}


@register.simple_tag(takes_context=True)
def may(context: template.Context, permission: str) -> bool:
    """`{% may 'see_money' as money %}`: whether the reader has the permission."""
    user = getattr(context.get("request"), "user", None)
    return bool(user and user.is_authenticated and user.may(permission))
