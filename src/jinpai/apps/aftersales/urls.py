"""Addresses of after-sales."""

from __future__ import annotations

from django.urls import path

from .views import acting, board, case, files, opening

app_name = "aftersales"
urlpatterns = [
    path("", board.cases, name="cases"),
    path("new/", opening.new, name="new"),
    path("open", opening.open_one, name="open"),
    path("case/<int:pk>/", case.case, name="case"),
    path("case/<int:pk>/step", acting.step, name="step"),
    path("case/<int:pk>/grant", acting.grant, name="grant"),
    path("case/<int:pk>/judge", acting.judge, name="judge"),
    path("case/<int:pk>/contact", acting.contact, name="contact"),
    path("case/<int:pk>/note", acting.note, name="note"),
    path("case/<int:pk>/tick", acting.tick, name="tick"),
    path("case/<int:pk>/attach", acting.attach, name="attach"),
    path("case/<int:pk>/file/<int:file>", files.file, name="file"),
]
