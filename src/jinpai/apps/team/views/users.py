"""Who can log in, as what."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinpai.apps.team import actions, queries, roles
from jinpai.apps.team.forms import ChangeUserForm, UserForm
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader


def _people() -> list[tuple[str, str]]:
    everyone, _accounts = queries.team(today=timezone.localdate())
    return [(p.code, f"{p.name} · {p.code}" if p.name != p.code else p.code) for p in everyone]


@require_safe
@roles.required(roles.MANAGE_USERS)
def users(request: HttpRequest) -> HttpResponse:
    names = dict(_people())
    rows = [
        (user, names.get(user.person, user.person)) for user in User.objects.order_by("username")
    ]
    context = {"rows": rows, "matrix": _matrix(), "roles": roles.Role.labels}
    return render(request, "team/users.html", context)


def _matrix() -> list[tuple[str, list[bool]]]:
    """What each role may do, as a table for the page."""
    words = {
        roles.SEE_BOARD: _("看看板"),
        roles.SEE_TEAM_BOARD: _("看别人的数字"),
        roles.SEE_CHATS: _("看聊天和订单"),
        roles.REVEAL_BUYERS: _("看买家全名(有记录)"),
        roles.SEE_MONEY: _("看全店的钱"),
        roles.IMPORT_FILES: _("导入数据"),
        roles.MANAGE_PEOPLE: _("管人员和账号"),
        roles.CHANGE_MEASURE: _("改度量设置"),
        roles.SEE_RULES: _("看工资制度"),
        roles.CHANGE_RULES: _("写和试算制度"),
        roles.PUT_IN_FORCE: _("让制度生效"),
        roles.SEE_OWN_PAY: _("看自己的考核和工资"),
        roles.APPRAISE: _("考核别人(有记录)"),
        roles.RUN_PAY: _("发薪,看别人的工资(有记录)"),
        roles.SEE_AUDIT: _("看操作日志"),
        roles.MANAGE_USERS: _("管用户和角色"),
    }
    return [(word, [roles.may(role, p) for role in roles.Role]) for p, word in words.items()]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles.required(roles.MANAGE_USERS)
def new_user(request: HttpRequest) -> HttpResponse:
    form = UserForm(
        request.POST or None,
        people=_people(),
        initial={"role": roles.Role.AGENT, "person": request.GET.get("person", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            user, password = actions.create_user(
                by=reader(request), request=request, **form.cleaned_data
            )
        except ValidationError as problem:
            form.add_error("username" if "username" in problem.message_dict else None,
                           [m for ms in problem.message_dict.values() for m in ms])  # fmt: skip
        else:
            # Shown in this answer and nowhere else: it is not kept in readable form.
            context = {"made": user, "password": password}
            return render(request, "team/first_password.html", context)
    return render(request, "team/new_user.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@roles.required(roles.MANAGE_USERS)
def user(request: HttpRequest, user_id: int) -> HttpResponse:
    found = get_object_or_404(User, pk=user_id)
    initial = {
        "name": found.name, "role": found.role, "person": found.person,
        "is_active": found.is_active, "version": found.version,
    }  # fmt: skip
    form = ChangeUserForm(request.POST or None, people=_people(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_user(
                by=reader(request), user_id=user_id, request=request, **form.cleaned_data
            )
        except actions.Impossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("改好了。"))
            return redirect("team:users")
    context = {"found": found, "form": form}
    return render(request, "team/user.html", context, status=400 if form.errors else 200)


@never_cache
@require_POST
@roles.required(roles.MANAGE_USERS)
def reset_password(request: HttpRequest, user_id: int) -> HttpResponse:
    get_object_or_404(User, pk=user_id)
    found, password = actions.reset_password(by=reader(request), user_id=user_id, request=request)
    return render(request, "team/first_password.html", {"made": found, "password": password})
