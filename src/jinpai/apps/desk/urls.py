"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from .views import handover, lists, tasks, today

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("count", today.count, name="count"),
    path("lists/", lists.lists, name="lists"),
    path("list/<slug:code>/", lists.one_list, name="list"),
    path("reasons/", lists.ranking, name="ranking"),
    path("task/<int:pk>/", tasks.task, name="task"),
    path("task/<int:pk>/<slug:what>", tasks.act, name="act"),
    path("new/", tasks.new, name="new"),
    path("add", tasks.add, name="add"),
    path("handover/", handover.handover, name="handover"),
    path("handover/offer", handover.offer, name="offer"),
    path("handover/<int:pk>/take", handover.take, name="take"),
    path("handover/<int:pk>/withdraw", handover.withdraw, name="withdraw"),
]
