"""Texts that come in both languages, in the reader's."""

from __future__ import annotations

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from jinpai.apps.team.roles import Role
from jinpai.workflow.authority import UNITS


def english() -> bool:
    return not (get_language() or "zh").startswith("zh")


def in_pair(pair: tuple[str, str]) -> str:
    """The Chinese or the English of a pair."""
    return pair[1 if english() else 0]


def role_name(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


def role_zh(role: str) -> str:
    """As titles of tasks keep it."""
    with override("zh-hans"):
        return role_name(role)


def measure(amount: object, unit: str) -> str:
    """A number of authority with its unit; None is no limit."""
    if amount is None:
        return _("不限")
    text = f"{amount:f}"
    bare = text.rstrip("0").rstrip(".") if "." in text else text
    if unit == "yuan":
        return f"¥{bare if '.' not in bare else f'{amount:.2f}'}"
    if unit == "days":
        return _("%(n)s 天") % {"n": bare}
    return f"{bare}%"


def amount_of(what: str, amount: object) -> str:
    return measure(amount, UNITS.get(what, "yuan"))
