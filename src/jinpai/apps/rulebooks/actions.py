"""What people decide about rulebooks. Each action is allowed, done and logged, or refused.

Saving makes a version that is never changed; putting in force adds a decision, and where the
document says how to measure, the rulings that make the figures follow.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.imports import actions as import_actions
from jinpai.apps.imports.models import Job
from jinpai.apps.imports.sentences import said
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.rulebooks.closed import closed
from jinpai.apps.rulebooks.models import LARGEST, Force, Version
from jinpai.apps.rulebooks.parsed import Unreadable
from jinpai.apps.rulebooks.queries.versions import force_of, hold, last_number, standing
from jinpai.apps.rulebooks.refused import Moved, Refused, Unsound
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.rules import document, edit
from jinpai.rules.rulebook import Rulebook

MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])\Z")


def allow(by: User, permission: str) -> None:
    if not by.may(permission):
        raise NotYours(_("您的角色是「%(role)s」,不能做这件事。") % {"role": by.get_role_display()})


def one_line_end(text: str) -> str:
    """As browsers send it, with \\r\\n, or as it lies in a file: the same text."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def plain(text: str) -> str:
    """A text as it is kept: one kind of line end. Too long, or no text at all: refused."""
    text = one_line_end(text)
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise Refused(
            said(
                "too_long",
                "制度文本超过 256 KB,没有收下。",
                "The rulebook's text is over 256 KB and was not taken.",
                "一份制度通常只有 20 KB;请看看是不是贴错了文件。",
                "A rulebook is usually 20 KB; see whether another file was pasted.",
            )
        )
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Refused(
            said(
                "not_text",
                "这不是文本文件。",
                "This is not a text file.",
                "制度是 TOML 文本,用 UTF-8 保存。",
                "A rulebook is a TOML text in UTF-8.",
            )
        )
    return text


def save_version(
    *,
    by: User,
    text: str,
    reason: str | None = None,
    now: datetime | None = None,
    request: HttpRequest | None = None,
) -> Version:
    """Keep a text as the next version of its code. The very same text again is the version it
    already is. The number and, where given, the reason are written into the text, so that the
    document says of itself what it is."""
    allow(by, roles.CHANGE_RULES)
    text = plain(text)
    rulebook, problems = document.read(text)
    if rulebook is None:
        raise Unsound(problems)
    if reason is not None and one_line_end(reason).strip() != rulebook.reason:
        text = edit.write(text, {"reason": one_line_end(reason).strip()})
    for _attempt in range(5):  # another save of this code may take the number first
        known = Version.objects.filter(sha256=document.digest(text)).first()
        if known is not None:
            return known
        try:
            return _keep(by, text, now or timezone.now(), request)
        except IntegrityError:
            continue
    raise Moved(
        said(
            "busy",
            "同时有别人在保存这份制度。",
            "Others are saving this rulebook at the same time.",
            "再按一次保存。",
            "Press save once more.",
        )
    )


def _keep(by: User, text: str, now: datetime, request: HttpRequest | None) -> Version:
    rulebook = _sound(text)
    highest = Version.objects.filter(code=rulebook.code).aggregate(n=Max("number"))["n"] or 0
    if rulebook.version <= highest:
        text = edit.write(text, {"version": highest + 1})
        rulebook = _sound(text)
    with transaction.atomic():
        kept = Version.objects.create(
            code=rulebook.code,
            number=rulebook.version,
            sha256=document.digest(text),
            text=text,
            effective_from=rulebook.effective_from,
            reason=rulebook.reason,
            saved_by=by.username,
            at=now,
        )
        audit.record(
            action="rulebook.saved",
            subject=str(kept),
            detail={"sha256": kept.sha256, "reason": kept.reason},
            by=by,
            request=request,
        )
    return kept


def _sound(text: str) -> Rulebook:
    rulebook, problems = document.read(text)
    if rulebook is None:
        raise Unsound(problems)
    return rulebook


