"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from .views import approvals, handover, incidents, lists, orders, raising, survey, tasks, today

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("count", today.count, name="count"),
    path("lists/", lists.lists, name="lists"),
    path("list/<slug:code>/", lists.one_list, name="list"),
    path("reasons/", lists.ranking, name="ranking"),
    path("task/<int:pk>/", tasks.task, name="task"),
    path("task/<int:pk>/<slug:what>", tasks.act, name="act"),
    path("new/", raising.new, name="new"),
    path("add", raising.add, name="add"),
    path("raised/", raising.raised, name="raised"),
    path("raised/<int:pk>/seen", raising.acknowledge, name="acknowledge"),
    path("approvals/", approvals.listed, name="approvals"),
    path("approvals/new/", approvals.new, name="ask_refund"),
    path("approvals/ask", approvals.ask, name="ask_approval"),
    path("approval/<int:pk>/", approvals.one, name="approval"),
    path("approval/<int:pk>/<slug:what>", approvals.act, name="decide"),
    path("incident/<int:pk>/", incidents.incident, name="incident"),
    path("incident/<int:pk>/<slug:what>", incidents.act, name="incident_act"),
    path("survey/", survey.survey, name="survey"),
    path("order/<str:shop>/<str:order_id>/", orders.order, name="order"),
    path("order/<str:shop>/<str:order_id>/remark", orders.remark, name="remark"),
    path("order/<str:shop>/<str:order_id>/flag", orders.flag, name="flag"),
    path("change/<int:pk>/withdraw", orders.withdraw, name="withdraw_change"),
    path("change/<int:pk>/again", orders.again, name="change_again"),
    path("outgoing/", orders.waiting, name="outgoing"),
    path("outgoing/export", orders.export, name="export"),
    path("outgoing/<slug:key>.csv", orders.file, name="outgoing_file"),
    path("handover/", handover.handover, name="handover"),
    path("handover/offer", handover.offer, name="offer"),
    path("handover/<int:pk>/take", handover.take, name="take"),
    path("handover/<int:pk>/withdraw", handover.withdraw, name="withdraw"),
]
