"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "aftersales"
urlpatterns: list[URLPattern] = []
