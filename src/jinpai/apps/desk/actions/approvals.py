"""Money back that needs somebody's word: asked, decided by another, paid on the platform."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.actions.order_lock import hold
from jinpai.apps.desk.elsewhere import repaid
from jinpai.apps.desk.models import RefundRequest, Task
from jinpai.apps.desk.queries import known
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.changes import Recorded, paid_back
from jinpai.workflow.aftersales.references import acceptable
from jinpai.workflow.approvals import KINDS, Order, Refusal, for_a_review, refusals, taken
from jinpai.workflow.lists.refund_approvals import KIND

State = RefundRequest.State
LOGGED = {
    "asked": "approval.asked",
    "approved": "approval.approved",
    "refused": "approval.refused",
    "paid": "approval.paid",
    "withdrawn": "approval.withdrawn",
}


@dataclass(frozen=True)
class Asked:
    """The form. `amount` as it was written."""

    key: str
    shop: str
    order_id: str
    kind: str
    amount: str
    reason: str
    evidence: str = ""


def may_see(user: User, one: RefundRequest) -> bool:
    """The own requests, and all for those who decide or see the team's desk."""
    if not user.may(roles.SEE_DESK):
        return False
    return (
        one.asked_by == user.username
        or user.may(roles.APPROVE_REFUNDS)
        or user.may(roles.SEE_TEAM_DESK)
    )


def money(text: str) -> Decimal | None:
    """An amount as people write it; None where it is none."""
    try:
        found = Decimal(re.sub(r"[\s,,¥¥元]", "", text))
    except ArithmeticError:
        return None
    return found if found.is_finite() and abs(found) < 10**9 else None


def standing(shop: str, order_id: str, *, but: int | None = None) -> tuple[Order, known.Known]:
    """The order as far as money goes, without the request `but`."""
    found = known.order(shop, order_id)
    if found is None:
        return Order(None), known.Known(shop, order_id)
    others = _of_order(found.shop, order_id)
    if but is not None:
        others = others.exclude(pk=but)
    spoken = taken(others.values_list("state", "amount", "reference"), found.refunds)
    elsewhere = [Recorded(amount) for amount in repaid(found.shop, order_id)]
    back = paid_back(found.back, elsewhere)
    return Order(found.paid, back, spoken, found.green), found


@transaction.atomic
def ask(
    *, by: User, form: Asked, now: datetime, request: HttpRequest | None = None
) -> RefundRequest:
    """A request and the approver's task. The same form again is the same request."""
    if not by.may(roles.HANDLE_CASES):
        raise NotYours(_("您的岗位不处理退款。"))
    if not form.key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    earlier = RefundRequest.objects.filter(key=form.key, asked_by=by.username).first()
    if earlier is not None:
        return earlier
    hold(form.order_id)
    order, facts = standing(form.shop, form.order_id)
    amount = money(form.amount)
    reason = form.reason.strip().replace(form.order_id, "") if form.order_id else form.reason
    _unless(refusals(form.kind, amount, reason, form.evidence.strip(), order))
    assert amount is not None and order.paid is not None  # else it was refused
    kind_zh = KINDS[form.kind][0]
    task = tasks.add(
        list=KIND.code, key=f"refund:{form.key}", now=now, since=now, by=by, request=request,
        role=roles.Role.OWNER if by.role == roles.Role.SUPERVISOR else KIND.role,
        title=f"{kind_zh} {amount:.2f} 元", priority=1, shop=facts.shop,
        order_id=form.order_id, buyer=facts.buyer, due=_limit(facts.shop, now),
        data={"kind": form.kind, "amount": f"{amount:.2f}", "reason": form.reason.strip()[:300]},
    )  # fmt: skip
    try:
        with transaction.atomic():
            one = RefundRequest.objects.create(
                key=form.key, shop=facts.shop, order_id=form.order_id, buyer=facts.buyer,
                kind=form.kind, amount=amount, reason=form.reason.strip()[:500],
                evidence=form.evidence.strip()[:500], paid_before=order.paid,
                back_before=order.back, asked_by=by.username, asked_at=now, task=task,
            )  # fmt: skip
    except IntegrityError:  # the same form at the same moment, or somebody else's key
        raise Moved from None
    _log("asked", one, by, request, reason=one.reason, evidence=one.evidence)
    return one


