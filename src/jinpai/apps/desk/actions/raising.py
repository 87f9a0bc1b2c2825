"""What a person raises by hand, from the short form of its list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.desk.actions import rising, tasks
from jinpai.apps.desk.filling import reviews as filled_reviews
from jinpai.apps.desk.filling.room import Room
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.queries import known
from jinpai.apps.desk.queries.colleagues import colleagues
from jinpai.apps.desk.refused import Refused
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.workflow.lists import LISTS, complaints, reviews
from jinpai.workflow.raising import CHOICES, FORMS, Form, missing, role_of

AHEAD, BEHIND = timedelta(days=366), timedelta(days=90)
MOST = 1000  # characters of an answer


@dataclass(frozen=True)
class Raised:
    """A form as it was filled in. `to`: a person, "role:…", or empty for whoever the list is."""

    list: str
    key: str
    answers: Mapping[str, str]
    shop: str = ""
    order_id: str = ""
    buyer: str = ""
    to: str = ""
    due: datetime | None = None
    opened: datetime | None = None


def raise_by_hand(
    *, by: User, form: Raised, now: datetime, request: HttpRequest | None = None
) -> Task:
    """The task; the same form again is the same task."""
    asked = FORMS.get(form.list)
    if asked is None:
        raise Refused(_("请选一张清单。"))
    if not form.key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    answers = {a.code: form.answers.get(a.code, "").strip()[:MOST] for a in asked.asks}
    wanted = missing(asked, answers, form.order_id, form.buyer)
    if wanted:
        at = 1 if not (get_language() or "zh").startswith("zh") else 0
        raise Refused(_("还没有填:%(what)s。") % {"what": "、".join(w[at] for w in wanted)})
    if form.due is not None and not now < form.due <= now + AHEAD:
        raise Refused(_("时限要在现在之后,一年以内。"))
    shop, buyer, product = _about(form)
    person, role = _whose(by, asked, form.to, answers)
    data = {k: v for k, v in answers.items() if k not in ("what", "number", "opened") and v}
    if product and asked.list in ("reviews", "visits", "parcels", "complaints"):
        data.setdefault("product", product)
    if asked.list == "reviews" and answers["verdict"] == "bad":
        task = _bad_review(by, form, answers, shop, buyer, person, role, data, now, request)
        if task is not None:
            return task
    due, priority, why_zh, why_en = _due(asked, form, answers, shop, buyer, now)
    task = tasks.add(
        list=asked.list, key=_key(asked, form, answers, shop), role=role, person=person,
        title=_title(asked, answers), since=now, now=now, due=due, priority=priority,
        shop=shop, order_id=form.order_id, buyer=buyer, data=data, why_zh=why_zh, why_en=why_en,
        source=Task.Source.COLLEAGUE if person != by.person else Task.Source.HAND,
        by=by, request=request,
    )  # fmt: skip
    if due is None and asked.noted:
        note = {"note": answers["result"]} if answers.get("result") else None
        task = tasks.conclude(
            by=by, task=task.pk, outcome=asked.noted, now=now, detail=note, request=request
        )
    if asked.list == "tickets":
        rising.rise(now=now)
    return task


def _about(form: Raised) -> tuple[str, str, str]:
    """The shop, the buyer and the product: as the order has them, else as they were typed."""
    found = known.order(form.shop, form.order_id)
    if found is not None:
        return found.shop, found.buyer or form.buyer, found.product
    codes = [code for code, _name in known.shops()]
    if form.shop and codes and form.shop not in codes:
        raise Refused(_("请选一家店。"))
    return form.shop or (codes[0] if len(codes) == 1 else ""), form.buyer, ""


def _whose(by: User, asked: Form, to: str, answers: Mapping[str, str]) -> tuple[str, str]:
    """(person, role): a colleague's role is known, so that it stays theirs when one leaves."""
    role = role_of(asked, answers)
    if to.startswith("role:"):
        named = to.removeprefix("role:")
        if named not in roles.Role.values:
            raise Refused(_("没有这个岗位。"))
        return "", named
    if not to:
        return "", role
    found = next((c for c in colleagues() if c.person == to), None)
    if found is None:
        raise Refused(_("请选交给谁。"))
    return found.person, found.role


