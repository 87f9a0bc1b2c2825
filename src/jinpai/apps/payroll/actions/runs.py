"""A pay run from month to money: opened, calculated, confirmed, paid.

Every step checks the version it read, is one transaction, and is logged; whoever comes second is
told. Confirming writes one row: killed before it the run is calculated, after it confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import localtime

from jinpai.apps import home
from jinpai.apps.appraisal.gather import without_facts
from jinpai.apps.imports.sentences import Said, said
from jinpai.apps.payroll import adjust, gather, in_force, pins, runs
from jinpai.apps.payroll.actions.allowed import allow, because, month_text
from jinpai.apps.payroll.models import Run
from jinpai.apps.rulebooks import queries as rulebooks
from jinpai.apps.rulebooks.parsed import Unreadable
from jinpai.apps.rulebooks.refused import Moved, Refused
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.rules.inputs import Month
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import shipped

if TYPE_CHECKING:
    from jinpai.apps.rulebooks.models import Version
    from jinpai.metrics.reading import Reading

CLOSED = (Run.State.CONFIRMED, Run.State.PAID)


@transaction.atomic
def open_run(*, by: User, month: str, now: datetime, request: HttpRequest | None = None) -> Run:
    """The month's run, made where there is none yet."""
    allow(by, roles.RUN_PAY)
    month_text(month)
    _begun(month, now)
    run, made = Run.objects.get_or_create(
        month=month, defaults={"opened_by": by.username, "opened_at": now}
    )
    if made:
        _nothing_later(month)
        audit.record(action="pay_run.opened", subject=month, by=by, request=request)
    return run


def calculate(
    *, by: User, month: str, now: datetime, version_read: int | None = None,
    request: HttpRequest | None = None,
) -> Run:  # fmt: skip
    """Compute everyone of the month anew; what the run held is replaced as a whole.

    `version_read`: the run's version that the page showed; None: whatever there is.
    """
    allow(by, roles.RUN_PAY)
    run = _run(month)
    _still_open(run)
    if version_read is not None and run.version != version_read:
        raise Moved(_moved_on(run))
    ready = _gathered(month)
    with transaction.atomic():
        return _store(run, ready, by, now, request)


def open_and_calculate(
    *, by: User, month: str, now: datetime, request: HttpRequest | None = None
) -> Run:
    """Open the month and calculate it at once; where it cannot be, it is not opened either. All
    figures are read before anything is written, so that nobody waits for them."""
    allow(by, roles.RUN_PAY)
    month_text(month)
    _begun(month, now)
    known = Run.objects.filter(month=month).first()
    if known is None:
        _nothing_later(month)
    else:
        _still_open(known)
    ready = _gathered(month)
    with transaction.atomic():
        run = open_run(by=by, month=month, now=now, request=request)
        if known is not None and run.version != known.version:
            raise Moved(_moved_on(run))
        return _store(run, ready, by, now, request)


def _gathered(month: str) -> Ready:
    ready = prepare(month, home.reading(), _ruling(month))
    runs.step("gathered")
    return ready


def _store(run: Run, ready: Ready, by: User, now: datetime, request: HttpRequest | None) -> Run:
    """Within a transaction: what was gathered becomes the run's results."""
    held, version = _held(run), ready.version
    if held.version != run.version:
        raise Moved(_moved_on(held))
    held.rulebook_sha256, held.rulebook_code = version.sha256, version.code
    held.rulebook_text = version.text
    held.import_no = ready.import_no
    held.based_on = ready.based_on
    runs.store(
        held, ready.month, ready.rulebook, shipped(),
        problems=ready.problems, differences=ready.differences.stories,
        not_here=ready.not_here,
    )  # fmt: skip
    held.state = Run.State.CALCULATED
    held.calculated_by, held.calculated_at = by.username, now
    held.version += 1
    runs.step("calculated")
    held.save()
    audit.record(
        action="pay_run.calculated", subject=run.month, by=by, request=request,
        detail={"people": held.people, "left_out": held.left_out, "net": str(held.net),
                "open_problems": held.open_problems, "rulebook": version.sha256},
    )  # fmt: skip
    runs.step("commit")
    return held


