"""Login, logout and one's own password."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jinpai.apps.team import audit, roles, throttle
from jinpai.apps.team.address import address_of
from jinpai.apps.team.reader import reader


class LoginForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("密码"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # who asked for the front door is shown to the own one
    return target if safe and target != "/" else roles.landing(request.user)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = LoginForm(request.POST or None)
    status = 200
    problem = ""
    if request.method == "POST":
        status, problem = 400, _("请填用户名和密码。")
        if form.is_valid():
            username, address = form.cleaned_data["username"], address_of(request)
            # Held or not is decided before the password is looked at, for known and unknown
            # names alike; authenticate() hashes once for unknown names too.
            held = throttle.held(username=username, address=address)
            if held is not None:
                minutes = held.minutes(timezone.now())
                status = 429
                problem = (
                    _("密码错得太多,先停一停。请 %(minutes)s 分钟后再试。")
                    % {"minutes": minutes}
                )  # fmt: skip
            else:
                user = authenticate(
                    request, username=username, password=form.cleaned_data["password"]
                )
                throttle.note(username=username, address=address, succeeded=user is not None)
                if user is not None:
                    start_session(request, user)
                    audit.record(action="user.logged_in", subject=user.username, request=request)
                    return redirect(_next(request))
                status, problem = 403, _("用户名或密码不对。")
    context = {
        "form": form,
        "problem": problem,
        "next": request.POST.get("next") or request.GET.get("next") or "",
    }
    return render(request, "team/login.html", context, status=status)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    end_session(request)
    return redirect("login")


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordChangeForm(reader(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user = form.save(commit=False)
            user.must_change_password = False
            user.save()
            audit.record(action="user.changed_password", subject=user.username, request=request)
        update_session_auth_hash(request, user)  # this session stays, all others end
        messages.success(request, _("密码改好了,其他设备上的登录已经退出。"))
        return redirect(roles.landing(user))
    status = 400 if form.errors else 200
    return render(request, "team/password.html", {"form": form}, status=status)
