"""Entering what pay needs and no file holds: city numbers, profiles, openings, entries, losses.

Rows are added, never changed; the newest counts. A month whose pay is confirmed takes no entry.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from jinpai.apps.imports.sentences import Said, said
from jinpai.apps.payroll.actions.allowed import allow, because, month_text, not_yet_closed
from jinpai.apps.payroll.models import City, Entry, Loss, LossDropped, Opening, Profile, Written
from jinpai.apps.rulebooks.refused import Refused
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.rules.money import fen
from jinpai.rules.probation import longest_probation

CITY_NUMBERS = (
    "minimum_wage", "pension", "medical", "medical_fixed", "unemployment", "insurance_floor",
    "insurance_cap", "fund_rate", "fund_floor", "fund_cap", "market_wage",
)  # fmt: skip
RATES = ("pension", "medical", "unemployment", "fund_rate")
PROFILE = (
    "paid_here", "city", "insured", "insurance_base", "fund", "fund_base", "fund_rate",
    "additional", "other_deductions", "first_employment", "whole_allowance", "contract_from",
    "contract_to", "probation_until", "bank", "bank_account",
)  # fmt: skip
OPENING = ("months", "income", "exempt", "social", "additional", "other", "withheld")
HIDDEN = ("bank_account",)  # never in the log

_MOST = {  # what a month can hold
    Entry.What.PAID_DAYS: Decimal(31),
    Entry.What.EXPECTED_DAYS: Decimal(31),
    Entry.What.ABSENT_DAYS: Decimal(31),
    Entry.What.LATE_TIMES: Decimal(200),
    Entry.What.OVERTIME_WORKDAY: Decimal(744),
    Entry.What.OVERTIME_REST_DAY: Decimal(744),
    Entry.What.OVERTIME_HOLIDAY: Decimal(744),
}


@transaction.atomic
def set_city(
    *, by: User, city: str, since: date, numbers: Mapping[str, Decimal | None], source: str,
    reason: str, now: datetime, request: HttpRequest | None = None,
) -> City:  # fmt: skip
    """A city's numbers from a day on; what is left out is not known (medical_fixed: 0)."""
    allow(by, roles.RUN_PAY)
    given = {k: v for k, v in numbers.items() if k in CITY_NUMBERS and v is not None}
    if not source.strip():
        raise Refused(
            said(
                "no_source",
                "没有写来源。",
                "No source was given.",
                "写清数字出自哪份文件,例如「杭州市2026年度社保缴费基数公告」。",
                "Name the notice the numbers were read in.",
            )
        )
    for name, value in given.items():
        if value < 0 or (name in RATES and value > 1):
            raise Refused(_out_of_range(name, value))
    if given.get("minimum_wage", Decimal(0)) <= 0:
        raise Refused(_out_of_range("minimum_wage", given.get("minimum_wage")))
    for low, high in (("insurance_floor", "insurance_cap"), ("fund_floor", "fund_cap")):
        if low in given and high in given and given[low] > given[high]:
            raise Refused(
                said(
                    "floor_over_cap",
                    f"缴费基数下限 {given[low]} 高于上限 {given[high]}。",
                    f"The floor of the base {given[low]} is above its cap {given[high]}.",
                )
            )
    made = City(
        city=city.strip(), since=since, source=source.strip()[:500], reason=because(reason),
        by=by.username, at=now, **given,
    )  # fmt: skip
    _add(made)
    _log("city.written", city.strip(), {"since": since, **given, "source": source}, by, request)
    return made


