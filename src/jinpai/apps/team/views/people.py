"""People with their dated rows, and accounts with whose they were when."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import actions, queries, roles
from jinpai.apps.team.forms import NOBODY, BindingForm, PersonForm
from jinpai.apps.team.reader import reader


def _names(people: list[queries.Person]) -> list[tuple[str, str]]:
    return [(p.code, f"{p.name} · {p.code}" if p.name != p.code else p.code) for p in people]


@require_safe
@roles.required(roles.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Everyone, whether they work here today, their accounts and logins."""
    everyone, _accounts = queries.team(today=timezone.localdate())
    text = request.GET.get("find", "").strip().casefold()
    shown = [p for p in everyone if text in f"{p.name} {p.code}".casefold()] if text else everyone
    context = {
        "people": shown,
        "all": len(everyone),
        "find": request.GET.get("find", ""),
    }
    return render(request, "team/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles.required(roles.MANAGE_PEOPLE)
def person(request: HttpRequest, code: str = "") -> HttpResponse:
    """One person: what changed when, the accounts, and a form to add a dated row."""
    today = timezone.localdate()
    everyone, _accounts = queries.team(today=today)
    found = next((p for p in everyone if p.code == code), None)
    if code and found is None:
        raise Absent(_("没有编号是「%(code)s」的人员。") % {"code": code[:40]})
    initial: dict[str, Any] = {"from_": today}
    if found is not None:
        initial["person"] = found.code
        row = found.now
        if row is not None:
            initial |= {k: getattr(row, k) for k in actions.PERSON_COLUMNS}
    form = PersonForm(request.POST or None, initial=initial)
    if found is not None:
        form.fields["person"].widget.attrs["readonly"] = True
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if found is not None and data["person"] != found.code:
            form.add_error("person", _("编号不能改。"))
        elif found is None and any(p.code == data["person"] for p in everyone):
            form.add_error("person", _("已经有人用这个编号了。"))
        else:
            try:
                actions.write_person(
                    by=reader(request), person=data["person"], from_=data["from_"], values=data,
                    reason=data["reason"], now=timezone.now(), request=request,
                )  # fmt: skip
            except actions.Impossible as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _("已写入,原来的记录还在。"))
                return redirect("team:person", data["person"])
    context = {"person": found, "form": form}
    return render(request, "team/person.html", context, status=400 if form.errors else 200)


@require_safe
@roles.required(roles.MANAGE_PEOPLE)
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account seen, unbound ones first."""
    today = timezone.localdate()
    _everyone, all_accounts = queries.team(today=today, unknown=True)
    only = request.GET.get("only", "")
    text = request.GET.get("find", "").strip().casefold()
    shown = [
        (account, account.holder(today))
        for account in all_accounts
        if text in f"{account.account} {account.shop}".casefold()
    ]
    if only == "unbound":
        shown = [(a, h) for a, h in shown if h is None]
    context = {
        "accounts": shown,
        "all": len(all_accounts),
        "only": only,
        "find": request.GET.get("find", ""),
    }
    return render(request, "team/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles.required(roles.MANAGE_PEOPLE)
def account(request: HttpRequest) -> HttpResponse:
    """One account (`?shop=&account=`): whose it was when, and a form to bind it or let it go."""
    today = timezone.localdate()
    everyone, all_accounts = queries.team(today=today, unknown=True)
    asked = request.POST if request.method == "POST" else request.GET
    key = (asked.get("shop", ""), asked.get("account", ""))
    found = next((a for a in all_accounts if (a.shop, a.account) == key), None)
    if found is None:
        raise Absent(_("没有见过账号「%(account)s」。") % {"account": key[1][:60]})
    holder = found.holder(today)
    first = found.seen.get("first_day")
    initial = {
        "shop": found.shop,
        "account": found.account,
        "person": holder.person if holder else NOBODY,
        "from_": today if found.bindings or first is None else first,
    }
    form = BindingForm(request.POST or None, people=_names(everyone), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        common = {
            "by": reader(request), "shop": found.shop, "account": found.account,
            "from_": data["from_"], "reason": data["reason"], "now": timezone.now(),
            "request": request,
        }  # fmt: skip
        try:
            if data["person"] != NOBODY:
                actions.bind_account(person=data["person"], to=data["to"], **common)
            else:
                actions.unbind_account(**common)
        except actions.Impossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("已记下,指标正在按新的归属重算。"))
            query = urlencode({"shop": found.shop, "account": found.account})
            return redirect(f"{reverse('team:account')}?{query}")
    context = {"account": found, "holder": holder, "form": form, "today": today}
    return render(request, "team/account.html", context, status=400 if form.errors else 200)
