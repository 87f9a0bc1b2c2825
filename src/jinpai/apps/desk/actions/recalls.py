"""Recall lists of a campaign: built, shared out, opened for a contact, taken along as a file.

Whether a buyer may be written to is asked when the list is built and again at every contact:
what was said between the two counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.board import buyers
from jinpai.apps.desk.actions import consent, ending, tasks
from jinpai.apps.desk.actions.consent import CODE
from jinpai.apps.desk.filling import writing
from jinpai.apps.desk.filling.room import Room
from jinpai.apps.desk.models import OPEN_STATES, Campaign, CampaignChange, Contact, Task
from jinpai.apps.desk.outcomes import Told
from jinpai.apps.desk.queries import recalls as query
from jinpai.apps.desk.queries import segments
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.metrics.reading import Reading
from jinpai.workflow import recalls as rule
from jinpai.workflow.item import Item
from jinpai.workflow.segments import SEGMENTS

LOGGED = {
    "listed": "campaign.listed",
    "exported": "campaign.exported",
    "contacted": "buyer.contacted",
    "revealed": "buyer.revealed",
}


def build(
    *,
    by: User,
    campaign: int,
    wanted: query.Wanted,
    people: Sequence[str],
    served: bool,
    key: str,
    reading: Reading,
    now: datetime,
    request: HttpRequest | None = None,
) -> CampaignChange:
    """Put who may be told on the list; who is on it already stays with whom they are. The same
    form sent again adds nobody; of two people who build at once one waits for the other."""
    if not by.may(roles.SEE_TEAM_DESK):
        raise NotYours(_("名单由主管或店长助理来建。"))
    if not key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    room = Room(reading, now)
    with transaction.atomic():
        one = _locked(campaign)
        known = one.changes.filter(what="listed", detail__key=key).first()
        if known is not None:
            return known
        _lives(one, room)
        having: dict[str, int] = {
            r["person"]: r["n"]
            for r in _entries(one).filter(state__in=OPEN_STATES).values("person")
            .annotate(n=Count("id")) if r["person"]
        }  # fmt: skip
        added, left = 0, {code: 0 for code in rule.REFUSALS}
        items: list[Item] = []
        for shop in one.shops:
            found = query.found(room, one, shop, wanted)
            for code, n in found.left_out.items():
                left[code] += n
            whose = rule.shared(
                [e.buyer for e in found.entries], list(people), served=served, having=having
            )
            for entry, person in zip(found.entries, whose, strict=True):
                if person:
                    having[person] = having.get(person, 0) + 1
                items.append(_item(room, one, entry, person))
        added = writing.make(room, CODE, items)
        detail = {"key": key, "added": added, "left_out": {k: n for k, n in left.items() if n},
                  "wanted": wanted.told(), "people": list(people), "served": served}  # fmt: skip
        change = CampaignChange.objects.create(
            campaign=one, at=now, by=by.username, what="listed", detail=detail
        )
        audit.record(
            action=LOGGED["listed"], subject=str(one), detail=detail, by=by, request=request
        )
    return change


def _item(room: Room, one: Campaign, entry: query.Entry, person: str) -> Item:
    shop, buyer = entry.buyer.shop, entry.buyer.buyer
    key = f"{one.pk}/{shop}/{buyer}"
    if len(key) > 200:
        key = f"{one.pk}/{hashlib.sha256(f'{shop}/{buyer}'.encode()).hexdigest()}"
    now = room.wall(shop)
    begins = datetime.combine(one.first, time())
    due = begins if now < begins else datetime.combine(one.last + timedelta(days=1), time())
    zh, en = rule.SOURCES[entry.source]
    kind = SEGMENTS.get(entry.segment)
    why_zh = f"{one.name}:{zh}" + (f",{kind.zh}" if kind else "") + ";买家同意接收"
    why_en = f"{one.name}: {en}" + (f", {kind.en}" if kind else "") + "; the buyer agreed"
    return Item(
        CODE, key, shop, now, due, "agent", f"活动「{one.name}」", why_zh, why_en, person, 2, "",
        buyer,
    )  # fmt: skip


# -- one contact ---------------------------------------------------------------------------


def refusals(room: Room, shop: str, names: Sequence[str], *, lock: bool = False) -> dict[str, str]:
    """Why each buyer may not be written to now (a code of REFUSALS); empty: they may."""
    said = consent.words(shop, names, lock=lock)
    kinds = segments.of_buyers(
        room.reading, shop, room.desk, room.wall(shop).date(), list(names)
    )  # fmt: skip
    contacts, zone = query.contacted(room, shop, names), room.zone(shop)
    out = {}
    for name in names:
        kind, green = kinds[name]
        words = [
            rule.Word(w.given, w.said_at.astimezone(zone).replace(tzinfo=None))
            for w in said.get(name, [])
        ]
        one = rule.Buyer(
            shop, name, kind.code if kind else "", green, words, contacts.get(name, ())
        )
        out[name] = rule.refusal(one, room.desk, room.wall(shop))
    return out


def contact(
    *,
    by: User,
    task: int,
    key: str,
    reading: Reading,
    now: datetime,
    request: HttpRequest | None = None,
) -> Contact:
    """Open an entry to write to the buyer: counts as a contact, and shows the name. Asked anew:
    consent, limit, quiet hours. The same form again is the same contact."""
    if not key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    key = f"{task}:{key}"[:100]
    known = Contact.objects.filter(key=key, by=by.username).first()
    if known is not None:
        return known
    room = Room(reading, now)
    with transaction.atomic():
        one = Task.objects.select_for_update().filter(pk=task, list=CODE).first()
        if one is None or not tasks.may_work(by, one):
            raise Absent(_("没有这一条。"))
        if not one.open:
            raise Moved
        campaign = campaign_of(one)
        _lives(campaign, room)
        _daytime(room, one.shop)
        why = refusals(room, one.shop, [one.buyer], lock=True)[one.buyer]
        if why:
            raise Refused(_("这位买家现在不能联系:%(why)s。") % {"why": rule.REFUSALS[why][0]})
        try:
            with transaction.atomic():
                made = Contact.objects.create(
                    shop=one.shop, buyer=one.buyer, campaign=campaign, task=one,
                    how=Contact.How.CHAT, by=by.username, at=now, key=key,
                )  # fmt: skip
        except IntegrityError:  # the same form at the same moment
            return Contact.objects.get(key=key)
        subject = f"{one.shop}/{buyers.token(one.shop, one.buyer)}"
        detail = {"campaign": campaign.name, "task": one.pk}
        audit.record(action=LOGGED["contacted"], subject=subject, detail=detail, by=by,
                     request=request)  # fmt: skip
        # the name is shown for it, as on the page of a chat
        audit.record(action=LOGGED["revealed"], subject=f"{one.shop}/{one.buyer}", detail=detail,
                     by=by, request=request)  # fmt: skip
    return made


def heard(told: Told) -> None:
    """An outcome of an entry: a refusal is written down as such; anything else needs a contact
    that was allowed."""
    one = told.task
    if told.outcome == "opted_out":
        consent.record(
            by=told.by, shop=one.shop, buyer=one.buyer, given=False, where="recall",
            said_at=told.now, key=f"task:{one.pk}:{one.version}", now=told.now,
            evidence=told.note, request=told.request, but=one.pk,
        )  # fmt: skip
    elif not one.contacts.exists():
        raise Refused(_("请先点「打开联系」:程序要先看买家还同不同意。"))


# -- the platform's own tool ---------------------------------------------------------------


def export(
    *,
    by: User,
    campaign: int,
    key: str,
    reading: Reading,
    now: datetime,
    request: HttpRequest | None = None,
) -> list[Contact]:
    """Take along whom nobody has written to yet, for the platform's own group tool. Each counts
    as a contact and is asked anew whether they may be written to; the entries are done."""
    if not (by.may(roles.SEE_TEAM_DESK) and by.may(roles.REVEAL_BUYERS)):
        raise NotYours(_("您的角色不能导出名单。"))
    if not key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    room = Room(reading, now)
    batch = f"{campaign}-{key}"[:64]
    with transaction.atomic():
        one = _locked(campaign)
        known = batch_of(batch)
        if known:
            looked(one, batch, len(known), by=by, request=request)
            return known
        _lives(one, room)
        made: list[Contact] = []
        for shop in one.shops:
            _daytime(room, shop)
            waiting = list(
                _entries(one).filter(shop=shop, state__in=OPEN_STATES, contacts__isnull=True)
                .select_for_update(of=("self",)).order_by("pk")
            )  # fmt: skip
            refused = refusals(room, shop, [t.buyer for t in waiting], lock=True)
            going = [t for t in waiting if not refused[t.buyer]]
            made += Contact.objects.bulk_create(
                Contact(shop=shop, buyer=t.buyer, campaign=one, task=t, how=Contact.How.GROUP,
                        batch=batch, by=by.username, at=now, key=f"{batch}:{t.pk}"[:100])
                for t in going
            )  # fmt: skip
            ending.close(
                Task.objects.filter(pk__in=[t.pk for t in going]), by=by, now=now,
                outcome="told", detail={"batch": batch},
            )  # fmt: skip
        if not made:
            raise Refused(_("名单上没有可以带走的人:都联系过了,或者现在不能联系。"))
        detail = {"batch": batch, "buyers": len(made)}
        CampaignChange.objects.create(
            campaign=one, at=now, by=by.username, what="exported", detail=detail
        )
        looked(one, batch, len(made), by=by, request=request)
    return made


def looked(
    one: Campaign, batch: str, n: int, *, by: User, request: HttpRequest | None
) -> None:  # fmt: skip
    """Whoever takes the file sees the names in full: logged each time."""
    detail = {"batch": batch, "buyers": n}
    audit.record(
        action=LOGGED["exported"], subject=str(one), detail=detail, by=by, request=request
    )  # fmt: skip


def batch_of(batch: str) -> list[Contact]:
    return list(Contact.objects.filter(batch=batch).order_by("shop", "buyer"))


# -- what they share -----------------------------------------------------------------------


def campaign_of(task: Task) -> Campaign:
    """The campaign whose list an entry is on."""
    number = task.key.partition("/")[0]
    found = Campaign.objects.filter(pk=number).first() if number.isdigit() else None
    if found is None:
        raise Absent(_("没有这个活动。"))
    return found


def _entries(one: Campaign):
    return Task.objects.filter(list=CODE, key__startswith=f"{one.pk}/")


def _locked(pk: int) -> Campaign:
    one = Campaign.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这个活动。"))
    return one


def _lives(one: Campaign, room: Room) -> None:
    if one.cancelled_at is not None:
        raise Refused(_("这个活动取消了。"))
    if room.wall(one.shops[0] if one.shops else "").date() > one.last:
        raise Refused(_("这个活动已经结束了。"))


def _daytime(room: Room, shop: str) -> None:
    until = rule.quiet_until(room.wall(shop), room.desk)
    if until is not None:
        raise Refused(_("现在是免打扰时间,%(at)s 以后再联系。") % {"at": f"{until:%m-%d %H:%M}"})