@dataclass
class Ready:
    """A month gathered for its run."""

    version: Version
    based_on: dict[str, Any]  # see `_based_on`
    month: Month
    rulebook: Rulebook
    import_no: int
    problems: list[Problem]
    differences: adjust.Differences
    not_here: set[str]


def prepare(month: str, reading: Reading, version: Version) -> Ready:
    """Everything a run of the month reads, with the differences of closed months."""
    from jinpai.apps.appraisal import gather as appraisal

    based_on = _based_on(month)  # before the rest is read: what comes later makes it stale
    rulebook = version.rulebook
    known = appraisal.gather(month, reading=reading, rulebook=rulebook)
    differences = adjust.adjustments(month, reading=reading)
    desk = gather.Desk(month)
    whole = desk.with_pay(known, differences.adjustments)
    empty = without_facts(known)
    not_here = {code for code, profile in desk.profiles.items() if not profile.paid_here}
    not_here |= {
        person.code
        for person in known.people
        if person.role == "owner" and rulebook.pay.scheme_of(person.role, person.group) is None
    }  # an owner draws no wage unless the rulebook says so
    problems = [
        *([empty] if empty else ()),
        *(p for p in desk.problems if p.person not in not_here),
        *differences.problems,
        *_nobody_to_pay_it(differences, desk, whole, not_here),
        *_without_account(desk, whole, not_here),
    ]
    return Ready(
        version, based_on, whole, rulebook, reading.snapshot.import_no, problems, differences,
        not_here,
    )  # fmt: skip


def _nobody_to_pay_it(
    differences: adjust.Differences, desk: gather.Desk, whole: Month, not_here: set[str]
) -> list[Problem]:
    """What is still between the house and people whom this month does not pay any more."""
    here = {person.code for person in whole.people} - not_here
    open_ = [*differences.adjustments.items(), *desk.booked.carried.items()]
    lost = [
        Problem(
            "owed_to_nobody_here", f"entries.{row.pk}",
            f"录了补发 {row.value} 元,但本月没有这个人的工资条,发不出去;请撤回这条,另行支付",
            f"{row.value} was entered as owed, but the person is not paid here this month; take "
            "the entry back and pay it otherwise",
            found=str(row.value), person=person,
        )
        for person, rows in sorted(desk.owed.items())
        if person not in here
        for row in rows
    ]  # fmt: skip
    return lost + [
        Problem(
            "left_with_difference", f"adjustments.{one.id}",
            f"已不在本月名单,{one.month} 还有 {one.amount} 元没有结清",
            f"not in this month any more; {one.amount} of {one.month} is not settled",
            severity="warning", person=person,
        )
        for person, rows in sorted(open_, key=lambda entry: entry[0])
        if person not in here
        for one in rows
    ]  # fmt: skip


def _without_account(desk: gather.Desk, whole: Month, not_here: set[str]) -> list[Problem]:
    """Who the bank's file will leave out, in a house that pays through the bank."""
    have = {code for code, profile in desk.profiles.items() if profile.bank_account}
    lack = sorted({person.code for person in whole.people} - have - not_here)
    if not have or not lack:
        return []
    return [
        Problem(
            "no_bank_account", "profile.bank_account",
            f"没有银行账号,不会进银行文件:{'、'.join(lack)}",
            f"without a bank account, and so not in the bank's file: {', '.join(lack)}",
            found=", ".join(lack)[:500], severity="warning",
        )
    ]  # fmt: skip


