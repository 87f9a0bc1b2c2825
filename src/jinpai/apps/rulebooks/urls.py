"""Addresses of the rulebooks' pages, under /rules/."""

from __future__ import annotations

from django.urls import path

from jinpai.apps.rulebooks.views import advice, compare, editing, force, form, reading

app_name = "rulebooks"
urlpatterns = [
    path("", reading.rulebooks, name="rulebooks"),
    path("book/<slug:key>/", reading.rulebook, name="rulebook"),
    path("book/<slug:key>/text/", reading.text, name="text"),
    path("book/<slug:key>/toml/", reading.download, name="download"),
    path("compare/", compare.compare, name="compare"),
    path("book/<slug:key>/force/", force.force, name="force"),
    path("start/", editing.start, name="start"),
    path("draft/<int:draft_id>/", editing.draft, name="draft"),
    path("draft/<int:draft_id>/form/", form.form, name="draft_form"),
    path("draft/<int:draft_id>/throw-away/", editing.throw_away, name="throw_away"),
    path("demands/", advice.demands, name="demands"),
    path("advice/", advice.advice, name="advice"),
]
