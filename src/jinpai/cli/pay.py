"""`jinpai pay 2026-10`: compute the month's pay run, and confirm it where asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jinpai.cli.appraise import database
from jinpai.cli.house import now, reading, writable_home
from jinpai.cli.output import emit, money, table
from jinpai.cli.period import month as month_days
from jinpai.cli.speech import DONE, FOUND, language, say, stop, text

if TYPE_CHECKING:
    from jinpai.apps.payroll.models import Run, Trouble
    from jinpai.apps.team.models import User

HELP = text(
    "薪资:计算某月的薪资,列出每人应发、实发和问题;--confirm 确认。",
    "Pay: compute a month's run, show gross, net and problems; --confirm makes it final.",
)
STATES = {
    "draft": "草稿", "calculated": "已计算", "confirmed": "已确认", "paid": "已发放",
}  # fmt: skip


def command(
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", show_default=False)],
    confirm: Annotated[
        bool, typer.Option("--confirm", help=text("计算后确认", "confirm what was calculated"))
    ] = False,
    override: Annotated[
        str,
        typer.Option(
            metavar="REASON",
            help=text("有问题也确认,原因会印出来", "confirm in spite of problems; it is printed"),
        ),
    ] = "",
    user: Annotated[
        str,
        typer.Option(metavar="NAME", help=text("以谁的名义,默认店主", "who acts; the owner")),
    ] = "",
    xlsx: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=text("写成 Excel", "write the run as Excel")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    first, _last = month_days(month)
    writable_home()
    reading()  # says so when there is nothing to pay by
    if not database():
        stop(
            "这里还没有制度和用户;先用 jinpai serve 打开网页,建店主、启用一份制度。",
            "There are no rulebooks and no users here yet; open the pages with jinpai serve, make "
            "an owner and put a rulebook in force.",
        )
    by = _who(user)
    run, refused = _done(month, confirm, override, by)
    _looked(run, by, xlsx)
    if xlsx is not None:
        _write(run, xlsx)
    troubles = list(run.troubles.all())
    if as_json:
        emit(document_of(run, troubles, refused))
    else:
        _show(run, troubles, first)
        if refused is not None:
            say(f"没有确认:{refused['zh']}{refused['cure_zh']}",
                f"Not confirmed: {refused['en']} {refused['cure_en']}".rstrip())  # fmt: skip
    return FOUND if refused or (run.open_problems and not run.closed) else DONE


def _who(name: str) -> User:
    """The user in whose name it is done: the named one, or the only owner."""
    from jinpai.apps.team.models import User
    from jinpai.apps.team.roles import Role

    if name:
        found = User.objects.filter(username__iexact=name, is_active=True).first()
        if found is None:
            stop(f"没有用户「{name}」。", f"There is no user {name!r}.")
        return found
    owners = list(User.objects.filter(role=Role.OWNER, is_active=True).order_by("username"))
    if len(owners) != 1:
        stop(
            f"有 {len(owners)} 个店主账号,请用 --user 指定以谁的名义。",
            f"There are {len(owners)} owners; say with --user who acts.",
        )
    return owners[0]


def _done(month: str, confirm: bool, override: str, by: User) -> tuple[Run, dict[str, str] | None]:
    """The run after what was asked; what kept it from being confirmed."""
    from jinpai.apps.pages.refusals import NotYours
    from jinpai.apps.payroll import actions
    from jinpai.apps.payroll.models import Run
    from jinpai.apps.rulebooks.refused import Refused

    known = Run.objects.filter(month=month).first()
    if known is not None and known.closed:
        if confirm:
            say(f"{month} 早已确认。", f"{month} was confirmed before.")
        return known, None
    try:
        actions.open_run(by=by, month=month, now=now())
        run = actions.calculate(by=by, month=month, now=now())
    except NotYours:
        stop(f"「{by.username}」没有管薪资的权限。", f"{by.username} may not run pay.")
    except Refused as refused:
        said = refused.problem
        stop(f"{said['zh']}{said['cure_zh']}", f"{said['en']} {said['cure_en']}".rstrip())
    if not confirm:
        return run, None
    try:
        return actions.confirm(
            by=by, month=month, version_read=run.version, now=now(), override_reason=override
        ), None
    except Refused as refused:
        return run, dict(refused.problem)


def _looked(run: Run, by: User, xlsx: Path | None) -> None:
    """The whole month's pay is shown: a look, as on the page."""
    from jinpai.apps.team import audit

    detail = {"page": "jinpai pay", "people": run.people}
    audit.record(
        action="pay.viewed", subject=run.month, by=by,
        detail={**detail, "file": "excel"} if xlsx else detail,
    )  # fmt: skip


def _write(run: Run, path: Path) -> None:
    from django.utils import translation

    from jinpai.apps.payroll.exports import run_xlsx

    with translation.override("zh-hans" if language() == "zh" else "en"):
        content = run_xlsx(run)
    try:
        path.write_bytes(content)
    except OSError as error:
        stop(f"写不了 {path}({error.strerror})。", f"{path} cannot be written ({error.strerror}).")
    say(f"已写入 {path}。", f"Written to {path}.")


def document_of(
    run: Run, troubles: list[Trouble], refused: dict[str, str] | None
) -> dict[str, Any]:
    """The document of `--json`; money is text with two places."""
    return {
        "month": run.month,
        "state": run.state,
        "rulebook": {"code": run.rulebook_code, "sha256": run.rulebook_sha256},
        "import_no": run.import_no,
        "override_reason": run.override_reason,
        "refused": refused,
        "totals": {
            "people": run.people, "left_out": run.left_out, "gross": money(run.gross),
            "net": money(run.net), "open_problems": run.open_problems,
        },
        "people": [
            {
                "person": slip.person, "name": slip.name, "role": slip.role,
                "scheme": slip.scheme, "score": None if slip.score is None else str(slip.score),
                "gross": money(slip.gross), "tax": money(slip.tax), "social": money(slip.social),
                "net": money(slip.net),
            }
            for slip in run.slips.order_by("person")
        ],
        "problems": [
            {
                "person": one.person or None, "code": one.code, "severity": one.severity,
                "open": one.open, "path": one.path, "zh": one.zh, "en": one.en,
                "found": one.found, "wanted": one.wanted, "article": one.article or None,
            }
            for one in troubles
        ],
    }  # fmt: skip


def _show(run: Run, troubles: list[Trouble], first: date) -> None:
    state = text(STATES[run.state], run.state)
    table(
        text(f"{first:%Y-%m} 薪资 · {state}", f"Pay of {first:%Y-%m} · {state}"),
        text("编号 姓名 方案 得分> 应发> 社保公积金> 个税> 实发>",
             "person name scheme score> gross> insurance> tax> net>").split(),
        [
            *([s.person, s.name, s.scheme, s.score, money(s.gross), money(s.social), money(s.tax),
               money(s.net)] for s in run.slips.order_by("person")),
            [text("合计", "total"), "", "", "", money(run.gross), "", "", money(run.net)],
        ],
    )  # fmt: skip
    if troubles:
        print()
        table(
            text("问题(! 是没有解决就不能确认的)", "problems (! holds the confirmation up)"),
            text("! 编号 姓名 问题", "! person name problem").split(),
            [["!" if t.open else "", t.person, t.name, text(t.zh, t.en)] for t in troubles],
        )
    if run.override_reason:
        say(f"强制确认,原因:{run.override_reason}", f"Overridden because: {run.override_reason}")
