"""`jinpai desk`: fill the lists from the facts; what is due today."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jinpai.cli.appraise import database, reading_of_facts
from jinpai.cli.house import now
from jinpai.cli.output import emit, table
from jinpai.cli.speech import DONE, language, say, stop, text

if TYPE_CHECKING:
    from jinpai.apps.desk.models import Task
    from jinpai.apps.desk.queries.today import Today
    from jinpai.apps.team.models import User

HELP = text("工作台:由数据填清单,今天要办的事。", "The desk: fill its lists, what is due today.")

app = typer.Typer(help=HELP, no_args_is_help=True)


@app.command(
    "fill",
    help=text(
        "由数据填满各清单;可以随时再来一次。",
        "Fill the lists from the facts; safe to repeat.",
    ),
)
def fill_lists(as_json: Annotated[bool, typer.Option("--json")] = False) -> int:
    _desk()
    known = reading_of_facts()
    from jinpai.apps.desk.filling import fill

    done = fill(known, now())
    counts = {
        code: {"made": c.made, "settled": c.settled, "dropped": c.dropped, "disputed": c.disputed}
        for code, c in done.counts.items()
    }
    if as_json:
        emit({"lists": counts, "moved": done.moved, "climbed": done.climbed})
        return DONE
    words = text(
        "清单 新增 数据了结 不用办 与记录不符", "list made settled dropped disputed"
    ).split()
    table(
        text("填清单", "filling"),
        [words[0], *(f"{w}>" for w in words[1:])],
        [[_name(code), *c.values()] for code, c in counts.items()],
    )
    say(
        f"到了下一次提醒的 {done.moved} 件,过时限升级的 {done.climbed} 件。",
        f"{done.moved} came to their next reminder, {done.climbed} climbed past their deadline.",
    )
    return DONE


@app.command("today", help=text("今天要办的事,按先后。", "What is due today, in order."))
def today(
    user: Annotated[
        str | None,
        typer.Option(
            metavar="LOGIN", help=text("谁的;不写就是店主看到的", "whose; else the owner's")
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    _desk()
    from django.utils import timezone

    from jinpai.apps.desk.queries.today import today as of_today

    at = now()
    midnight = timezone.make_aware(datetime.combine(timezone.localtime(at).date(), time()))
    whose = _user(user)
    found = of_today(whose, at, midnight=midnight)
    if as_json:
        emit(_document(whose, found))
        return DONE
    for part in found.parts:
        names = {
            "climbed": ("升级上来的", "climbed"), "late": ("过了时限", "late"),
            "soon": ("两小时内", "within two hours"), "later": ("之后", "later"),
        }  # fmt: skip
        table(
            f"{text(*names[part.code])} {part.total}",
            text("时限 清单 事 订单 归谁", "due list what order whose").split(),
            [[_due(t), _name(t.list), t.title, t.order_id, t.person] for t in part.tasks],
        )
    say(
        f"{whose}:还有 {found.total} 件,到点的 {found.due} 件,今天办完 {found.done} 件。",
        f"{whose}: {found.total} open, {found.due} due, {found.done} done today.",
    )
    return DONE


def _desk() -> None:
    if not database():
        stop(
            "还没有网页的数据库;先运行一次 jinpai serve。",
            "There is no database of decisions yet; run jinpai serve once.",
        )


def _user(name: str | None) -> User:
    from jinpai.apps.team.models import User

    users = User.objects.filter(is_active=True)
    chosen = users.filter(username=name) if name else users.filter(role="owner").order_by("pk")
    found = chosen.first()
    if found is None:
        stop(f"没有登录「{name or 'owner'}」。", f"There is no login {name or 'owner'!r}.")
    return found


def _document(user: User, found: Today) -> dict[str, Any]:
    return {
        "user": user.username, "total": found.total, "due": found.due, "done": found.done,
        "snoozed": found.snoozed, "lists": dict(found.counts),
        "parts": {
            part.code: {"total": part.total, "tasks": [_row(t) for t in part.tasks]}
            for part in found.parts
        },
    }  # fmt: skip


def _row(task: Task) -> dict[str, Any]:
    """One item; the buyer stays in the house."""
    return {
        "id": task.pk, "list": task.list, "title": task.title, "shop": task.shop,
        "order": task.order_id, "person": task.person, "role": task.role, "since": task.since,
        "due": task.due, "priority": task.priority, "state": task.state,
        "why": text(task.why_zh, task.why_en),
    }  # fmt: skip


def _due(task: Task) -> str:
    from django.utils import timezone

    return f"{timezone.localtime(task.due):%m-%d %H:%M}" if task.due else ""


def _name(code: str) -> str:
    from jinpai.workflow.lists import LISTS

    kind = LISTS[code]
    return kind.zh if language() == "zh" else kind.en
