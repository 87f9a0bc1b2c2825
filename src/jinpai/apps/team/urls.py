"""Addresses of the team pages, under /team/."""

from __future__ import annotations

from django.urls import path

from jinpai.apps.team.views import gallery, log, people, users

app_name = "team"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new/", people.person, name="new_person"),
    path("people/one/<str:code>/", people.person, name="person"),
    path("accounts/", people.accounts, name="accounts"),
    path("accounts/one/", people.account, name="account"),
    path("users/", users.users, name="users"),
    path("users/new/", users.new_user, name="new_user"),
    path("users/<int:user_id>/", users.user, name="user"),
    path("users/<int:user_id>/password/", users.reset_password, name="reset_password"),
    path("audit/", log.audit, name="audit"),
    path("components/", gallery.components, name="components"),
]
