"""What is done to a page of the knowledge base: written, changed, brought back to an earlier
version, reviewed, retired; what readers say of it; how it becomes a phrase.

Each is one step in one transaction and says which version it read; every version stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.filling.room import desk_in_force
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.knowledge.actions import phrases
from jinpai.apps.knowledge.models import Page, PageVersion, PageWord, Phrase, Wish
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.lists import LISTS
from jinpai.workflow.phrases.variants import LEAST
from jinpai.workflow.terms import Terms

LOGGED = {
    "made": "page.made",
    "changed": "page.changed",
    "restored": "page.restored",
    "reviewed": "page.reviewed",
    "retired": "page.retired",
    "brought_back": "page.brought_back",
    "word": "page.word",
    "wish": "page.wish",
    "phrase": "page.phrase",
}
LONGEST = 20000


@dataclass(frozen=True, slots=True)
class Written:
    """A page as a form writes it."""

    title: str
    text: str
    kind: str = Page.Kind.ANSWER
    product: str = ""
    topic: str = ""

    def tidy(self) -> Written:
        return Written(
            " ".join(self.title.split()), self.text.replace("\r\n", "\n").strip(), self.kind,
            self.product.strip(), self.topic.strip(),
        )  # fmt: skip


def save(
    *,
    by: User,
    written: Written,
    now: datetime,
    page: int | None = None,
    version: int = 0,
    why: str = "",
    key: str = "",
    request: HttpRequest | None = None,
) -> Page:
    """Write a page, new or changed. The same form sent again changes nothing."""
    _may(by)
    wanted = written.tidy()
    _check(wanted, why)
    try:
        with transaction.atomic():
            if page is None:
                return _make(by, wanted, why, key, now, request)
            return _change(by, page, version, wanted, why, now, request)
    except IntegrityError:  # the same form at the same moment
        made = Page.objects.filter(key=key).first() if key else None
        if made is None:
            raise
        return made


@transaction.atomic
def restore(
    *, by: User, page: int, version: int, number: int, now: datetime,
    request: HttpRequest | None = None,
) -> Page:  # fmt: skip
    """An earlier version comes back, as a new one."""
    _may(by)
    old = PageVersion.objects.filter(page=page, number=number).first()
    if old is None:
        raise Absent(_("没有这一版。"))
    return _change(by, page, version, _of(old), "", now, request, restored=number)


@transaction.atomic
def review(
    *, by: User, page: int, version: int, now: datetime, request: HttpRequest | None = None
) -> Page:
    """Read again and found right."""
    _may(by)
    one = _locked(page)
    if one.version != version:
        raise Moved
    one.reviewed_by, one.reviewed_at = by.username, now
    one.save(update_fields=["reviewed_by", "reviewed_at"])
    _log("reviewed", one, by, request, version=version)
    return one


@transaction.atomic
def standing(
    *, by: User, page: int, version: int, retired: bool, now: datetime,
    request: HttpRequest | None = None,
) -> Page:  # fmt: skip
    """It no longer holds, or holds again; all of it stays on record."""
    _may(by)
    one = _locked(page)
    if (one.retired_at is not None) == retired:
        return one
    if one.version != version:
        raise Moved
    one.retired_at = now if retired else None
    one.retired_by = by.username if retired else ""
    one.save(update_fields=["retired_at", "retired_by"])
    _log("retired" if retired else "brought_back", one, by, request)
    return one


@transaction.atomic
def word(
    *, by: User, page: int, right: bool, text: str, key: str, now: datetime,
    request: HttpRequest | None = None,
) -> PageWord:  # fmt: skip
    """A reader says whether it was right; what was wrong becomes an improvement ticket."""
    if not by.may(roles.SEE_DESK):
        raise NotYours(_("您的角色看不到知识库。"))
    _keyed(key)
    one, text = _locked(page), text.strip()[:1000]
    known = PageWord.objects.filter(key=key).first()
    if known is not None:
        return known
    if not right and not text:
        raise Refused(_("请写哪里不对,运营才好改。"))
    task = None if right else _ticket(one, by, text, key, now, request)
    said = PageWord.objects.create(
        page=one, number=one.version, right=right, text=text, at=now, by=by.username, task=task,
        key=key,
    )  # fmt: skip
    _log("word", one, by, request, right=right, text=text, version=one.version)
    return said


def _ticket(
    one: Page, by: User, text: str, key: str, now: datetime, request: HttpRequest | None
) -> Task:
    kind = LISTS["tickets"]
    limit = Terms(desk_in_force(now.date())).limit(kind.code)
    return tasks.add(
        list=kind.code, key=f"page:{key}", role=kind.role, title=f"知识库:{one.title}",
        since=now, due=now + limit, now=now, by=by, source=Task.Source.COLLEAGUE, request=request,
        data={"note": text, "product": one.product, "knowledge": str(one.pk)},
    )  # fmt: skip


@transaction.atomic
def wish(
    *, by: User, page: int, size: str, colour: str, note: str, key: str, now: datetime,
    request: HttpRequest | None = None,
) -> Wish:  # fmt: skip
    """What size or colour a buyer wanted, onto the product's sheet."""
    if not by.may(roles.SEE_DESK):
        raise NotYours(_("您的角色看不到知识库。"))
    _keyed(key)
    one = _locked(page)
    known = Wish.objects.filter(key=key).first()
    if known is not None:
        return known
    if one.kind != Page.Kind.PRODUCT:
        raise Refused(_("尺寸、颜色偏好记在商品资料上。"))
    size, colour, note = size.strip()[:40], colour.strip()[:40], note.strip()[:300]
    if not (size or colour):
        raise Refused(_("请写尺寸或颜色。"))
    made = Wish.objects.create(
        page=one, size=size, colour=colour, note=note, at=now, by=by.username, key=key
    )
    _log("wish", one, by, request, size=size, colour=colour, note=note)
    return made


