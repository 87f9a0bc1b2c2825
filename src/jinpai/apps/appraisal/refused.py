"""Why an action was not done: a sentence for the form."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Refused(Exception):
    """The action makes no sense as asked; the message is a sentence for the reader."""


class Moved(Refused):
    """Somebody was there first: what was read is not what there is."""

    def __init__(self) -> None:
        super().__init__(_("您打开这一页之后,别人改过这份考核。请看看现在的内容,再做一次。"))
