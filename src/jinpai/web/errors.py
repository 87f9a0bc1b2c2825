"""Pages for what went wrong, in the look, with what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token


def _page(request: HttpRequest, status: int, title: str, what: str, next_step: str) -> HttpResponse:
    context = {
        "status": status,
        "title": title,
        "what": what,
        "next_step": next_step,
        "pickers": False,
    }
    return render(request, "web/error.html", context, status=status)


def _sentence(exception: Exception | None) -> str:
    """What the code that refused wanted to say; nothing for Django's own technical words."""
    from jinpai.apps.pages.refusals import Refusal

    text = str(exception) if isinstance(exception, Refusal) else ""
    return text if " " in text or not text.isascii() else ""  # a bare code is no sentence


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        400,
        _("这个请求看不懂"),
        _sentence(exception) or _("地址或表单里有一个值不对。"),
        _("回到上一页改一下再试。"),
    )


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("这一页不对您开放"),
        _sentence(exception) or _("您的角色看不到这里的内容。"),
        _("需要的话,请店主在「团队 · 用户」里改角色。"),
    )


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("没有这一页"),
        _sentence(exception) or _("地址写错了,或者这里的东西已经不在。"),
        _("用上面的搜索找订单、买家或账号,或回到看板。"),
    )


@requires_csrf_token
def broken(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        _("出错了"),
        _("程序遇到了没有想到的情况,数据没有改动。"),
        _("再试一次;还不行,请把时间和这一页的地址告诉管理的人,日志里有细节。"),
    )


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("这张表单过期了"),
        _("它可能开得太久,或者您在别的窗口登录过。"),
        _("回到上一页,刷新,再提交一次。"),
    )