def to_phrase(
    *, by: User, page: int, title: str, group: str, texts: Sequence[str], key: str, now: datetime,
    request: HttpRequest | None = None,
) -> Phrase:  # fmt: skip
    """A page becomes a phrase: at least three ways to say it, as of any frequent question."""
    _may(by)
    ways = [text for text in texts if text.strip()]
    if len(ways) < LEAST:
        raise Refused(
            _("常见问题要至少 %(n)s 种说法,现在 %(has)s 种。") % {"n": LEAST, "has": len(ways)}
        )
    with transaction.atomic():
        one = _locked(page)
        made = phrases.save(
            by=by, title=title, group=group, texts=ways, frequent=True, key=key, now=now,
            request=request,
        )  # fmt: skip
        if not one.phrases.filter(pk=made.pk).exists():
            one.phrases.add(made)
            _log("phrase", one, by, request, phrase=made.pk)
    return made


# -- what they share ---------------------------------------------------------------------


def _may(by: User) -> None:
    if not by.may(roles.EDIT_KNOWLEDGE):
        raise NotYours(_("您的角色不能改知识库。"))


def _keyed(key: str) -> None:
    if not key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))


def _check(wanted: Written, why: str) -> None:
    if not wanted.title:
        raise Refused(_("请写标题:买家怎么问,或者是什么资料。"))
    if not wanted.text:
        raise Refused(_("还没有写内容。"))
    if wanted.kind not in Page.Kind.values:
        raise Refused(_("请选是哪一种知识。"))
    if len(wanted.title) > 300 or len(wanted.product) > 128 or len(wanted.topic) > 40:
        raise Refused(_("标题最多 300 字,商品最多 128 字,主题最多 40 字。"))
    if len(wanted.text) > LONGEST or len(why) > 300:
        raise Refused(_("内容最多 %(n)s 字,为什么改最多 300 字。") % {"n": LONGEST})


def _make(
    by: User, wanted: Written, why: str, key: str, now: datetime, request: HttpRequest | None
) -> Page:
    _keyed(key)
    known = Page.objects.filter(key=key).first()
    if known is not None:
        return known
    one = Page.objects.create(
        **asdict(wanted), key=key, made_by=by.username, made_at=now, changed_by=by.username,
        changed_at=now, reviewed_by=by.username, reviewed_at=now,
    )  # fmt: skip
    _keep(one, by, why, now)
    _log("made", one, by, request, **asdict(wanted))
    return one


def _change(
    by: User, pk: int, version: int, wanted: Written, why: str, now: datetime,
    request: HttpRequest | None, restored: int | None = None,
) -> Page:  # fmt: skip
    one = _locked(pk)
    if _of(one) == wanted:
        return one
    if one.version != version:
        raise Moved
    for name, value in asdict(wanted).items():
        setattr(one, name, value)
    one.version += 1
    one.changed_by, one.changed_at = by.username, now
    one.reviewed_by, one.reviewed_at = by.username, now
    one.save()
    _keep(one, by, why, now, restored)
    if restored is None:
        _log("changed", one, by, request, version=one.version, why=why)
    else:
        _log("restored", one, by, request, version=one.version, from_version=restored)
    return one


def _keep(one: Page, by: User, why: str, now: datetime, restored: int | None = None) -> None:
    PageVersion.objects.create(
        page=one, number=one.version, **asdict(_of(one)), at=now, by=by.username,
        why=why.strip(), restored=restored,
    )  # fmt: skip


def _of(one: Page | PageVersion) -> Written:
    return Written(one.title, one.text, one.kind, one.product, one.topic)


def _locked(pk: int) -> Page:
    one = Page.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这一页。"))
    return one


def _log(what: str, one: Page, by: User, request: HttpRequest | None, **detail: Any) -> None:
    audit.record(action=LOGGED[what], subject=one.title, detail=detail, by=by, request=request)
