"""What is done on a parcel's page: inspected, replaced, claimed, corrected; its photos."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.aftersales import photos
from jinpai.apps.aftersales.actions import inspecting, sending
from jinpai.apps.aftersales.actions import register as actions
from jinpai.apps.aftersales.models import Parcel, ParcelPhoto
from jinpai.apps.aftersales.queries import expected
from jinpai.apps.aftersales.views.forms import sent
from jinpai.apps.aftersales.views.register import late_words, may_see, parcel_page
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.templatetags.desk import said
from jinpai.apps.desk.views.page import done, number
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.workflow.returns import FOUND, RESULTS


def one_of(pk: int) -> Parcel:
    found = Parcel.objects.filter(pk=pk).first()
    if found is None:
        raise Absent(_("没有这个包裹。"))
    return found


@require_POST
@roles.required(roles.WAREHOUSE)
def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the empty scan field: the next parcel waits."""
    one_of(pk)
    post, made = sent(request), []

    def work(by: User) -> str:
        given = request.FILES.getlist("photo")[: inspecting.MOST_PHOTOS]
        parcel, found = inspecting.inspect(
            by=by, parcel=pk, version=number(request, "version"),
            key=post.get("key", "")[:64] or uuid.uuid4().hex,
            condition=post.get("condition", ""), quality=post.get("quality", ""),
            complete={"yes": True, "no": False}.get(post.get("complete", "")),
            pieces={k[7:]: str(v) for k, v in post.items() if k.startswith("pieces-")},
            ours=not post.get("not_ours"), note=post.get("note", ""),
            pictures=[f.read(photos.MOST_BYTES + 1) for f in given],
            now=timezone.now(), request=request,
        )  # fmt: skip
        made.append(parcel)
        words = [parcel.waybill, said(RESULTS[found.result])]
        words += [said(FOUND[c]) for c in found.found if c != found.result]
        text = " · ".join(words)
        if parcel.case is not None:
            parcel.case.refresh_from_db()
            if parcel.case.state in ("opened", "cancelled", "closed", "refused"):
                return f"{text}。{late_words(parcel)}"
        return _("%(what)s。已交给售后。") % {"what": text}

    answer = done(request, parcel_page(one_of(pk)), work)
    if made:
        answer["Location"] = reverse("aftersales:register")
    return answer


@require_POST
@roles.required(roles.WAREHOUSE)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """What the buyer gets instead has left."""
    one_of(pk)
    post = sent(request)

    def work(by: User) -> str:
        case = sending.send(
            by=by, parcel=pk, version=number(request, "version"), now=timezone.now(),
            waybill=post.get("waybill", ""), carrier=post.get("carrier", ""), request=request,
        )  # fmt: skip
        return _("换货寄出了:%(code)s。售后单往前走了。") % {"code": case.sent_waybill}

    return done(request, parcel_page(one_of(pk)), work)


@require_POST
@roles.required(roles.SEE_DESK)
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_see(reader(request)):
        raise NotYours(_("退货登记归仓库和售后看。"))
    one_of(pk)

    def work(by: User) -> str:
        parcel = actions.claim(
            by=by, parcel=pk, version=number(request, "version"), case=number(request, "case"),
            now=timezone.now(), request=request,
        )  # fmt: skip
        assert parcel.case is not None
        parcel.case.refresh_from_db()
        late = parcel.case.state not in ("arrived", "inspected")
        return late_words(parcel) if late else _("认领了,售后单往前走了。")

    return done(request, parcel_page(one_of(pk)), work)


@require_POST
@roles.required(roles.WAREHOUSE)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    one_of(pk)
    post, made = sent(request), []

    def work(by: User) -> str:
        order, case = post.get("order_id", "").strip(), None
        if order:
            waits = [c for c in expected.waiting(order) if order in (c.order_id, c.return_waybill)]
            if len(waits) != 1:
                raise Refused(_("没有在等货的售后单是这个订单号,或不止一张。"))
            case = waits[0].pk
        made.append(actions.correct(
            by=by, parcel=pk, version=number(request, "version"), why=post.get("why", ""),
            key=post.get("key", "")[:64] or uuid.uuid4().hex, waybill=post.get("waybill", "")[:200],
            carrier=post.get("carrier", ""), case=case, now=timezone.now(), request=request,
        ))  # fmt: skip
        return _("更正好了,原来的一行留着。")

    answer = done(request, parcel_page(one_of(pk)), work)
    if made:
        answer["Location"] = parcel_page(made[0])
    return answer


@require_safe
@roles.required(roles.SEE_DESK)
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponseBase:
    if not may_see(reader(request)):
        raise NotYours(_("退货登记归仓库和售后看。"))
    found = ParcelPhoto.objects.filter(pk=photo).first()
    path = inspecting.place(pk, found.sha256, found.content_type) if found else None
    if found is None or found.parcel_id != pk or path is None or not path.exists():
        raise Absent(_("没有这个文件。"))
    answer = FileResponse(path.open("rb"), content_type=found.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
