"""Problems of this app as values: said in both languages, with a cure.

The facts floor has its own `Problem`; these are about dropping files and running jobs, and
travel as plain dicts so that they can be kept in the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from django.utils.translation import get_language

Said: TypeAlias = dict[str, str]


def said(code: str, zh: str, en: str, cure_zh: str = "", cure_en: str = "") -> Said:
    return {"code": code, "zh": zh, "en": en, "cure_zh": cure_zh, "cure_en": cure_en}


def in_tongue(value: Mapping[str, object] | object | None, name: str = "") -> str:
    """`value.zh` or `value.en` (with `name`: `value.name_zh`), by the page's language.

    Takes a dict or an object; a missing English falls back to Chinese.
    """
    if value is None:
        return ""
    prefix = f"{name}_" if name else ""
    tongues = ("zh", "en") if (get_language() or "zh").startswith("zh") else ("en", "zh")
    for tongue in tongues:
        key = prefix + tongue
        found = value.get(key) if isinstance(value, Mapping) else getattr(value, key, "")
        if found:
            return str(found)
    return ""
