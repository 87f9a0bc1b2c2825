"""The board's addresses. The month is the house's front page."""

from __future__ import annotations

from django.urls import path

from .views import (
    agents,
    metrics,
    money,
    month,
    orders,
    pictures,
    receptions,
    search,
    targets,
)

app_name = "board"
urlpatterns = [
    path("", month.month_page, name="month"),
    path("search", search.search_page, name="search"),
    path("board/agents/", agents.agents_page, name="agents"),
    path("board/agent/", agents.one_agent, name="agent"),
    path("board/metrics/", metrics.metrics_page, name="metrics"),
    path("board/metric/<slug:code>/", metrics.one_metric, name="metric"),
    path("board/orders/", orders.orders_page, name="orders"),
    path("board/order/<str:order_id>/", orders.one_order, name="order"),
    path("board/receptions/", receptions.receptions_page, name="receptions"),
    path("board/reception/", receptions.one_reception, name="reception"),
    path("board/reception/reveal/", receptions.reveal, name="reveal"),
    path("board/ring/", money.ring_page, name="ring"),
    path("board/reconcile/", money.reconcile_page, name="reconcile"),
    path("board/plan/", money.plan_page, name="plan"),
    path("board/targets/", targets.targets_page, name="targets"),
    path("board/picture/<slug:name>.svg", pictures.picture, name="picture"),
]
