"""One person's pay data: insurance, fund, deductions, contract, bank; tax before Jinpai paid."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jinpai.apps.pages.refusals import Absent
from jinpai.apps.payroll.actions import pay_data
from jinpai.apps.payroll.forms.profile import OpeningForm, ProfileForm
from jinpai.apps.payroll.queries import cities, people, profiles
from jinpai.apps.rulebooks.refused import Refused
from jinpai.apps.team import audit, roles
from jinpai.apps.team.reader import reader

from . import gate


def _name_of(person: str) -> str:
    """404 for a code that nobody has."""
    found = people.names(timezone.localdate()).get(person)
    if found is None:
        raise Absent(_("没有编号是「%(code)s」的人员。") % {"code": person[:40]})
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles.required(roles.RUN_PAY)
def profile(request: HttpRequest, person: str) -> HttpResponse:
    """What is known, its history, and forms to write it from a day on. A look is logged."""
    name = _name_of(person)
    known = profiles.known(person, timezone.localdate())
    posted: Any = request.POST if request.method == "POST" else None
    opening = posted is not None and posted.get("form") == "opening"
    form = ProfileForm(
        None if opening else posted, cities=cities.named(),
        initial={"since": timezone.localdate().replace(day=1), **profiles.initial(known)},
    )  # fmt: skip
    opening_form = OpeningForm(
        posted if opening else None, auto_id="opening_%s",
        initial={"year": timezone.localdate().year},
    )  # fmt: skip
    refused = None
    try:
        if opening and opening_form.is_valid():
            data = opening_form.cleaned_data
            pay_data.set_opening(
                by=reader(request), person=person, year=data["year"], values=data,
                reason=data["reason"], now=timezone.now(), request=request,
            )  # fmt: skip
        elif posted is not None and not opening and form.is_valid():
            data = form.cleaned_data
            pay_data.set_profile(
                by=reader(request), person=person, since=data["since"], values=form.values,
                reason=data["reason"], now=timezone.now(), request=request,
            )  # fmt: skip
    except Refused as problem:
        refused = problem.problem
    wrong = bool(form.errors or opening_form.errors or refused)
    if posted is not None and not wrong:
        messages.success(request, _("已写入,原来的记录还在。"))
        return redirect("payroll:profile", person)
    if not gate.own(request, person):  # also where a form came back: it shows the same
        gate.looked(request, person, page="profile")
    context = {
        "person": person, "name": name, "known": known, "form": form,
        "opening_form": opening_form, "refused": refused,
        "openings": profiles.openings(person), "cities": cities.named(),
    }  # fmt: skip
    return render(request, "payroll/profile.html", context, status=400 if wrong else 200)


@never_cache
@require_POST
@roles.required(roles.RUN_PAY)
def reveal(request: HttpRequest, person: str) -> HttpResponse:
    """The bank account in full, once, in this answer; who asked is logged."""
    name = _name_of(person)
    known = profiles.known(person, timezone.localdate())
    if known.now is None or not known.now.bank_account:
        raise Absent(_("没有填过银行账号。"))
    audit.record(action="pay.bank_revealed", subject=person, request=request)
    context = {"person": person, "name": name, "profile": known.now}
    return render(request, "payroll/bank.html", context)
