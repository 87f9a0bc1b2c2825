"""Authority pages: a new version, who has read it, and the reminder on Today."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.models import AuthorityReading, AuthorityVersion
from jinpai.apps.aftersales.queries import authority as query
from jinpai.apps.aftersales.words import in_pair, role_zh
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role
from jinpai.workflow.authority import Terms, differences, shipped

LIST = "authority"
TIME_TO_READ = timedelta(days=2)
FARTHEST = timedelta(days=366)


def begin(now: datetime) -> None:
    """The shipped page of every role that has none yet is its first version."""
    have = set(AuthorityVersion.objects.values_list("role", flat=True))
    for role, terms in shipped().items():
        if role in have:
            continue
        try:
            with transaction.atomic():
                AuthorityVersion.objects.create(
                    role=role, number=1, effective=timezone.localdate(now), terms=terms.kept(),
                    made_at=now, key=f"shipped:{role}",
                )  # fmt: skip
        except IntegrityError:  # another worker at the same moment
            continue


def save(
    *, by: User, key: str, role: str, terms: Terms, effective: date, note: str, base: int,
    now: datetime, request: HttpRequest | None = None,
) -> AuthorityVersion:  # fmt: skip
    """A new version of a role's page, on top of version `base`. The same form again is the same
    version."""
    may_edit(by)
    begin(now)
    known = AuthorityVersion.objects.filter(key=key).first()
    if known is not None:
        return known
    check(role, terms, effective, note, now)
    try:
        with transaction.atomic():
            last = query.newest(role)
            if last is None or last.number != base:
                raise Moved
            changes = differences(Terms.read(last.terms), terms)
            if not changes:
                raise Refused(_("和现在的一样,没有要改的。"))
            one = AuthorityVersion.objects.create(
                role=role, number=last.number + 1, effective=effective, terms=terms.kept(),
                note=note.strip()[:300], made_by=by.username, made_at=now, key=key[:64],
            )  # fmt: skip
            detail: dict[str, Any] = {
                "effective": effective.isoformat(), "note": one.note,
                "changes": {d.code: [list(d.before), list(d.after)] for d in changes},
            }  # fmt: skip
            audit.record(action="authority.changed", subject=str(one), detail=detail, by=by,
                         request=request)  # fmt: skip
            remind(one, now)
    except IntegrityError:  # someone else wrote this number meanwhile
        known = AuthorityVersion.objects.filter(key=key).first()
        if known is not None:
            return known
        raise Moved from None
    return one


def may_edit(by: User) -> None:
    if not by.may(roles.EDIT_AUTHORITY):
        raise NotYours(_("权限说明由店主来改。"))


def check(role: str, terms: Terms, effective: date, note: str, now: datetime) -> None:
    """May it be put in force?"""
    if role not in Role.values:
        raise Absent(_("没有这个岗位。"))
    today = timezone.localdate(now)
    if not today <= effective <= today + FARTHEST:
        raise Refused(_("生效日期从今天起,一年以内。"))
    if not note.strip():
        raise Refused(_("请写为什么改。"))
    wrong = terms.faults()
    if wrong:
        raise Refused(" ".join(in_pair(pair) for pair in wrong))


# -- reading -----------------------------------------------------------------------------


def read(
    *, by: User, version: int, now: datetime, request: HttpRequest | None = None
) -> AuthorityReading:
    """Read and confirmed; once."""
    one = AuthorityVersion.objects.filter(pk=version).first()
    if one is None:
        raise Absent(_("没有这一版。"))
    with transaction.atomic():
        done = _confirm(one, by, now, request)
        task = Task.objects.filter(list=LIST, key=_key(one, by.person), state__in=OPEN_STATES)
        for waiting in task:
            tasks.conclude(by=by, task=waiting.pk, outcome="read", now=now, request=request)
    return done


def _confirm(
    one: AuthorityVersion, by: User, now: datetime, request: HttpRequest | None
) -> AuthorityReading:
    if one.role != by.role:
        raise NotYours(_("这一页不是您的岗位,不用确认。"))
    if one != query.newest(one.role):
        raise Refused(_("已经有更新的一版,请看那一版。"))
    done, made = AuthorityReading.objects.get_or_create(
        version=one, by=by.username, defaults={"at": now}
    )
    if made:
        audit.record(action="authority.read", subject=str(one), detail={}, by=by, request=request)
    return done


# -- reminding ---------------------------------------------------------------------------


def _key(one: AuthorityVersion, person: str) -> str:
    return f"{one.role}:{one.number}:{person}"


def remind(one: AuthorityVersion, now: datetime) -> int:
    """Everyone of the role who has not read it finds it on Today; reminders of older versions
    end. Safe to repeat."""
    prefix = f"{one.role}:"
    for old in Task.objects.filter(list=LIST, key__startswith=prefix, state__in=OPEN_STATES):
        if not old.key.startswith(f"{prefix}{one.number}:"):
            tasks.settle(task=old, outcome="replaced", now=now, said={})
    told = 0
    for reader in query.readers(one):
        if reader.at is not None or not reader.user.person:
            continue
        if not reader.user.may(roles.SEE_DESK):
            continue
        tasks.add(
            list=LIST, key=_key(one, reader.user.person), role=one.role,
            person=reader.user.person,
            title=f"权限说明:{role_zh(one.role)} 第 {one.number} 版,读完确认",
            since=now, now=now, due=now + TIME_TO_READ, priority=2,
            data={"authority": str(one.pk), "note": one.note},
            why_zh=f"自 {one.effective} 起生效", why_en=f"In force from {one.effective}",
            source=Task.Source.RULE,
        )  # fmt: skip
        told += 1
    return told


def morning(now: datetime) -> None:
    """Who came new, or has not read the newest version, is asked."""
    begin(now)
    for role in Role.values:
        one = query.newest(role)
        if one is not None:
            remind(one, now)
