"""Pages of the team: people, accounts, users, the log."""

from __future__ import annotations

from django.urls import path

from jinpai.apps.team import views

app_name = "team"
urlpatterns = [
    path("components/", views.components, name="components"),
]