def confirm(
    *, by: User, month: str, version_read: int, now: datetime, override_reason: str = "",
    request: HttpRequest | None = None,
) -> Run:  # fmt: skip
    """Make the run final and pin it. Refused while problems are open, unless overridden with a
    reason, which is printed on the run and its payslips."""
    allow(by, roles.RUN_PAY)
    run = _run(month)
    _still_open(run)
    if run.version != version_read:
        raise Moved(_moved_on(run))
    if run.state != Run.State.CALCULATED:
        raise Refused(
            said("not_calculated", f"{month} 还没有计算。", f"{month} has not been calculated.",
                 "先点「计算」。", "Calculate it first.")
        )  # fmt: skip
    with transaction.atomic():
        rulebooks.hold()  # a decision about the month's rulebook comes before or after, whole
        held = _held(run)
        _still_open(held)
        if held.version != version_read:
            raise Moved(_moved_on(held))
        _nothing_later(month)
        _nothing_earlier(month)
        reason = stale(held)
        if reason is not None:
            raise Refused(reason)
        if held.open_problems and not override_reason.strip():
            raise Refused(_problems_open(held))
        try:
            snapshot = home.lake().snapshot(held.import_no)
        except LookupError as error:
            raise Refused(_facts_gone(held)) from error
        held.pins = pins.pins(held, snapshot, pins.rulebook_of(held), shipped())
        held.override_reason = because(override_reason) if held.open_problems else ""
        held.state = Run.State.CONFIRMED
        held.confirmed_by, held.confirmed_at = by.username, now
        held.version += 1
        runs.step("confirmed")
        held.save()
        runs.step("logged")
        audit.record(
            action="pay_run.confirmed", subject=month, by=by, request=request,
            detail={"people": held.people, "net": str(held.net), "results": held.pins["results"],
                    **({"override": held.override_reason} if held.override_reason else {})},
        )  # fmt: skip
        runs.step("commit")
    runs.step("after")
    return held


@transaction.atomic
def mark_paid(
    *, by: User, month: str, version_read: int, now: datetime, request: HttpRequest | None = None
) -> Run:
    """The money went out."""
    allow(by, roles.RUN_PAY)
    run = _held(_run(month))
    if run.state == Run.State.PAID:
        return run
    if run.state != Run.State.CONFIRMED:
        raise Refused(
            said("not_confirmed", f"{month} 还没有确认。", f"{month} has not been confirmed.",
                 "先确认,再发放。", "Confirm it first, then pay.")
        )  # fmt: skip
    if run.version != version_read:
        raise Moved(_moved_on(run))
    run.state = Run.State.PAID
    run.paid_by, run.paid_at = by.username, now
    run.version += 1
    run.save()
    audit.record(action="pay_run.paid", subject=month, by=by, request=request,
                 detail={"net": str(run.net)})  # fmt: skip
    return run


@transaction.atomic
def drop_run(
    *, by: User, month: str, version_read: int, request: HttpRequest | None = None
) -> None:
    """Take away a run that was never confirmed, with its results."""
    allow(by, roles.RUN_PAY)
    run = _held(_run(month))
    _still_open(run)
    if run.version != version_read:
        raise Moved(_moved_on(run))
    runs.clear(run)
    audit.record(action="pay_run.dropped", subject=month, by=by, request=request)
    run.delete()


def stale(run: Run) -> Said | None:
    """Why a calculated run must be calculated again; None: it stands."""
    if run.closed or run.state == Run.State.DRAFT:
        return None
    version = rulebooks.in_force(run.month)
    if version is None or version.sha256 != run.rulebook_sha256:
        return said(
            "rulebook_changed",
            f"计算之后,{run.month} 换了制度。",
            f"The rulebook of {run.month} changed after the run was calculated.",
            "重新计算。",
            "Calculate again.",
        )
    now = _based_on(run.month)
    if now["program"] != run.based_on.get("program"):
        return said(
            "program_changed",
            "计算之后,程序或法定数字换了版本。",
            "The program or its statutory numbers changed after the run was calculated.",
            "重新计算。",
            "Calculate again.",
        )
    if now != run.based_on:
        return said(
            "pay_data_changed",
            "计算之后,薪资数据、考核或已确认的月份有变。",
            "Pay data, appraisals or confirmed months changed after the run was calculated.",
            "重新计算。",
            "Calculate again.",
        )
    return None


def _based_on(month: str) -> dict[str, Any]:
    """All that a run rests on beside facts and rulebook."""
    return {**in_force.moved(month), "program": pins.program()}


def newer_facts(run: Run) -> bool:
    """Were facts imported since the run was calculated? It may be confirmed all the same: what
    they change becomes a difference in the next run."""
    if run.closed or run.import_no is None:
        return False
    return bool(home.lake().snapshot().import_no != run.import_no)


# --- refusals ---------------------------------------------------------------------------


def _run(month: str) -> Run:
    month_text(month)
    run = Run.objects.filter(month=month).first()
    if run is None:
        raise Refused(
            said("no_run", f"{month} 还没有薪资批次。", f"There is no pay run of {month} yet.",
                 "先打开这个月。", "Open the month first.")
        )  # fmt: skip
    return run


