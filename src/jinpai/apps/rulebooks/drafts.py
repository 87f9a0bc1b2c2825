"""Drafts: a text kept as typed, right or wrong, so that nothing typed is ever lost.

The form and the text editor work on the same draft. Two windows on one draft: the one that wrote
last goes on writing; the other is told before it overwrites anything.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jinpai.apps.imports.sentences import said
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.rulebooks.actions import allow, plain
from jinpai.apps.rulebooks.models import Draft
from jinpai.apps.rulebooks.queries.sources import source
from jinpai.apps.rulebooks.refused import Moved, Refused
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.rules import document

MOST = 20  # drafts of one user


def begin(*, by: User, start: str, now: datetime) -> tuple[Draft, bool]:
    """A draft of a version or a shipped rulebook; the one already begun, where there is one."""
    allow(by, roles.CHANGE_RULES)
    found = source(start)
    if found is None:
        raise Absent(_("没有这份制度。"))
    with transaction.atomic():
        begun = Draft.objects.filter(owner=by, start=found.key).first()
        if begun is not None:
            return begun, False
        return _new(by, found.text, found.key, now), True


def begin_file(*, by: User, data: bytes, now: datetime) -> Draft:
    """A draft of a TOML file. Whether it is a rulebook is said in the editor; that it is text of
    a bearable size is asked here."""
    allow(by, roles.CHANGE_RULES)
    text, problems = document.decode(data)
    if text is None:
        first = problems[0]
        raise Refused(
            said("not_text", first.zh, first.en, "制度是 TOML 文本,用 UTF-8 保存。",
                 "A rulebook is a TOML text in UTF-8.")
        )  # fmt: skip
    return _new(by, plain(text), "", now)


def _new(by: User, text: str, start: str, now: datetime) -> Draft:
    if Draft.objects.filter(owner=by).count() >= MOST:
        raise Refused(
            said(
                "too_many_drafts",
                f"您已经有 {MOST} 份草稿。",
                f"You have {MOST} drafts already.",
                "先丢掉不要的草稿。",
                "Throw away those you do not need.",
            )
        )
    return Draft.objects.create(owner=by, text=text, start=start, made_at=now, changed_at=now)


def mine(by: User, draft_id: int) -> Draft:
    """The user's own draft; another's is as if it were not there."""
    found = Draft.objects.filter(pk=draft_id, owner=by).first()
    if found is None:
        raise Absent(_("没有这份草稿;它可能已经保存成版本,或者丢掉了。"))
    return found


def keep(*, by: User, draft: Draft, text: str, turn: int, hand: str, now: datetime) -> Draft:
    """Keep what was typed. `turn` and `hand` are those of the window that sends it."""
    allow(by, roles.CHANGE_RULES)
    text = plain(text)
    with transaction.atomic():
        latest = Draft.objects.select_for_update().get(pk=mine(by, draft.pk).pk)
        if latest.text == text:
            return latest
        if latest.turn != turn and (not hand or latest.hand != hand):
            raise Moved(
                said(
                    "other_window",
                    "这份草稿在另一个窗口里改过,这里的没有存。",
                    "This draft was changed in another window; this one was not kept.",
                    "下面还是您这里写的;对照草稿里的内容,再决定留哪个。",
                    "What you wrote is still below; compare it with the draft and decide.",
                )
            )
        latest.text, latest.turn, latest.hand = text, latest.turn + 1, hand[:32]
        latest.changed_at = now
        latest.save()
        return latest


def throw_away(*, by: User, draft: Draft) -> None:
    allow(by, roles.CHANGE_RULES)
    mine(by, draft.pk).delete()