@transaction.atomic
def approve(
    *, by: User, pk: int, version: int, now: datetime, note: str = "",
    request: HttpRequest | None = None,
) -> RefundRequest:  # fmt: skip
    """Yes, by somebody else than who asked; then it is theirs to pay on the platform."""
    hold(RefundRequest.objects.filter(pk=pk).values_list("order_id", flat=True).first() or "")
    one = _to_decide(by, pk, version)
    if one is None:
        return RefundRequest.objects.get(pk=pk)
    if for_a_review(note):
        _unless(refusals(one.kind, one.amount, note, "", Order(one.amount)))
    order, _facts = standing(one.shop, one.order_id, but=one.pk)
    _unless(refusals(one.kind, one.amount, _own_words(one), one.evidence, order))
    tasks.conclude(by=by, task=one.task_id, outcome="approved", now=now, request=request,
                   detail=_note(note))  # fmt: skip
    asker = User.objects.filter(username=one.asked_by, is_active=True).first()
    one.paying = tasks.add(
        list=KIND.code, key=f"refund:{one.key}/pay", now=now, since=now, priority=1,
        role=asker.role if asker else roles.Role.ASSISTANT, person=asker.person if asker else "",
        title=f"打款 {one.amount:.2f} 元", shop=one.shop, order_id=one.order_id, buyer=one.buyer,
        due=_limit(one.shop, now), data=one.task.data, source=Task.Source.COLLEAGUE,
        why_zh="审批同意了,在平台上打款并记下流水号",
        why_en="Approved: pay it on the platform and note the payment's number",
    )  # fmt: skip
    return _changed(one, by, request, "approved", state=State.APPROVED, decided_by=by.username,
                    decided_at=now, decision_note=note.strip()[:500])  # fmt: skip


@transaction.atomic
def refuse(
    *, by: User, pk: int, version: int, reason: str, now: datetime, note: str = "",
    request: HttpRequest | None = None,
) -> RefundRequest:  # fmt: skip
    """No, with the reason; who asked sees it on Today."""
    one = _to_decide(by, pk, version)
    if one is None:
        return RefundRequest.objects.get(pk=pk)
    if reason not in {r.code for r in KIND.reasons}:
        raise Refused(_("请选原因。"))
    tasks.conclude(by=by, task=one.task_id, outcome="refused", reason=reason, now=now,
                   detail={"reason": reason} | _note(note), request=request)  # fmt: skip
    return _changed(one, by, request, "refused", state=State.REFUSED, decided_by=by.username,
                    decided_at=now, decision=reason, decision_note=note.strip()[:500])  # fmt: skip


@transaction.atomic
def pay(
    *, by: User, pk: int, version: int, reference: str, now: datetime,
    request: HttpRequest | None = None,
) -> RefundRequest:  # fmt: skip
    """Paid on the platform, under its number. By who asked, or who sees the team's desk."""
    one = _locked(by, pk)
    if not (one.asked_by == by.username or by.may(roles.SEE_TEAM_DESK)):
        raise NotYours(_("这一笔不由您打款。"))
    if one.state == State.PAID and one.reference == reference.strip():
        return one
    _still(one, State.APPROVED, version)
    reference = reference.strip()
    if not acceptable(reference):
        raise Refused(_("请写平台的打款流水号(8 位以上字母数字);不写任何人的账号、手机号。"))
    if RefundRequest.objects.filter(reference=reference).exclude(pk=pk).exists():
        raise Refused(_("这个流水号已经记在另一笔上了。"))
    if one.paying_id:
        tasks.conclude(by=by, task=one.paying_id, outcome="paid", now=now, request=request,
                       detail={"note": reference})  # fmt: skip
    return _changed(one, by, request, "paid", state=State.PAID, paid_by=by.username, paid_at=now,
                    reference=reference)  # fmt: skip


