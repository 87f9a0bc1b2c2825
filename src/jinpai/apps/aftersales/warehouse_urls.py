"""Addresses of the warehouse's pages; `urls` takes them in."""

from __future__ import annotations

from django.urls import path

from .views import inspecting, reasons, reconciling, register, shipping, waiting, wrong

patterns = [
    path("register/", register.register, name="register"),
    path("register/scan", register.scan, name="scan"),
    path("register/choose/", register.choose, name="choose"),
    path("register/arrive", register.arrive, name="arrive"),
    path("register/waiting/", waiting.waiting, name="waiting"),
    path("register/<int:pk>/", register.parcel, name="parcel"),
    path("register/<int:pk>/inspect", inspecting.inspect, name="inspect"),
    path("register/<int:pk>/send", inspecting.send, name="send"),
    path("register/<int:pk>/claim", inspecting.claim, name="claim"),
    path("register/<int:pk>/correct", inspecting.correct, name="correct"),
    path("register/<int:pk>/photo/<int:photo>", inspecting.photo, name="parcel_photo"),
    path("reconciliation/", reconciling.reconciliation, name="reconciliation"),
    path("reconciliation/sign", reconciling.sign, name="sign"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("shipping/", shipping.shipping, name="shipping"),
    path("shipping/scan", shipping.shipping_scan, name="shipping_scan"),
    path("shipping/report", shipping.report, name="report"),
    path("shipping/wrong/", wrong.wrong, name="wrong"),
    path("shipping/wrong/log", wrong.log_wrong, name="log_wrong"),
    path("shipping/week/", wrong.week, name="week"),
    path("shipping/order/<str:shop>/<str:order_id>/", shipping.packing, name="packing"),
    path("shipping/order/<str:shop>/<str:order_id>/pack", shipping.pack, name="pack"),
]