def _key(asked: Form, form: Raised, answers: Mapping[str, str], shop: str) -> str:
    """As the files would name it where they may tell of the same later: one task then."""
    if asked.list == "complaints" and answers["number"]:
        return f"{shop}/{answers['number'][:64]}"
    if asked.list == "parcels" and answers["waybill"]:
        return f"{shop}/{form.order_id}/{answers['waybill'][:64]}"
    return f"hand:{form.key[:64]}"


def _title(asked: Form, answers: Mapping[str, str]) -> str:
    said = answers["what"]
    for code in ("kind", "problem", "verdict"):
        option = CHOICES[code].get(answers.get(code, ""))
        if option is not None:
            return f"{option.zh}:{said}"
    return f"{answers['caller']}:{said}" if answers.get("caller") else said


def _due(
    asked: Form, form: Raised, answers: Mapping[str, str], shop: str, buyer: str, now: datetime
) -> tuple[datetime | None, int, str, str]:
    """Until when, how urgent, and by which rule."""
    if asked.list == "complaints":
        return _by_the_platform(form, answers, shop, buyer, now)
    priority = 1 if asked.list != "tickets" else 2
    if form.due is not None or not asked.limited:
        return form.due, priority, "", ""
    span = known.terms_of(shop, now).limit(asked.list)
    return known.in_service(shop, now, span), priority, "", ""


def _by_the_platform(
    form: Raised, answers: Mapping[str, str], shop: str, buyer: str, now: datetime
) -> tuple[datetime, int, str, str]:
    opened = form.opened or now
    if not now - BEHIND <= opened <= now:
        raise Refused(_("立案时间不能在现在之后,也不能早于 90 天前。"))
    wall = timezone.localtime(opened).replace(tzinfo=None)
    given = timezone.localtime(form.due).replace(tzinfo=None) if form.due else None
    found = complaints.Found(
        shop, answers["number"], form.order_id, buyer, "", "", answers["kind"], wall, given
    )
    until, why_zh, why_en = complaints.due(found, known.terms_of(shop, now))
    return timezone.make_aware(until), 0, why_zh, why_en


def _bad_review(
    by: User, form: Raised, answers: Mapping[str, str], shop: str, buyer: str, person: str,
    role: str, data: Mapping[str, str], now: datetime, request: HttpRequest | None,
) -> Task | None:  # fmt: skip
    """One on a best seller is an incident as from the files: the owner is told too."""
    order = known.order(shop, form.order_id)
    if order is None or not order.code:
        return None
    room = Room(home.reading(), now)
    top = (shop, order.code) in filled_reviews.best_sellers(room)
    wall = room.wall(shop).replace(microsecond=0)
    found = reviews.Found(
        shop, form.order_id, buyer, "", person, wall, "bad", answers["what"],
        data.get("product", ""), top,
    )  # fmt: skip
    made: Task | None = None
    for item in reviews.items(found, room.terms(shop), wall):
        owner = item.role == LISTS["reviews"].climbs_to
        key = f"hand:{form.key[:64]}" + ("/owner" if owner else "")
        one = tasks.add(
            list=item.list, key=key, role=item.role if owner else role, person=item.person,
            title=item.title, since=now, now=now, shop=shop, order_id=form.order_id, buyer=buyer,
            due=room.instant(shop, item.due) if item.due else None, priority=item.priority,
            data=item.data, why_zh=item.why_zh, why_en=item.why_en, by=by, request=request,
            source=Task.Source.COLLEAGUE if owner or person != by.person else Task.Source.HAND,
        )  # fmt: skip
        made = made or one
    return made