@transaction.atomic
def withdraw(
    *, by: User, pk: int, version: int, now: datetime, request: HttpRequest | None = None
) -> RefundRequest:
    """Not after all: by who asked, until it is paid."""
    one = _locked(by, pk)
    if one.asked_by != by.username:
        raise NotYours(_("只有申请的人能撤回。"))
    if one.state == State.WITHDRAWN:
        return one
    if one.state not in (State.ASKED, State.APPROVED) or one.version != version:
        raise Moved(_who(one))
    for task in (one.task_id, one.paying_id):
        if task:
            tasks.conclude(by=by, task=task, outcome="withdrawn", now=now, request=request)
    return _changed(one, by, request, "withdrawn", state=State.WITHDRAWN)


# -- what they share ---------------------------------------------------------------------


def _of_order(shop: str, order_id: str) -> QuerySet[RefundRequest]:
    return RefundRequest.objects.filter(shop=shop, order_id=order_id).order_by("pk")


def _locked(by: User, pk: int) -> RefundRequest:
    one = RefundRequest.objects.select_for_update().filter(pk=pk).first()
    if one is None or not may_see(by, one):
        raise Absent(_("没有这一条。"))
    return one


def _to_decide(by: User, pk: int, version: int) -> RefundRequest | None:
    """The request, if it is the user's to decide; None where the user just did."""
    one = _locked(by, pk)
    if not by.may(roles.APPROVE_REFUNDS):
        raise NotYours(_("您没有审批退款的权限。"))
    asker = User.objects.filter(username=one.asked_by).first()
    if one.asked_by == by.username or (by.person and asker and asker.person == by.person):
        raise Refused(_("自己申请的由别人审批。"))
    if one.state in (State.APPROVED, State.REFUSED) and one.decided_by == by.username:
        return None
    _still(one, State.ASKED, version)
    return one


def _still(one: RefundRequest, state: str, version: int) -> None:
    if one.state != state or one.version != version:
        raise Moved(_who(one))


def _who(one: RefundRequest) -> str:
    user = User.objects.filter(username=one.paid_by or one.decided_by or one.asked_by).first()
    return str(user) if user else ""


def _own_words(one: RefundRequest) -> str:
    return one.reason.replace(one.order_id, "")


def _note(note: str) -> dict[str, str]:
    return {"note": note.strip()[:500]} if note.strip() else {}


def _limit(shop: str, now: datetime) -> datetime:
    return known.in_service(shop, now, known.terms_of(shop, now).limit(KIND.code))


def _unless(found: list[Refusal]) -> None:
    """Say why not, by which law where it is the law."""
    if not found:
        return
    one = found[0]
    if one.article is not None:
        english = not (get_language() or "zh").startswith("zh")
        law = one.article.en if english else one.article.zh
        raise Refused(_("不能申请:%(law)s。") % {"law": law})
    if one.code == "too_much":
        raise Refused(_("最多还能退 %(most)s 元(实付减去已退和已申请的)。") % {"most": one.most})
    raise Refused(
        {
            "kind": _("请选退款种类。"),
            "no_reason": _("请写原因。"),
            "no_evidence": _("这一种要有凭证:平台上的链接,或聊天、照片在哪里。"),
            "private": _("不写任何人的账号、手机号、卡号;打款走平台。"),
            "amount": _("金额写到分,大于 0。"),
            "unknown_order": _("数据里没有这个订单的实付金额;先导入订单。"),
        }[one.code]
    )


def _changed(
    one: RefundRequest, by: User, request: HttpRequest | None, what: str, **changes: Any
) -> RefundRequest:
    for name, value in changes.items():
        setattr(one, name, value)
    one.version += 1
    one.save()
    said = {k: str(v) for k, v in changes.items() if k in ("decision", "decision_note",
                                                           "reference") and v}  # fmt: skip
    _log(what, one, by, request, **said)
    return one


def _log(
    what: str, one: RefundRequest, by: User, request: HttpRequest | None, **detail: str
) -> None:
    told = {"amount": str(one.amount), "kind": one.kind} | detail
    audit.record(action=LOGGED[what], subject=str(one), detail=told, by=by, request=request)
