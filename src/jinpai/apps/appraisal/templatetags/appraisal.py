"""How the appraisal's templates write a target in its item's unit."""

from __future__ import annotations

from typing import Any

from django import template

from jinpai.apps.appraisal import words

register = template.Library()


@register.filter
def target_text(target: Any, item: Any) -> str:
    return words.written(target.value, words.item_unit(item))
