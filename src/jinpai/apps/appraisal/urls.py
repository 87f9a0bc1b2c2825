"""Addresses of the appraisal, under /appraisal/."""

from __future__ import annotations

from django.urls import path

from jinpai.apps.appraisal.views import cycle, disputes, events, sheet, targets

app_name = "appraisal"
urlpatterns = [
    path("", cycle.cycle_page, name="cycle"),
    path("prepare/", cycle.prepare, name="prepare"),
    path("open/", cycle.open_all, name="open"),
    path("close/", cycle.close_all, name="close"),
    path("mine/", sheet.mine, name="mine"),
    path("targets/", targets.targets_page, name="targets"),
    path("target/<int:target>/answer/", targets.answer, name="answer_target"),
    path("events/", events.events_page, name="events"),
    path("events/add/", events.add, name="add_event"),
    path("events/figure/", events.figure, name="add_figure"),
    path("event/<int:event>/withdraw/", events.withdraw, name="withdraw_event"),
    path("disputes/", disputes.disputes_page, name="disputes"),
    path("dispute/<int:dispute>/", disputes.decide, name="decide"),
    path("<str:month>/<str:person>/", sheet.one_page, name="one"),
    path("<str:month>/<str:person>/rate/", sheet.rate, name="rate"),
    path("<str:month>/<str:person>/acknowledge/", sheet.acknowledge, name="acknowledge"),
    path("<str:month>/<str:person>/dispute/", sheet.dispute, name="dispute"),
    path("<str:month>/<str:person>/close/", sheet.close, name="close_one"),
]
