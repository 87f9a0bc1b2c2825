"""The numbers of each city, dated and with their source."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinpai.apps.payroll.actions import pay_data
from jinpai.apps.payroll.forms.cities import CityForm
from jinpai.apps.payroll.queries import cities as query
from jinpai.apps.rulebooks.refused import Refused
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


@require_http_methods(["GET", "HEAD", "POST"])
@roles.required(roles.RUN_PAY)
def cities(request: HttpRequest) -> HttpResponse:
    """Every city with its versions, and a form that begins with the chosen city's newest one."""
    found = query.cities(timezone.localdate())
    asked = request.GET.get("city", "")
    chosen = next((c for c in found if c.name == asked), None)
    initial = query.initial(chosen) if chosen else {"city": asked[:64]}
    form = CityForm(request.POST or None, initial={**initial, "since": timezone.localdate()})
    refused = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = pay_data.set_city(
                by=reader(request), city=data["city"], since=data["since"], numbers=form.numbers,
                source=data["source"], reason=data["reason"], now=timezone.now(), request=request,
            )  # fmt: skip
        except Refused as problem:
            refused = problem.problem
        else:
            messages.success(
                request, _("%(city)s从 %(day)s 起按这些数字算。") % {"city": made.city,
                                                             "day": made.since}
            )  # fmt: skip
            return redirect(reverse("payroll:cities"))
    context = {"cities": found, "chosen_city": chosen, "form": form, "refused": refused}
    wrong = bool(form.errors or refused)
    return render(request, "payroll/cities.html", context, status=400 if wrong else 200)
