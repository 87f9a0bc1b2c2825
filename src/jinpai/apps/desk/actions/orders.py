"""Remarks and flags: written here, to be carried to the platform (`outgoing.py`).

The green flag takes an order out of every figure. It needs the right and a reason, is a ruling in
the lake at once, and the owner and the colleague whose order it was find it on their Today; so
does its taking away.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import OPEN_STATES, OutgoingChange, OutgoingStep, Task
from jinpai.apps.desk.queries import changes as query
from jinpai.apps.desk.queries.changes import Standing
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit, jobs, roles
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role
from jinpai.workflow.flags import FLAGS, mark
from jinpai.workflow.remarks import Fault, Remark, Unfit, too_long

State, What = OutgoingChange.State, OutgoingChange.What
GUARDED = "green"


@transaction.atomic
def write_remark(
    *, by: User, shop: str, order_id: str, text: str, day: date | None, key: str, now: datetime,
    request: HttpRequest | None = None,
) -> OutgoingChange:  # fmt: skip
    """One more remark, signed; what stands on the order stays. The promise it keeps is done."""
    if (known := _known(key)) is not None:
        return known
    order = order_of(shop, order_id)
    form = query.remark_format(now)
    today = _local(now)
    remark = Remark(query.signature(by), text, day or today)
    try:
        line = form.render(remark, today)
    except Unfit as unfit:
        raise Refused(fault_words(unfit.fault)) from unfit
    before = order.whole_remark
    after = query.joined(before, line)
    if after == before:
        raise Refused(_("这条备注已经有了。"))
    if too_long(order.platform, after):
        raise Refused(_("加上这条,平台放不下了;请先在平台上精简原来的备注。"))
    change = _write(
        order, What.REMARK, by, now, key, request, "order.remarked",
        before=before, after=after, line=line,
    )  # fmt: skip
    _keep_promises(by, order, line, now, request)
    return change


@transaction.atomic
def set_flag(
    *, by: User, shop: str, order_id: str, flag: str, no: int, key: str, now: datetime,
    reason: str = "", request: HttpRequest | None = None,
) -> OutgoingChange:  # fmt: skip
    """A colour for the order. `no` is how many flags were set when the page was read. To green
    or away from it takes the right and a reason."""
    if (known := _known(key)) is not None:
        return known
    order = order_of(shop, order_id)
    if flag not in FLAGS:
        raise Refused(_("请选一种旗。"))
    if order.no(What.FLAG) != no:
        raise Moved
    counts = GUARDED in (flag, order.flag, order.flag_to_be)
    if counts:
        _guard(by, reason)
    if flag == order.flag_to_be and (flag == order.flag or not counts):
        raise Refused(_("已经是这种旗了。"))
    before = order.flag_to_be
    for earlier in order.changes:  # the newest colour is the one to carry over
        if earlier.what == What.FLAG and earlier.state == State.WAITING:
            close(earlier, by, now, State.WITHDRAWN, followed_by=flag)
    platform = mark(order.platform, flag)
    change = _write(
        order, What.FLAG, by, now, key, request, "order.flagged",
        before=before, after=flag, reason=reason.strip()[:300],
        platform_value=platform.number if platform else "",
        ruled=counts, ruled_before=order.ruled if counts else "",
    )  # fmt: skip
    if counts:
        _tell(change, order, by, reason, now)
        _rule(order, {"flag": flag}, reason, by, now)
    return change


@transaction.atomic
def withdraw(
    *, by: User, change: int, version: int, now: datetime, reason: str = "",
    request: HttpRequest | None = None,
) -> OutgoingChange:  # fmt: skip
    """Not after all: while it still waits, or where the platform says otherwise and is right. By
    who wrote it, or who sees the team's desk."""
    one = own(by, change)
    if one.state == State.WITHDRAWN:
        return one
    if one.version != version or not (one.state == State.WAITING or one.contradicted):
        raise Moved
    order = order_of(one.shop, one.order_id)
    if one.ruled:
        _guard(by, reason)
    close(one, by, now, State.WITHDRAWN, reason=reason.strip())
    audit.record(
        action="order.change_withdrawn", subject=str(one), by=by, request=request,
        detail={"what": one.what, "after": one.line or one.after, "reason": reason.strip()},
    )  # fmt: skip
    if one.ruled:
        back = one.ruled_before
        _tell(one, order, by, reason, now, taken_back=True)
        _rule(order, {"flag": back} if back else {"withdrawn": True}, reason, by, now)
    return one


# -- what they share ---------------------------------------------------------------------


def fault_words(fault: Fault) -> str:
    """A fault in the reader's language."""
    return {
        "no_text": _("还没有写内容。"),
        "too_long": _("内容太长,最多 200 字。"),
        "no_agent": _("没有写是谁。"),
        "stranger": _("不认识这位客服。"),
        "no_day": _("日期不是一个日子。"),
        "future": _("备注的日期不能在今天之后。"),
        "unclear": _("内容里像有另一条备注(名字和日期),读不回来;请换个写法。"),
    }.get(fault.code, fault.en)


