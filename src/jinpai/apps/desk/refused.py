"""Why something on the desk was not done: a sentence for the reader."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Refused(Exception):
    """It makes no sense as asked; the message says why and what to do."""


class Moved(Refused):
    """Somebody was there first."""

    def __init__(self, who: str = "") -> None:
        if who:
            super().__init__(_("%(who)s 刚刚办了这一条。请看看现在的样子。") % {"who": who})
        else:
            super().__init__(_("您打开之后,别人动过这一条。请看看现在的样子,再做一次。"))