@transaction.atomic
def set_profile(
    *, by: User, person: str, since: date, values: Mapping[str, Any], reason: str, now: datetime,
    request: HttpRequest | None = None,
) -> Profile:  # fmt: skip
    """A person's pay data from a day on. What `values` leaves out stays as it was then."""
    allow(by, roles.RUN_PAY)
    before = Profile.objects.filter(person=person, since__lte=since).order_by("-since", "-id")
    known = before.first()
    whole = {k: getattr(known, k) for k in PROFILE} if known is not None else {}
    whole |= {k: v for k, v in values.items() if k in PROFILE}
    for name in ("insurance_base", "fund_base", "additional", "other_deductions", "fund_rate"):
        value = whole.get(name)
        if value is not None and (value < 0 or (name == "fund_rate" and value > 1)):
            raise Refused(_out_of_range(name, value))
    _lawful_probation(whole)
    made = Profile(
        person=_person(person), since=since, reason=because(reason), by=by.username, at=now,
        **whole,
    )  # fmt: skip
    _add(made)
    changed = {
        k: "•••" if k in HIDDEN else v
        for k, v in values.items()
        if k in PROFILE and (known is None or getattr(known, k) != v)
    }
    _log("pay_profile.written", person, {"since": since, **changed, "reason": reason}, by, request)
    return made


def _lawful_probation(values: Mapping[str, Any]) -> None:
    """The probation is not longer than the contract allows (劳动合同法 art. 19)."""
    begins, ends = values.get("contract_from"), values.get("contract_to")
    until = values.get("probation_until")
    if begins is None or until is None:
        return
    length = None if ends is None else _whole_months(begins, ends + timedelta(days=1))
    most = longest_probation(length, day=begins)
    if until >= _months_after(begins, most):
        raise Refused(
            said(
                "probation_too_long",
                f"试用期到 {until},超过法律允许的 {most} 个月。",
                f"Probation until {until} is longer than the {most} months the law allows.",
                "按合同期限缩短试用期(劳动合同法第十九条)。",
                "Shorten it to what the contract's length allows (劳动合同法 art. 19).",
            )
        )


def _whole_months(begins: date, after: date) -> int:
    months = (after.year - begins.year) * 12 + after.month - begins.month
    return months - (after.day < begins.day)


def _months_after(day: date, months: int) -> date:
    """The same day some months later; the first of the following month where there is none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if day.day > monthrange(year, month)[1]:
        return date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, day.day)


@transaction.atomic
def set_opening(
    *, by: User, person: str, year: int, values: Mapping[str, Any], reason: str, now: datetime,
    request: HttpRequest | None = None,
) -> Opening:  # fmt: skip
    """A person's tax figures of a year before Jinpai paid: months and cumulative sums."""
    allow(by, roles.RUN_PAY)
    given = {k: v for k, v in values.items() if k in OPENING and v is not None}
    for name, value in given.items():
        if value < 0 or (name == "months" and value > 11):
            raise Refused(_out_of_range(name, value))
    made = Opening(
        person=_person(person), year=year, reason=because(reason), by=by.username, at=now, **given
    )
    _add(made)
    _log("tax_opening.written", f"{person}/{year}", {**given, "reason": reason}, by, request)
    return made


@transaction.atomic
def enter(
    *, by: User, person: str, month: str, what: str, value: Decimal | None, reason: str,
    now: datetime, request: HttpRequest | None = None,
) -> Entry:  # fmt: skip
    """One fact of a person's month, by hand; None takes the entry back."""
    allow(by, roles.RUN_PAY)
    month_text(month)
    if by.person and by.person == person:
        raise Refused(
            said(
                "own_entry",
                "不能给自己录入。",
                "Nobody enters facts about themselves.",
                "请另一位管薪资的同事录入。",
                "Ask another person who runs pay to enter it.",
            )
        )
    if value is not None:
        _fits(what, value)
    not_yet_closed(month)
    made = Entry(
        person=_person(person), month=month, what=what, value=value, reason=because(reason),
        by=by.username, at=now,
    )  # fmt: skip
    _add(made)
    _log(
        "pay_entry.written", f"{month}/{person}", {"what": what, "value": value, "reason": reason},
        by, request,
    )  # fmt: skip
    return made


