"""What a form sends."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from jinpai.apps.pages.refusals import Unclear


def sent(request: HttpRequest) -> QueryDict:
    """Its fields. No form writes NUL, and PostgreSQL keeps none."""
    if any("\0" in text for _name, texts in request.POST.lists() for text in texts):
        raise Unclear(_("表单不完整,请回到页面再做一次。"))
    return request.POST
