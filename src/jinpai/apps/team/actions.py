"""What people decide about the team. Each action is allowed, done and logged, or refused.

Users live in the database; people and bindings are rulings in the lake, because figures read
them. A refusal is an `Impossible` with a sentence for the form, or `NotYours` (403).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import audit, jobs, roles
from jinpai.apps.team.models import User

PERSON_COLUMNS = ("name", "role", "group", "level", "hired_on", "left_on")


class Impossible(Exception):
    """The action makes no sense as asked; the message is a sentence for the reader."""


def _allow(by: User, permission: str) -> None:
    if not by.may(permission):
        raise NotYours(_("您的角色是「%(role)s」,不能做这件事。") % {"role": by.get_role_display()})


# --- users ------------------------------------------------------------------------------


def first_password() -> str:
    """A password to be read out once: four groups of signs that are not taken for others."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _i in range(4)) for _j in range(4))


def create_user(
    *,
    by: User,
    username: str,
    name: str,
    role: str,
    person: str,
    request: HttpRequest | None = None,
) -> tuple[User, str]:
    """A login with a first password, which is returned once and has to be changed."""
    _allow(by, roles.MANAGE_USERS)
    password = first_password()
    with transaction.atomic():
        user = User.objects.create_user(
            username, password, name=name.strip(), role=role, person=person.strip(),
            must_change_password=True,
        )  # fmt: skip
        audit.record(
            action="user.created",
            subject=user.username,
            detail={"role": role, "person": user.person},
            by=by,
            request=request,
        )
    return user, password


def change_user(
    *,
    by: User,
    user_id: int,
    version: int,
    name: str,
    role: str,
    person: str,
    is_active: bool,
    request: HttpRequest | None = None,
) -> User:
    """Change name, role, person or whether the login works; `version` is the one that was read."""
    _allow(by, roles.MANAGE_USERS)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        if user.version != version:
            raise Impossible(_("刚才有人改过这个用户,请看看现在的内容再改。"))
        before = {"name": user.name, "role": user.role, "person": user.person,
                  "is_active": user.is_active}  # fmt: skip
        was_owner = user.role == roles.Role.OWNER and user.is_active
        user.name, user.role, user.person = name.strip(), role, person.strip()
        user.is_active, user.version = is_active, version + 1
        user.full_clean(exclude=["password"])
        user.save()
        if was_owner and not User.objects.filter(role=roles.Role.OWNER, is_active=True).exists():
            raise Impossible(_("这是最后一个能登录的店主,不能停用,也不能改成别的角色。"))
        after = {"name": user.name, "role": user.role, "person": user.person,
                 "is_active": user.is_active}  # fmt: skip
        audit.record(
            action="user.changed",
            subject=user.username,
            detail={k: [before[k], after[k]] for k in after if before[k] != after[k]},
            by=by,
            request=request,
        )
    return user


def reset_password(
    *, by: User, user_id: int, request: HttpRequest | None = None
) -> tuple[User, str]:
    """A new first password; whoever is logged in under this name is logged out."""
    _allow(by, roles.MANAGE_USERS)
    password = first_password()
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        user.set_password(password)
        user.must_change_password = True
        user.version += 1
        user.save()
        audit.record(action="user.password_reset", subject=user.username, by=by, request=request)
    return user, password


def create_owner(*, username: str, password: str, name: str = "") -> User:
    """The first owner, made where the program is installed. Raises ValidationError when the
    password is too weak, Impossible when there is an owner already."""
    if User.objects.filter(role=roles.Role.OWNER, is_active=True).exists():
        raise Impossible(_("已经有店主账号了;请用它登录,再在「团队 · 用户」里加人。"))
    validate_password(password, User(username=username, name=name))
    with transaction.atomic():
        user = User.objects.create_user(username, password, role=roles.Role.OWNER, name=name)
        audit.record(action="user.created", subject=username, detail={"role": "owner"})
    return user


@dataclass(frozen=True)
class DemoAccount:
    username: str
    password: str
    role: str
    name: str  # "" where the login is nobody's of the shop
    person: str


