"""`jinpai serve`: the pages and the worker, on the shop's own data."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Annotated, NoReturn
from urllib.parse import urlsplit

import typer

from jinpai.cli import server
from jinpai.cli.house import writable_home
from jinpai.cli.output import emit
from jinpai.cli.port import check_free
from jinpai.cli.speech import DONE, say, stop, text

HELP = text("启动网页和后台任务。", "Start the web server and the worker.")
DEMO_MARK = "demo.json"


def command(
    host: Annotated[str | None, typer.Option(help=text("监听的主机", "host to listen on"))] = None,
    port: Annotated[int | None, typer.Option(help=text("端口", "port"))] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    home = writable_home()
    if (home / DEMO_MARK).exists():
        stop(
            f"{home} 是演示数据,账号密码是公开的;请用 jinpai demo 打开它,"
            "或用 JINPAI_HOME 指到自己的数据。",
            f"{home} holds the demo shop, whose passwords are public; open it with jinpai demo, "
            "or point JINPAI_HOME to your own data.",
        )
    host, port = listen(host, port)
    check_free(host, port)
    address = os.environ.setdefault("JINPAI_ADDRESS", open_at(host, port))
    if "DATABASE_URL" not in os.environ and not (home / "db.sqlite3").is_file():
        password_given()  # before anything is made
    from jinpai.web.start import prepare

    prepare()
    first_owner()

    def ready() -> None:
        if as_json:
            emit({"address": address, "home": home})
            sys.stdout.flush()
        say(
            f"金牌在 {address} 运行,数据在 {home};按 Ctrl-C 停止。",
            f"Jinpai runs at {address}, data in {home}; Ctrl-C stops it.",
        )

    server.run(host, port, ready)
    return DONE


def listen(host: str | None, port: int | None) -> tuple[str, int]:
    """Where to listen: the options, else JINPAI_LISTEN, else 127.0.0.1:8000."""
    given = os.environ.get("JINPAI_LISTEN") or "127.0.0.1:8000"
    try:
        parts = urlsplit(f"//{given}")
        default_host, default_port = parts.hostname or "127.0.0.1", parts.port or 8000
    except ValueError:
        stop(
            f"JINPAI_LISTEN 要写成 127.0.0.1:8000 这样,现在是「{given}」。",
            f"JINPAI_LISTEN is written like 127.0.0.1:8000, not {given!r}.",
        )
    return host or default_host, default_port if port is None else port


def open_at(host: str, port: int) -> str:
    """The address to type into a browser on this machine; it is also what cookies and forms
    are checked against, so it is set before Django starts."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def first_owner() -> None:
    """On the first start nobody can log in: the owner chooses a password."""
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from jinpai.apps.team.actions import create_owner
    from jinpai.web.start import needs_owner

    if not needs_owner():
        return
    given = password_given()
    translation.activate(text("zh-hans", "en"))
    while True:
        try:
            create_owner(username="owner", password=given or _ask(), name="")
            break
        except ValidationError as error:
            reasons = " ".join(error.messages)
            if given:
                _unusable(reasons)
            say(reasons, reasons)
    say("店主账号是 owner。", "The owner's account is called owner.")


def password_given() -> str:
    """The owner's first password from the environment, checked; empty where somebody sits at the
    terminal to type it."""
    given = os.environ.get("JINPAI_OWNER_PASSWORD", "")
    if not given and not sys.stdin.isatty():
        stop(
            "这是第一次启动,需要店主的密码:在终端里运行 jinpai serve 当面输入,"
            "或设置环境变量 JINPAI_OWNER_PASSWORD(至少 10 个字符)。",
            "This is the first start and the owner needs a password: run jinpai serve in a "
            "terminal to type it, or set JINPAI_OWNER_PASSWORD (10 characters or more).",
        )
    if given:
        from django.contrib.auth.password_validation import validate_password
        from django.core.exceptions import ValidationError
        from django.utils import translation

        from jinpai.web.manage import setup

        setup()
        with translation.override(text("zh-hans", "en")):
            try:
                validate_password(given)
            except ValidationError as error:
                _unusable(" ".join(error.messages))
    return given


def _unusable(reasons: str) -> NoReturn:
    stop(
        f"JINPAI_OWNER_PASSWORD 不能用:{reasons}",
        f"JINPAI_OWNER_PASSWORD cannot be used: {reasons}",
    )


def _ask() -> str:
    say(
        "第一次启动:请为店主账号 owner 设一个密码(至少 10 个字符)。",
        "First start: choose a password for the account owner (10 characters or more).",
    )
    while True:
        first = getpass.getpass(text("密码:", "Password: "))
        if first == getpass.getpass(text("再输入一次:", "Once more: ")):
            return first
        say("两次不一样,请重来。", "They differ; again, please.")