def _ruling(month: str) -> Version:
    """The rulebook in force in the month, one that can be read."""
    version = rulebooks.in_force(month)
    if version is None:
        raise Refused(_no_rulebook(month))
    try:
        version.rulebook  # noqa: B018  read here, so that what is wrong with it is said
    except Unreadable as error:
        raise Refused(
            said(
                "rulebook_unreadable",
                f"{version} 是别的程序版本写的,现在读不懂。",
                f"{version} was written by another release and cannot be read now.",
                "拿它改一份新的,存下来再启用。",
                "Begin a draft with it, save it, and put that in force.",
            )
        ) from error
    return version


def _held(run: Run) -> Run:
    """The run as it is now, held until the transaction ends."""
    held = Run.objects.select_for_update().filter(pk=run.pk).first()
    if held is None:  # deleted meanwhile
        raise Moved(_moved_on(run))
    return held


def _still_open(run: Run) -> None:
    if run.closed and run.confirmed_at is not None:
        at = localtime(run.confirmed_at)
        raise Moved(
            said(
                "already_confirmed",
                f"{run.month} 已由 {run.confirmed_by} 于 {at:%Y-%m-%d %H:%M} 确认。",
                f"{run.month} was confirmed by {run.confirmed_by} on {at:%Y-%m-%d %H:%M}.",
                "以后的变化会成为下个月的差额。",
                "What changes later becomes a difference in the next run.",
            )
        )


def _begun(month: str, now: datetime) -> None:
    """A month of the future is nobody's pay: confirmed by mistake it would close all before it."""
    if month > f"{localtime(now):%Y-%m}":
        raise Refused(
            said(
                "month_not_begun",
                f"{month} 还没有开始。",
                f"{month} has not begun.",
                "月份到了再打开。",
                "Open it when the month has come.",
            )
        )


def _nothing_later(month: str) -> None:
    """Tax is cumulative: after a later month is closed, an earlier one no longer can be."""
    later = Run.objects.filter(state__in=CLOSED, month__gt=month).order_by("month").first()
    if later is not None:
        raise Refused(
            said(
                "later_month_closed",
                f"{later.month} 已经确认,不能再确认更早的 {month}。",
                f"{later.month} is confirmed, so the earlier {month} can no longer be.",
                "差额记在还开着的月份,作为补发。",
                "Enter what is owed in a month that is still open.",
            )
        )


def _nothing_earlier(month: str) -> None:
    """Months are confirmed in their order."""
    earlier = Run.objects.exclude(state__in=CLOSED).filter(month__lt=month).order_by("month")
    first = earlier.first()
    if first is not None:
        raise Refused(
            said(
                "earlier_month_open",
                f"{first.month} 还没有确认;个税按年累计,要按月份顺序确认。",
                f"{first.month} is not confirmed; tax is cumulative, so months go in order.",
                f"先确认或删除 {first.month}。",
                f"Confirm or delete {first.month} first.",
            )
        )


def _moved_on(run: Run) -> Said:
    return said(
        "moved_on",
        f"您打开这一页之后,{run.month} 又有人计算或改动过。",
        f"Somebody calculated or changed {run.month} after you opened the page.",
        "刷新,看新的结果再决定。",
        "Reload, look at the new results, then decide.",
    )


def _no_rulebook(month: str) -> Said:
    return said(
        "no_rulebook",
        f"{month} 没有启用的制度。",
        f"No rulebook is in force in {month}.",
        "在「制度」里选一个制度并启用。",
        "Choose a rulebook and put it in force.",
    )


def _problems_open(run: Run) -> Said:
    return said(
        "problems_open",
        f"还有 {run.open_problems} 个问题没有解决。",
        f"{run.open_problems} problems are open.",
        "逐个解决后重新计算;确有必要时写明原因强制确认,原因会印在工资表和工资条上。",
        "Solve them and calculate again; where it must be, override with a reason, which is "
        "printed on the run and the payslips.",
    )


def _facts_gone(run: Run) -> Said:
    return said(
        "facts_gone",
        "计算所依据的数据版本已被压缩清理。",
        "The version of the facts it was calculated from was compacted away.",
        "重新计算。",
        "Calculate again.",
    )