def create_demo_accounts(
    *, password: str, people: Mapping[str, tuple[str, str]]
) -> list[DemoAccount]:
    """One login per role, for `jinpai demo` and nobody else: their password is public.

    `people`: role → (person code, name) of whom the login is bound to. Existing ones stay.
    """
    made = []
    for role in roles.Role:
        person, name = people.get(role.value, ("", ""))
        if not User.objects.filter(username=role.value).exists():
            User.objects.create_user(
                role.value, password, role=role, name=name or str(role.label), person=person
            )
        made.append(DemoAccount(role.value, password, role.value, name, person))
    return made


# --- people and accounts ----------------------------------------------------------------


def write_person(
    *,
    by: User,
    person: str,
    from_: date,
    values: Mapping[str, Any],
    reason: str,
    now: datetime,
    request: HttpRequest | None = None,
) -> None:
    """A person as he or she is from a day on: new, or changed. Earlier days stay as they were."""
    _allow(by, roles.MANAGE_PEOPLE)
    person = person.strip()
    if not person or "/" in person:
        raise Impossible(_("人员编号不能空,也不能含「/」。"))
    known = {k: v for k, v in values.items() if k in PERSON_COLUMNS and v not in (None, "")}
    value = {k: v.isoformat() if isinstance(v, date) else v for k, v in known.items()}
    _rule(
        kind="person", subject=person, from_=from_, to=None, value={"person": person, **value},
        reason=reason, by=by, now=now, action="person.written", request=request,
    )  # fmt: skip


def bind_account(
    *,
    by: User,
    shop: str,
    account: str,
    person: str,
    from_: date,
    to: date | None,
    reason: str,
    now: datetime,
    request: HttpRequest | None = None,
) -> None:
    """The account belongs to `person` from a day on, until `to` (exclusive) or for good.

    Figures of those days follow the binding, also for days long past.
    """
    _allow(by, roles.MANAGE_PEOPLE)
    if not person.strip():
        raise Impossible(_("请选这个账号归谁。"))
    if to is not None and to <= from_:
        raise Impossible(_("结束日期要晚于开始日期。"))
    _rule(
        kind="binding", subject=f"{shop}/{account}", from_=from_, to=to,
        value={"person": person.strip()}, reason=reason, by=by, now=now,
        action="account.bound", request=request,
    )  # fmt: skip


def unbind_account(
    *,
    by: User,
    shop: str,
    account: str,
    from_: date,
    reason: str,
    now: datetime,
    request: HttpRequest | None = None,
) -> None:
    """From that day on the account belongs to nobody, until it is bound again."""
    _allow(by, roles.MANAGE_PEOPLE)
    _rule(
        kind="binding", subject=f"{shop}/{account}", from_=from_, to=None,
        value={"person": None}, reason=reason, by=by, now=now,
        action="account.unbound", request=request,
    )  # fmt: skip


def _rule(
    *,
    kind: str,
    subject: str,
    from_: date,
    to: date | None,
    value: dict[str, Any],
    reason: str,
    by: User,
    now: datetime,
    action: str,
    request: HttpRequest | None,
) -> None:
    """One ruling into the lake and one line into the log; the figures follow in a job."""
    from jinpai.facts.lake import LakeBusy, Ruling

    if not reason.strip():
        raise Impossible(_("请写原因,以后的人要看得懂。"))
    ruling = Ruling(
        kind=kind, subject=subject, from_=from_, to=to, value=value, reason=reason.strip(),
        signed_by=by.username, at=now,
    )  # fmt: skip
    with transaction.atomic():
        audit.record(
            action=action,
            subject=subject,
            detail={
                "from": from_.isoformat(),
                "to": to.isoformat() if to else None,
                **value,
                "reason": reason.strip(),
            },
            by=by,
            request=request,
        )
        # Last within the transaction: if the lake refuses, the log says nothing either.
        try:
            home.lake().append_rulings([ruling], now=now)
        except LakeBusy as busy:
            raise Impossible(_("另一次导入正在写入,等它完成后再试一次。")) from busy
    transaction.on_commit(jobs.bring_figures_along)
