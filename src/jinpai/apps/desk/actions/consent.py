"""A buyer's yes or no to being told of campaigns, as it was said.

A no ends every contact at once and for ever, in every shop, until the buyer agrees anew: what
waits on recall lists is dropped in the same step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.board import buyers
from jinpai.apps.desk.actions.ending import drop
from jinpai.apps.desk.models import Consent, Task
from jinpai.apps.desk.refused import Refused
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.recalls import Word

CODE = "recalls"
AT_ONCE = 500  # buyers in one question to the database
LOGGED = {True: "consent.given", False: "consent.withdrawn"}


def record(
    *,
    by: User,
    shop: str,
    buyer: str,
    given: bool,
    where: str,
    said_at: datetime,
    key: str,
    now: datetime,
    evidence: str = "",
    but: int = 0,
    request: HttpRequest | None = None,
) -> Consent:
    """Write it down. The same word of the same form again changes nothing; a no is never taken for
    the yes that the form said before. `but`: the task that is being
    finished with these words."""
    if not by.may(roles.SEE_DESK):
        raise NotYours(_("您的角色看不到工作台。"))
    if where not in Consent.Where.values:
        raise Refused(_("请选在哪里说的。"))
    if said_at > now + timedelta(minutes=1):
        raise Refused(_("说的时间还没有到。"))
    if given and not evidence.strip():
        raise Refused(_("同意要有依据:原话、哪一天的聊天或订单号。"))
    if not key or not buyer or not shop:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    key = hashlib.sha256(f"{key}\0{shop}\0{buyer}\0{given}".encode()).hexdigest()
    known = Consent.objects.filter(key=key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            one = Consent.objects.create(
                shop=shop, buyer=buyer[:128], given=given, where=where, said_at=said_at,
                evidence=evidence.strip()[:500], by=by.username, at=now, key=key,
            )  # fmt: skip
            ended = 0
            if not given:
                ended = drop(
                    Task.objects.filter(list=CODE, buyer=one.buyer).exclude(pk=but),
                    by=by, now=now, why="买家说不要联系",
                )  # fmt: skip
            # the log is read by more people than may know the name
            audit.record(
                action=LOGGED[given], subject=f"{shop}/{buyers.token(shop, buyer)}",
                detail={"where": where, "said_at": said_at.isoformat(), "dropped": ended},
                by=by, request=request,
            )  # fmt: skip
    except IntegrityError:  # the same form at the same moment
        return Consent.objects.get(key=key)
    return one


def words(shop: str, names: Iterable[str], *, lock: bool = False) -> dict[str, list[Word]]:
    """What buyers said: in this shop, and every refusal, wherever it was. `lock`: until the
    transaction ends nobody else goes by them for a contact."""
    out: dict[str, list[Word]] = {}
    for some in _parts(sorted(set(names))):
        rows = Consent.objects.filter(buyer__in=some).filter(Q(shop=shop) | Q(given=False))
        if lock:
            rows = rows.select_for_update()
        for one in rows.order_by("id"):
            out.setdefault(one.buyer, []).append(Word(one.given, one.said_at))
    return out


def _parts(names: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(names), AT_ONCE):
        yield names[start : start + AT_ONCE]
