"""What is done to automatic replies: written, retired, brought back; each with its version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.knowledge.models import AutoReply, AutoReplyChange
from jinpai.apps.knowledge.words import english
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow import autoreplies as rule

LOGGED = {
    "made": "autoreply.made",
    "changed": "autoreply.changed",
    "retired": "autoreply.retired",
    "restored": "autoreply.restored",
}

FIELDS = ("shop", "kind", "text", "begins", "ends", "campaign")


def save(
    *,
    by: User,
    kind: str,
    text: str,
    begins: datetime,
    now: datetime,
    ends: datetime | None = None,
    campaign: str = "",
    shop: str = "",
    reply: int | None = None,
    version: int = 0,
    key: str = "",
    request: HttpRequest | None = None,
) -> AutoReply:
    """Write one, new or changed. The same form sent again changes nothing."""
    _may(by)
    wanted: dict[str, Any] = {
        "shop": shop.strip()[:64], "kind": kind, "text": text.replace("\r\n", "\n").strip(),
        "begins": begins, "ends": ends, "campaign": campaign.strip()[:100],
    }  # fmt: skip
    wrong = rule.faults(kind, wanted["text"], begins, ends)
    if wrong:
        raise Refused(" ".join(pair[1 if english() else 0] for pair in wrong))
    if len(wanted["text"]) > 1000:
        raise Refused(_("自动回复最多 1000 字。"))
    try:
        with transaction.atomic():
            if reply is None:
                return _make(by, key, wanted, now, request)
            return _change(by, reply, version, wanted, now, request)
    except IntegrityError:  # the same form at the same moment
        return AutoReply.objects.get(key=key)


def _make(
    by: User, key: str, wanted: dict[str, Any], now: datetime, request: HttpRequest | None
) -> AutoReply:
    if not key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    known = AutoReply.objects.filter(key=key).first()
    if known is not None:
        return known
    one = AutoReply.objects.create(**wanted, key=key, made_by=by.username, made_at=now)
    _changed(one, "made", by, now, request, {k: _told(v) for k, v in wanted.items()})
    return one


def _change(
    by: User, pk: int, version: int, wanted: dict[str, Any], now: datetime,
    request: HttpRequest | None,
) -> AutoReply:  # fmt: skip
    one = _locked(pk)
    changes = {
        name: [_told(getattr(one, name)), _told(wanted[name])]
        for name in FIELDS
        if getattr(one, name) != wanted[name]
    }
    if not changes:
        return one
    if one.version != version:
        raise Moved
    for name in FIELDS:
        setattr(one, name, wanted[name])
    one.version += 1
    one.save()
    _changed(one, "changed", by, now, request, {"changes": changes})
    return one


@transaction.atomic
def retire(
    *, by: User, reply: int, version: int, now: datetime, back: bool = False,
    request: HttpRequest | None = None,
) -> AutoReply:  # fmt: skip
    """It no longer speaks (`back`: it does again); it stays on record."""
    _may(by)
    one = _locked(reply)
    if (one.retired_at is None) == back:
        return one
    if one.version != version:
        raise Moved
    one.retired_at = None if back else now
    one.retired_by = "" if back else by.username
    one.version += 1
    one.save()
    _changed(one, "restored" if back else "retired", by, now, request, {})
    return one


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _may(by: User) -> None:
    if not by.may(roles.EDIT_PHRASES):
        raise NotYours(_("您的角色不能改自动回复。"))


def _locked(pk: int) -> AutoReply:
    one = AutoReply.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这条自动回复。"))
    return one


def _changed(
    one: AutoReply, what: str, by: User, now: datetime, request: HttpRequest | None,
    detail: dict[str, Any],
) -> None:  # fmt: skip
    AutoReplyChange.objects.create(reply=one, at=now, by=by.username, what=what, detail=detail)
    audit.record(
        action=LOGGED[what], subject=str(one), detail=detail, by=by, request=request
    )  # fmt: skip
