"""Addresses of the pay."""

from __future__ import annotations

from django.urls import path, register_converter

from .views import cities, effect, entries, live, mine, profile, run, runs, slip, trial
from .views.gate import MonthText

register_converter(MonthText, "paymonth")

app_name = "payroll"
urlpatterns = [
    path("", runs.runs, name="runs"),
    path("run/<paymonth:month>/", run.run, name="run"),
    path("run/<paymonth:month>/open", run.open_month, name="open"),
    path("run/<paymonth:month>/calculate", run.calculate, name="calculate"),
    path("run/<paymonth:month>/confirm", run.confirm, name="confirm"),
    path("run/<paymonth:month>/paid", run.paid, name="paid"),
    path("run/<paymonth:month>/drop", run.drop, name="drop"),
    path("run/<paymonth:month>/file/<slug:kind>", run.file, name="file"),
    path("slip/<paymonth:month>/<str:person>/", slip.slip, name="slip"),
    path("slip/<paymonth:month>/<str:person>/xlsx", slip.xlsx, name="slip_xlsx"),
    path("mine/", mine.mine, name="mine"),
    path("now/", live.now, name="now"),
    path("now/<str:person>/", live.now_of, name="now_of"),
    path("try/", trial.trial, name="try"),
    path("effect/", effect.effect, name="effect"),
    path("cities/", cities.cities, name="cities"),
    path("entries/", entries.entries, name="entries"),
    path("person/<str:person>/", profile.profile, name="profile"),
    path("person/<str:person>/reveal", profile.reveal, name="reveal"),
]
