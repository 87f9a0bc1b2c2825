"""Addresses of after-sales."""

from __future__ import annotations

from django.urls import path

from .views import acting, asks, authority, board, case, files, opening
from .warehouse_urls import patterns as warehouse

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
    path("authority/", authority.authority, name="authority"),
    path("authority/<slug:role>/", authority.of_role, name="authority_role"),
    path("authority/<slug:role>/read", authority.read, name="authority_read"),
    path("authority/<slug:role>/edit/", authority.edit, name="authority_edit"),
    path("authority/<slug:role>/save", authority.save, name="authority_save"),
    path("authority/<slug:role>/<int:number>/", authority.version, name="authority_version"),
    path("asks/", asks.asks, name="asks"),
    path("ask", asks.ask, name="ask"),
    path("ask/<int:pk>/withdraw", asks.withdraw, name="ask_withdraw"),
    *warehouse,
]
