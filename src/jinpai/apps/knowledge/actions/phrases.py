"""What is done to phrases: written, retired, brought back, copied. Files: `phrase_files.py`.

Each is one step in one transaction, says which version it read, and leaves a change behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.knowledge.models import Phrase, PhraseChange, PhraseGroup, Use, Variant
from jinpai.apps.knowledge.words import said
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.phrases import sheet, variants

LOGGED = {
    "made": "phrase.made",
    "changed": "phrase.changed",
    "retired": "phrase.retired",
    "restored": "phrase.restored",
    "imported": "phrase.imported",
}

MOST_VARIANTS = 20


def save(
    *,
    by: User,
    title: str,
    group: str,
    texts: Sequence[str],
    now: datetime,
    phrase: int | None = None,
    version: int = 0,
    key: str = "",
    code: str = "",
    frequent: bool = False,
    request: HttpRequest | None = None,
) -> Phrase:
    """Write a phrase, new or changed. The same form sent again changes nothing."""
    may(by)
    group, code, title = group.strip() or sheet.NO_GROUP, code.strip(), title.strip()
    said_ways = [text.replace("\r\n", "\n").strip() for text in texts if text.strip()]
    _check(title, group, code, said_ways)
    wanted = {
        "group": group, "code": code, "title": title, "frequent": frequent, "texts": said_ways,
    }  # fmt: skip
    try:
        with transaction.atomic():
            if phrase is None:
                return make(by, key, wanted, now, request)
            return _change(by, phrase, version, wanted, now, request)
    except IntegrityError:
        made = Phrase.objects.filter(key=key).first() if key and phrase is None else None
        if made is not None:  # the same form at the same moment
            return made
        raise Refused(_("编码「%(code)s」已经是另一条短语的。") % {"code": code}) from None


def _check(title: str, group: str, code: str, texts: Sequence[str]) -> None:
    if not title:
        raise Refused(_("请写这条短语回答什么问题。"))
    if len(title) > 120 or len(group) > sheet.GROUP or len(code) > sheet.CODE:
        raise Refused(_("问题最多 120 字,分组最多 40 字,编码最多 16 字。"))
    if len(texts) > MOST_VARIANTS:
        raise Refused(_("一条短语最多 %(n)s 种说法。") % {"n": MOST_VARIANTS})
    wrong = [f for f in variants.faults(texts) if not f.warning]
    if wrong:
        raise Refused(" ".join(f"{said(f)}{said(f, 'cure')}" for f in wrong))


def make(
    by: User, key: str, wanted: dict[str, Any], now: datetime, request: HttpRequest | None
) -> Phrase:
    if not key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    known = Phrase.objects.filter(key=key).first()
    if known is not None:
        return known
    one = Phrase.objects.create(
        group=_group(wanted["group"]), code=wanted["code"], title=wanted["title"],
        frequent=wanted["frequent"], key=key, made_by=by.username, made_at=now,
    )  # fmt: skip
    for position, text in enumerate(wanted["texts"]):
        Variant.objects.create(phrase=one, text=text, position=position)
    changed(one, "made", by, now, request, after=wanted)
    return one


def _change(
    by: User, pk: int, version: int, wanted: dict[str, Any], now: datetime,
    request: HttpRequest | None,
) -> Phrase:  # fmt: skip
    one = _locked(pk)
    before = snapshot(one)
    if before == wanted:
        return one
    if one.version != version:
        raise Moved
    one.group = _group(wanted["group"])
    one.code, one.title, one.frequent = wanted["code"], wanted["title"], wanted["frequent"]
    one.version += 1
    one.save()
    left = {v.text: v for v in one.variants.filter(retired_at__isnull=True)}
    for position, text in enumerate(wanted["texts"]):
        kept = left.pop(text, None)
        if kept is None:
            Variant.objects.create(phrase=one, text=text, position=position)
        elif kept.position != position:
            kept.position = position
            kept.save(update_fields=["position"])
    for gone in left.values():
        gone.retired_at = now
        gone.save(update_fields=["retired_at"])
    changes = {k: [before[k], wanted[k]] for k in wanted if before[k] != wanted[k]}
    changed(one, "changed", by, now, request, changes=changes)
    return one


def retire(
    *, by: User, phrase: int, version: int, now: datetime, request: HttpRequest | None = None
) -> Phrase:
    """It is no longer said; it stays on record with its use."""
    return _standing(by, phrase, version, now, request, "retired")


def restore(
    *, by: User, phrase: int, version: int, now: datetime, request: HttpRequest | None = None
) -> Phrase:
    """It is said again."""
    try:
        return _standing(by, phrase, version, now, request, "restored")
    except IntegrityError:
        raise Refused(_("它的编码现在是另一条短语的,先改编码。")) from None


@transaction.atomic
def _standing(
    by: User, pk: int, version: int, now: datetime, request: HttpRequest | None, what: str
) -> Phrase:
    may(by)
    one = _locked(pk)
    if (one.retired_at is not None) == (what == "retired"):
        return one
    if one.version != version:
        raise Moved
    one.retired_at = now if what == "retired" else None
    one.retired_by = by.username if what == "retired" else ""
    one.version += 1
    one.save()
    changed(one, what, by, now, request)
    return one


def used(*, by: User, variant: int, now: datetime) -> None:
    """Somebody copied it."""
    one = Variant.objects.filter(pk=variant).first()
    if one is None:
        raise Absent(_("没有这条短语。"))
    Use.objects.create(variant=one, at=now, by=by.username)


# -- what they share ---------------------------------------------------------------------


def snapshot(one: Phrase) -> dict[str, Any]:
    """A phrase as a form writes it."""
    return {
        "group": one.group.name, "code": one.code, "title": one.title, "frequent": one.frequent,
        "texts": [v.text for v in one.variants.filter(retired_at__isnull=True)],
    }  # fmt: skip


def may(by: User) -> None:
    if not by.may(roles.EDIT_PHRASES):
        raise NotYours(_("您的角色不能改短语。"))


def _locked(pk: int) -> Phrase:
    one = Phrase.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这条短语。"))
    return one


def _group(name: str) -> PhraseGroup:
    group, _new = PhraseGroup.objects.get_or_create(
        name=name, defaults={"position": PhraseGroup.objects.count()}
    )
    return group


def changed(
    one: Phrase, what: str, by: User, now: datetime, request: HttpRequest | None, **detail: Any
) -> None:
    PhraseChange.objects.create(phrase=one, at=now, by=by.username, what=what, detail=detail)
    audit.record(
        action=LOGGED[what], subject=one.title, detail=detail, by=by, request=request
    )  # fmt: skip
