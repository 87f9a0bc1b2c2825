"""Facts of a month by hand beside what the clockings say, and documented losses."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jinpai.apps import home
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.payroll.actions import pay_data
from jinpai.apps.payroll.forms.entries import EntryForm, LossForm
from jinpai.apps.payroll.models import Loss, Run
from jinpai.apps.payroll.queries import entries as query
from jinpai.apps.payroll.queries import months, people
from jinpai.apps.rulebooks import queries as rulebooks
from jinpai.apps.rulebooks.refused import Refused
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader

from . import gate


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles.required(roles.RUN_PAY)
def entries(request: HttpRequest) -> HttpResponse:
    """`?month=` and, to begin the form with somebody, `?person=`."""
    now = timezone.now()
    month = _month(request)
    names = people.names(timezone.localdate())
    choices = people.choices(timezone.localdate())
    posted: Any = request.POST if request.method == "POST" else None
    which = posted.get("form", "") if posted is not None else ""
    asked = request.GET.get("person", "")
    form = EntryForm(
        posted if which == "entry" else None, people=choices,
        initial={"person": asked, "what": request.GET.get("what", "")},
    )  # fmt: skip
    loss_form = LossForm(
        posted if which == "loss" else None, people=choices, auto_id="loss_%s",
        initial={"person": asked},
    )  # fmt: skip
    by, refused = reader(request), None
    common: dict[str, Any] = {"by": by, "now": now, "request": request}
    done = ""
    try:
        if which == "entry" and form.is_valid():
            pay_data.enter(month=month, **form.cleaned_data, **common)
            done = _("记下了,下次计算时算进去。")
        elif which == "loss" and loss_form.is_valid():
            pay_data.add_loss(**loss_form.cleaned_data, **common)
            done = _("记下了。从下一次计算起在法定上限内扣,余下的结转。")
        elif which == "drop":
            loss = _loss(posted.get("loss", ""))
            pay_data.drop_loss(loss=loss, reason=posted.get("reason", ""), **common)
            done = _("不再追了。已经扣的不退,要退请录一笔补发。")
    except Refused as problem:
        refused = problem.problem
    if done:
        messages.success(request, done)
        return redirect(f"{reverse('payroll:entries')}?month={month}")
    version = rulebooks.in_force(month)
    reading = home.reading()
    context = {
        "month": month,
        "months": months.with_data(reading, today=timezone.localdate()),
        "people": query.month(
            month, reading=reading, rulebook=version.rulebook if version else None, names=names
        ),
        "heads": query.FACTS,
        "claims": query.claims(names),
        "openings": query.openings(month, names),
        "history": [(row, names.get(row.person, row.person)) for row in query.history(month)],
        "form": form,
        "loss_form": loss_form,
        "refused": refused,
        "run": Run.objects.filter(month=month).first(),
        "no_rulebook": version is None,
    }
    if context["people"]:  # also where a form came back: it shows the same
        gate.looked(request, month, page="entries")
    wrong = bool(refused or form.errors or loss_form.errors)
    return render(request, "payroll/entries.html", context, status=400 if wrong else 200)


def _month(request: HttpRequest) -> str:
    text = request.GET.get("month", "")
    if re.fullmatch(gate.MONTH, text, re.ASCII):
        return text
    return months.newest(home.reading(), today=timezone.localdate())


def _loss(text: str) -> Loss:
    found = Loss.objects.filter(pk=int(text)).first() if re.fullmatch("[0-9]{1,9}", text) else None
    if found is None:
        raise Absent(_("没有这笔损失。"))
    return found