def _fits(what: str, value: Decimal) -> None:
    if what == Entry.What.ADJUSTMENT:
        if value <= 0:
            raise Refused(
                said(
                    "only_owed",
                    f"手工补发必须大于 0,现在是 {value}。",
                    f"An adjustment by hand is money owed, above 0, not {value}.",
                    "扣回只来自已关账月份的数据变化或有证据的损失;罚款不能从工资里扣"
                    "(工资支付暂行规定第十五、十六条)。",
                    "Money is taken back only where a closed month's facts changed or a loss is "
                    "documented; wages bear no fines (工资支付暂行规定 arts 15, 16).",
                )
            )
        return
    most = _MOST.get(Entry.What(what)) if what in Entry.What.values else None
    whole_number = what == Entry.What.LATE_TIMES and value != int(value)
    if most is None or not 0 <= value <= most or whole_number:
        raise Refused(_out_of_range(what, value))


@transaction.atomic
def add_loss(
    *, by: User, person: str, day: date, amount: Decimal, evidence: str, clause: str, reason: str,
    now: datetime, request: HttpRequest | None = None,
) -> Loss:  # fmt: skip
    """A documented loss; without evidence and the contract's own provision nothing is claimed."""
    allow(by, roles.RUN_PAY)
    if by.person and by.person == person:
        raise Refused(
            said("own_entry", "不能给自己录入。", "Nobody enters facts about themselves.")
        )
    if amount <= 0:
        raise Refused(_out_of_range("amount", amount))
    if not evidence.strip() or not clause.strip():
        raise Refused(
            said(
                "undocumented",
                "损失要有证据和劳动合同里的约定,才能从工资里扣。",
                "A loss needs evidence and the contract's own provision before wages bear it.",
                "写明证据,和合同第几条约定了赔偿(工资支付暂行规定第十六条)。",
                "Name the evidence and the clause of the contract (工资支付暂行规定 art. 16).",
            )
        )
    made = Loss(
        person=_person(person), day=day, amount=fen(amount), evidence=evidence.strip(),
        clause=clause.strip()[:500], reason=because(reason), by=by.username, at=now,
    )  # fmt: skip
    _add(made)
    _log(
        "loss.written", person,
        {"day": day, "amount": amount, "clause": clause, "reason": reason}, by, request,
    )  # fmt: skip
    return made


@transaction.atomic
def drop_loss(
    *, by: User, loss: Loss, reason: str, now: datetime, request: HttpRequest | None = None
) -> LossDropped:
    """What is left of a loss is claimed no more. Twice is once."""
    allow(by, roles.RUN_PAY)
    Loss.objects.select_for_update().get(pk=loss.pk)
    known = LossDropped.objects.filter(loss=loss).first()
    if known is not None:
        return known
    made = LossDropped(loss=loss, reason=because(reason), by=by.username, at=now)
    _add(made)
    _log("loss.dropped", loss.person, {"loss": loss.pk, "reason": reason}, by, request)
    return made


# --- shared -----------------------------------------------------------------------------


def _person(code: str) -> str:
    if not code.strip():
        raise Refused(said("no_person", "没有选人。", "No person was chosen."))
    return code.strip()


def _add(made: Written) -> None:
    try:
        made.full_clean(exclude=["loss"])
    except ValidationError as error:
        name, told = next(iter(error.message_dict.items()))
        raise Refused(_unreadable(name, "; ".join(told))) from error
    except InvalidOperation as error:
        raise Refused(_unreadable("value", "")) from error
    made.save()


def _unreadable(name: str, told: str) -> Said:
    return said(
        "unreadable", f"「{name}」填得不对:{told}", f"{name} cannot be kept as given: {told}"
    )


def _out_of_range(name: str, value: object) -> Said:
    return said(
        "out_of_range",
        f"「{name}」的数值 {value if value is not None else '空'} 不可能。",
        f"{name} cannot be {value if value is not None else 'empty'}.",
        "核对后再填;比例写成小数,8% 是 0.08。",
        "Check it and enter it again; a rate is a fraction, 8 % is 0.08.",
    )


def _log(
    action: str, subject: str, detail: Mapping[str, Any], by: User, request: HttpRequest | None
) -> None:
    audit.record(
        action=action, subject=subject, by=by, request=request,
        detail={
            k: v if isinstance(v, bool | int | str) or v is None else str(v)
            for k, v in detail.items()
        },
    )  # fmt: skip
