"""Attaching a photo or video to a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.aftersales import photos
from jinpai.apps.aftersales.models import Case, CaseEvent, CaseFile
from jinpai.apps.desk.refused import Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit
from jinpai.apps.team.models import User

MOST_FILES = 20


def attach(
    *, by: User, case: int, content: bytes, now: datetime, request: HttpRequest | None = None
) -> CaseFile:
    """Keep it; the same again is the same file."""
    found = photos.read(content)
    with transaction.atomic():
        one = Case.objects.select_for_update().filter(pk=case).first()
        if one is None:
            raise Absent(_("没有这张售后单。"))
        known = one.files.filter(sha256=found.sha256).first()
        if known is not None:
            return known
        if not one.open:
            raise Refused(_("这张售后单已经了结。"))
        if one.files.count() >= MOST_FILES:
            raise Refused(_("一张售后单最多 20 个文件。"))
        photos.keep(one.pk, found)
        kept = CaseFile.objects.create(
            case=one, kind=found.kind, content_type=found.content_type, sha256=found.sha256,
            size=len(found.content), at=now, by=by.username,
        )  # fmt: skip
        CaseEvent.objects.create(
            case=one, at=now, by=by.username, what="attached",
            detail={"kind": found.kind, "sha256": found.sha256[:12]},
        )  # fmt: skip
        audit.record(action="case.attached", subject=str(one), detail={"kind": found.kind}, by=by,
                     request=request)  # fmt: skip
        return kept