def order_of(shop: str, order_id: str) -> Standing:
    """The order as it stands."""
    found = query.standing(shop, order_id)
    if found is None:
        raise Absent(_("这家店没有订单 %(id)s。") % {"id": order_id[:40]})
    return found


def own(by: User, change: int) -> OutgoingChange:
    """Of whoever wrote it, or sees the team's desk; for all others there is none."""
    one = OutgoingChange.objects.select_for_update().filter(pk=change).first()
    if one is None or not (one.by == by.username or by.may(roles.SEE_TEAM_DESK)):
        raise Absent(_("没有这一条。"))
    return one


def _known(key: str) -> OutgoingChange | None:
    if not key or len(key) > 64:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    return OutgoingChange.objects.filter(key=key).first()


def _local(now: datetime) -> date:
    from django.utils import timezone

    return timezone.localtime(now).date()


def _guard(by: User, reason: str) -> None:
    if not by.may(roles.SET_GREEN):
        raise Refused(_("绿旗(疑似刷单)只能由店主或主管来改,并写明原因。"))
    if not reason.strip():
        raise Refused(_("绿旗会让订单退出所有的数:请写原因。"))


def _write(
    order: Standing, what: str, by: User, now: datetime, key: str,
    request: HttpRequest | None, action: str, **values: object,
) -> OutgoingChange:  # fmt: skip
    try:
        with transaction.atomic():
            change = OutgoingChange.objects.create(
                shop=order.shop, order_id=order.order_id, what=what, no=order.no(what) + 1,
                platform=order.platform, by=by.username, at=now, key=key, **values,
            )  # fmt: skip
    except IntegrityError as raced:  # another change of this order at the same moment
        same = OutgoingChange.objects.filter(key=key).first()
        if same is None:
            raise Moved from raced
        return same
    OutgoingStep.objects.create(change=change, at=now, by=by.username, what="written")
    audit.record(
        action=action, subject=f"{order.shop}/{order.order_id}", by=by, request=request,
        detail={
            "before": change.before, "after": change.line or change.after,
            **({"reason": change.reason, "credited": order.owner} if change.reason else {}),
        },
    )  # fmt: skip
    return change


def close(
    change: OutgoingChange, by: User | None, now: datetime, state: str, **detail: object
) -> None:
    """To another state, with its step."""
    change.state = state
    change.version += 1
    change.save()
    OutgoingStep.objects.create(
        change=change, at=now, by=by.username if by else "", what=state,
        detail={k: v for k, v in detail.items() if v},
    )  # fmt: skip


def _keep_promises(
    by: User, order: Standing, line: str, now: datetime, request: HttpRequest | None
) -> None:
    """The items of the list of promises that this remark answers."""
    open_ones = Task.objects.filter(
        list="promises", shop=order.shop, order_id=order.order_id, state__in=OPEN_STATES
    )
    for task in open_ones:
        if tasks.may_work(by, task):
            tasks.finish(
                by=by, task=task.pk, version=task.version, outcome="remarked",
                fields={"remark": line}, now=now, request=request,
            )  # fmt: skip


def _tell(
    change: OutgoingChange, order: Standing, by: User, reason: str, now: datetime,
    *, taken_back: bool = False,
) -> None:  # fmt: skip
    """The owner, and the colleague whose order it is."""
    to_green = (change.after == GUARDED) != taken_back
    title = (
        _("订单 %(id)s 标了绿旗(疑似刷单),退出所有的数")
        if to_green
        else _("订单 %(id)s 的绿旗拿掉了,重新计数")
    ) % {"id": order.order_id}
    told = [("owner", Role.OWNER.value, "")]
    if order.owner_person and order.owner_person != by.person:
        colleague = User.objects.filter(person=order.owner_person, is_active=True).first()
        if colleague is not None and colleague.role != Role.OWNER:
            told.append(("colleague", colleague.role, order.owner_person))
    for whom, role, person in told:
        tasks.add(
            list="escalations", key=f"green:{change.pk}:{'back:' if taken_back else ''}{whom}",
            role=role, person=person, title=title, since=now, now=now, shop=order.shop,
            order_id=order.order_id, priority=1, source=Task.Source.COLLEAGUE, by=by,
            data={"reason": reason.strip()[:300], "account": order.owner},
        )  # fmt: skip


def _rule(order: Standing, value: dict[str, object], reason: str, by: User, now: datetime) -> None:
    """The figures follow. Last in the transaction: if the lake refuses, nothing stands."""
    from jinpai.facts.lake import LakeBusy, Ruling

    ruling = Ruling(
        "flag", f"{order.shop}/{order.order_id}", None, None, value, reason.strip(),
        by.username, now,
    )  # fmt: skip
    try:
        home.lake().append_rulings([ruling], now=now)
    except LakeBusy as busy:
        raise Refused(_("另一次导入正在写入,等它完成后再试一次。")) from busy
    transaction.on_commit(jobs.bring_figures_along)
