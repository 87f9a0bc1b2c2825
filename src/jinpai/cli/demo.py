"""`jinpai demo`: a shop with three months of history, made through the real import, then served.

The demo has a home of its own (`~/.jinpai-demo` unless JINPAI_HOME says otherwise), marked by
`demo.json`: a home without the mark is never touched, a home with it is never served as real.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from jinpai.apps import home as data_home
from jinpai.cli import server
from jinpai.cli.house import lake, writable_home
from jinpai.cli.output import emit
from jinpai.cli.port import check_free
from jinpai.cli.progress import progress
from jinpai.cli.serve import DEMO_MARK, listen, open_at
from jinpai.cli.speech import DONE, say, stop, text
from jinpai.cli.taking_in import take_in

HELP = text(
    "生成一家有三个月历史的演示店铺,然后打开网页。",
    "Make a demo shop with three months of history, then serve it.",
)
PASSWORD = "jinpai-demo-2026"
"""Public on purpose: it opens only a home that is marked as a demo."""


def command(
    host: Annotated[str | None, typer.Option()] = None,
    port: Annotated[int | None, typer.Option()] = None,
    days: Annotated[
        int | None,
        typer.Option(
            min=1, help=text("历史有多少天,默认三个月", "days of history, three months by default")
        ),
    ] = None,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help=text("只生成,不启动网页", "make it, do not serve"))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    os.environ.setdefault("JINPAI_HOME", str(Path.home() / ".jinpai-demo"))
    host, port = listen(host, port)
    if not no_serve:
        check_free(host, port)
    home = writable_home()
    mark = home / DEMO_MARK
    if not mark.exists() and (data_home.lake_folder().exists() or (home / "db.sqlite3").exists()):
        stop(
            f"{home} 里已有真实数据,演示不会混进去;请不设 JINPAI_HOME,或指到别的文件夹。",
            f"{home} holds real data, and the demo never mixes with them; leave JINPAI_HOME unset "
            "or point it elsewhere.",
        )
    made = json.loads(mark.read_text()) if mark.exists() else {}
    if made.get("telling") and not made.get("told"):
        _wipe(home)  # cut off between decisions: told again from the beginning
        made = {"today": made["today"], "days": made["days"]}
        _note(mark, made)
    if not made:
        made = {"today": date.today().isoformat(), "days": days}
        _note(mark, made)
    if not made.get("complete"):
        _build(home, made)
        made["complete"] = True
        _note(mark, made)
    else:
        say("演示店铺已经有了,直接打开。", "The demo shop is there already.")
    address = os.environ.setdefault("JINPAI_ADDRESS", open_at(host, port))
    from jinpai.web.start import prepare

    prepare()
    people = _accounts()
    if not made.get("told"):
        _tell(mark, made)

    def ready() -> None:
        if as_json:
            emit({"home": home, "address": address, "accounts": people})
            sys.stdout.flush()
            return
        say(
            f"\n演示店铺{'做好了' if no_serve else f'在 {address}'},数据在 {home}。"
            f"登录账号(密码都是 {PASSWORD}):",
            f"\nThe demo shop is {'made' if no_serve else f'at {address}'}, data in {home}. "
            f"Log in as (password {PASSWORD}):",
        )
        for one in people:
            line = f"  {one['username']:<12}{one['title']} {one['name']}"
            say(line, line)

    if no_serve:
        ready()
        return DONE
    server.run(host, port, ready)
    return DONE


def _note(mark: Path, made: dict[str, Any]) -> None:
    aside = mark.with_suffix(".new")
    aside.write_text(json.dumps(made))
    os.replace(aside, mark)


def _wipe(home: Path) -> None:
    """Empty a demo home; never called on one without the mark."""
    for folder in ("lake", "figures", "uploads", "rejected", "demo-files"):
        shutil.rmtree(home / folder, ignore_errors=True)
    for file in home.glob("db.sqlite3*"):
        file.unlink()
    data_home.forget()


def _build(home: Path, made: dict[str, Any]) -> None:
    """Simulate, then import the files as anyone would. Cut off half-way it begins again: the
    same seed gives the same files, and importing them twice changes nothing."""
    from jinpai.cli.simulate import write
    from jinpai.simulate import demo, shop

    files = home / "demo-files"
    shutil.rmtree(files, ignore_errors=True)
    today, days = date.fromisoformat(made["today"]), made["days"]
    story = shop(today - timedelta(days=days), days) if days else demo(today)
    say("正在生成演示店铺(约一分钟)…", "Making the demo shop (about a minute)…")
    with progress(text("生成店铺", "simulate")) as report:
        write(story, files, as_of=datetime.combine(today, time()), report=report)
    take_in([str(files)])


def _tell(mark: Path, made: dict[str, Any]) -> None:
    """The months on paper: what people decided, appraised and paid; and the desk of today."""
    from jinpai.cli import demo_desk, demo_months
    from jinpai.cli.demo_morning import Morning
    from jinpai.simulate.demo import closed_months, start_of

    _note(mark, made | {"telling": True})
    today = date.fromisoformat(made["today"])
    first = today - timedelta(days=made["days"]) if made["days"] else start_of(today)
    months = [month for month in closed_months(today) if month > first]
    running = demo_months.after(closed_months(today)[-1])
    say("正在补上几个月的考核和工资…", "Appraising and paying the demo's months…")
    with progress(text("考核和工资", "appraisals and pay")) as report:
        demo_months.tell(demo_months.Story(months, running, PASSWORD), report)
    say("正在补上工作台的这几天…", "Telling the desk's last days…")
    with progress(text("工作台", "desk")) as report:
        demo_desk.tell(Morning(today, first, _morning(today)), report)
    made["told"] = True
    _note(mark, made)


def _morning(today: date) -> datetime:
    """Nine o'clock, or what it is already where the day is younger."""
    from django.utils import timezone

    nine = timezone.make_aware(datetime.combine(today, time(9)))
    return max(min(timezone.now(), nine), nine - timedelta(hours=8, minutes=50))


def _accounts() -> list[dict[str, str]]:
    """One login for each role, bound to the first of the shop's people who has it."""
    from django.utils import translation

    from jinpai.apps.team.actions import create_demo_accounts
    from jinpai.apps.team.roles import Role

    out = []
    with translation.override(text("zh-hans", "en")):
        for one in create_demo_accounts(password=PASSWORD, people=_first_of_each_role()):
            out.append(
                {
                    "role": str(one.role),
                    "title": str(Role(one.role).label),
                    "username": one.username,
                    "password": one.password,
                    "name": one.name,
                    "person": one.person,
                }
            )
    return out


def _first_of_each_role() -> dict[str, tuple[str, str]]:
    """Role → person code and name; the agent's is the first whose account serves buyers."""
    import ibis

    from jinpai.facts.identity import bindings, people

    snapshot = lake().snapshot()
    con = ibis.duckdb.connect()
    serving = set(
        bindings(snapshot, con).person.as_table().distinct().to_pyarrow()["person"].to_pylist()
    )
    found: dict[str, tuple[str, str]] = {}
    for one in people(snapshot, con).order_by("person").to_pyarrow().to_pylist():
        role = "agent" if one["person"] in serving else one["role"]
        found.setdefault(role, (one["person"], one["name"]))
    return found