def put_in_force(
    *,
    by: User,
    sha256: str,
    month: str,
    reason: str,
    now: datetime,
    seen: int | None = None,
    request: HttpRequest | None = None,
) -> Force:
    """Make a saved version the regime from a month on. `seen` is `queries.last_number()` as it
    was when the page was read: a decision made since then refuses this one."""
    allow(by, roles.PUT_IN_FORCE)
    version = Version.objects.filter(sha256=sha256).first()
    if version is None:
        raise Refused(said("no_version", "没有这个版本。", "There is no such version."))
    if not MONTH.match(month):
        raise Refused(
            said("no_month", f"「{month[:20]}」不是月份。", f"“{month[:20]}” is no month.",
                 "写成 2026-10。", "Write 2026-10.")
        )  # fmt: skip
    reason = one_line_end(reason).strip()
    if not reason:
        raise Refused(
            said("no_reason", "还没有写理由。", "No reason is given.",
                 "写一句:为什么换,换了对谁好。", "Write a sentence: why, and whom it serves.")
        )  # fmt: skip
    try:
        with transaction.atomic():
            # a confirmation of pay and a decision about its month wait for each other here
            hold()
            last = last_number()
            if seen is not None and seen != last:
                raise _moved()
            _not_closed(version, month)
            before = force_of(month)
            if before is not None and before.month == month and before.version_id == version.pk:
                raise Refused(
                    said(
                        "already", f"{month} 起用的已经是它了。",
                        f"It rules from {month} on already.",
                    )
                )  # fmt: skip
            force = Force.objects.create(
                number=last + 1, month=month, version=version, reason=reason,
                signed_by=by.username, at=now,
            )  # fmt: skip
            audit.record(
                action="rulebook.put_in_force",
                subject=str(version),
                detail={
                    "month": month,
                    "before": str(before.version) if before else None,
                    "reason": reason,
                    "sha256": version.sha256,
                },
                by=by,
                request=request,
            )
            # last inside the transaction: if the lake refuses, nothing was decided
            _measure(by, version, month, reason, now)
    except IntegrityError as error:
        raise _moved() from error
    return force


def _moved() -> Moved:
    return Moved(
        said(
            "moved_on",
            "您打开这一页之后,别人刚决定过用哪份制度。",
            "Somebody decided which rulebook rules after you opened the page.",
            "看看现在用的是哪份,再决定一次。",
            "See which one rules now, and decide again.",
        )
    )


def blocked_months(version: Version, month: str) -> list[str]:
    """Months with confirmed pay that this decision would put under another rulebook."""
    following = next((f.month for f in standing() if f.month > month), None)
    out = []
    for one in sorted(closed()):
        if one < month or (following is not None and one >= following):
            continue
        rules = force_of(one)
        if rules is None or rules.version_id != version.pk:
            out.append(one)
    return out


def _not_closed(version: Version, month: str) -> None:
    blocked = blocked_months(version, month)
    if blocked:
        months = "、".join(blocked)
        raise Refused(
            said(
                "month_closed",
                f"{months} 的工资已经确认,不能再换制度。",
                f"The pay of {', '.join(blocked)} is confirmed; its rulebook cannot change.",
                f"从 {blocked[-1]} 之后的月份起用;那个月的差额在下一批里调整。",
                f"Let it begin after {blocked[-1]}; differences are adjusted in the next run.",
            )
        )


def differing_shops(rulebook: Rulebook, month: str) -> list[str]:
    """Shops whose way of measuring on the month's first day is not the document's."""
    if rulebook.measure is None:
        return []
    first = date.fromisoformat(f"{month}-01")
    reading = home.reading()
    return [
        shop.code
        for shop in reading.shops()
        if reading.measure(shop=shop.code, day=first) != rulebook.measure
    ]


def _readable(version: Version) -> Rulebook:
    """Its document; a version of a later release that this one cannot read must not rule."""
    try:
        return version.rulebook
    except Unreadable as error:
        raise Refused(
            said(
                "unreadable",
                "这一版是别的程序版本写的,现在读不懂,不能启用。",
                "This version was written by another release; it cannot be read now, nor put in "
                "force.",
                "拿它改一份新的,存下来再启用。",
                "Begin a draft with it, save it, and put that in force.",
            )
        ) from error


def _measure(by: User, version: Version, month: str, reason: str, now: datetime) -> None:
    from jinpai.facts.lake import LakeBusy, Ruling

    rulebook = _readable(version)
    shops = differing_shops(rulebook, month)
    if not shops or rulebook.measure is None:
        return
    first = date.fromisoformat(f"{month}-01")
    why = f"{version}: {reason}"
    value = rulebook.measure.model_dump(mode="json")
    for shop in shops:
        audit.record(
            action="measure.changed", subject=shop, by=by,
            detail={"from": first.isoformat(), "rulebook": str(version), "reason": reason},
        )  # fmt: skip
    rulings = [Ruling("measure", shop, first, None, value, why, by.username, now) for shop in shops]
    # queued first: an import's lock must not leave rulings without the job that follows them
    import_actions.start_job(user=by, kind=Job.Kind.REFRESH, now=now)
    try:
        home.lake().append_rulings(rulings, now=now)
    except LakeBusy as busy:
        raise Refused(asdict(busy.problem)) from busy
