"""The street plan: every app's pages under its own path.

The board is included at the root: its own `urls.py` writes `""` (the month) and `board/…`.
"""

from __future__ import annotations

from django.urls import include, path

from jinpai.apps.team import entrance
from jinpai.web import errors, switches

urlpatterns = [
    path("login/", entrance.login, name="login"),
    path("logout/", entrance.logout, name="logout"),
    path("password/", entrance.password, name="password"),
    path("i18n/", switches.language, name="language"),
    path("theme/", switches.theme, name="theme"),
    path("", include("jinpai.apps.board.urls")),
    path("data/", include("jinpai.apps.imports.urls")),
    path("team/", include("jinpai.apps.team.urls")),
    path("desk/", include("jinpai.apps.desk.urls")),
    path("aftersales/", include("jinpai.apps.aftersales.urls")),
    path("knowledge/", include("jinpai.apps.knowledge.urls")),
    path("rules/", include("jinpai.apps.rulebooks.urls")),
    path("appraisal/", include("jinpai.apps.appraisal.urls")),
    path("pay/", include("jinpai.apps.payroll.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
