"""The command line `jinpai`: one file per command, assembled here.

Every command takes --json, prints progress to stderr only, and exits 0 (done), 1 (problems
found) or 2 (could not run). Whatever goes wrong is one sentence in the user's language.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
import warnings
from typing import Annotated

import typer
from typer import rich_utils
from typer.exceptions import TyperException

from jinpai import __version__
from jinpai.cli import (
    appraise,
    backtest,
    check,
    demo,
    desk,
    explain,
    facts,
    imports,
    metrics,
    pay,
    rules,
    serve,
    simulate,
    verify,
)
from jinpai.cli.speech import COULD_NOT, DONE, Stop, language, say, text

if language() == "zh":
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.DEFAULT_STRING = "[默认 {}]"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help=text(
        "金牌:从每一声旺旺到每一元钱。每个命令都可加 --json;退出码 0 完成,1 发现问题,2 无法运行。",
        "Jinpai: from every ring to every yuan. Every command takes --json; "
        "exit 0 done, 1 problems found, 2 could not run.",
    ),
)


@app.callback(invoke_without_command=True)
def _jinpai(
    version: Annotated[bool, typer.Option("--version", help=text("版本", "the version"))] = False,
) -> None:
    if version:
        print(__version__)
        raise typer.Exit()


app.command("demo", help=demo.HELP)(demo.command)
app.command("serve", help=serve.HELP)(serve.command)
app.command("import", help=imports.HELP)(imports.command)
app.command("facts", help=facts.HELP)(facts.command)
app.command("metrics", help=metrics.HELP)(metrics.command)
app.add_typer(explain.app, name="explain", help=explain.HELP)
app.add_typer(rules.app, name="rules", help=rules.HELP)
app.command("appraise", help=appraise.HELP)(appraise.command)
app.command("pay", help=pay.HELP)(pay.command)
app.command("verify", help=verify.HELP)(verify.command)
app.command("check", help=check.HELP)(check.command)
app.add_typer(desk.app, name="desk", help=desk.HELP)
app.command("backtest", help=backtest.HELP)(backtest.command)
app.command("simulate", help=simulate.HELP)(simulate.command)


def main(arguments: list[str] | None = None) -> None:
    """Entry point of the `jinpai` program."""
    # Libraries' notes to developers are not for the person at the terminal.
    warnings.simplefilter("ignore")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Chinese under LANG=C too
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit code."""
    try:
        result = app(arguments or ["--help"], prog_name="jinpai", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except Stop as error:
        print(error.sentence(), file=sys.stderr)
        return error.code
    except TyperException as error:
        print(_usage(error), file=sys.stderr)
        return COULD_NOT
    except typer.Exit as error:
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        say("已中断。", "Interrupted.")
        return COULD_NOT
    except BrokenPipeError:  # `jinpai … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return _unforeseen(error)


def _usage(error: TyperException) -> str:
    """What was wrong with the command line. Typer speaks English only."""
    said = error.format_message()
    help_line = text("用 jinpai --help 看用法。", "See jinpai --help.")
    if language() != "zh":
        return f"{said.rstrip('.')}. {help_line}".replace("\n\t", " ").replace("\n", " ")
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    hint: str | None = ""
    if parameter is not None:
        hint = (
            getattr(parameter, "metavar", None) if parameter.param_type_name == "argument" else ""
        )
        hint = hint or " / ".join(parameter.opts)
    if kind == "NoSuchOption":
        return f"没有选项 {getattr(error, 'option_name', '')};{help_line}"
    if kind == "MissingParameter":
        return f"缺少 {hint};{help_line}"
    if kind == "BadParameter":
        need = "需要一个整数" if "integer" in said or "valid int" in said else "值不对"
        return f"{hint}:{need};{help_line}"
    if said.startswith("No such command"):
        return f"没有这个命令:{said.split(chr(39))[1] if chr(39) in said else ''};{help_line}"
    return f"用法不对({said});{help_line}"


def _unforeseen(error: Exception) -> int:
    """A fault of ours, or of the machine: one sentence here, the details in a file."""
    from jinpai.apps.home import home

    if type(error).__name__ in ("BadSetting", "HomeUnusable"):  # already a sentence, both languages
        print(error, file=sys.stderr)
        return COULD_NOT
    where = home() / "errors.log"
    kept = False
    with contextlib.suppress(OSError), where.open("a", encoding="utf-8") as log:
        log.write("".join(traceback.format_exception(error)) + "\n")
        kept = True
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        first = f"{error.filename or ''} {error.strerror}".strip()
    say(
        f"没有料到的错误:{first}。" + (f"细节写在 {where}。" if kept else ""),
        f"Unforeseen error: {first}." + (f" Details are in {where}." if kept else ""),
    )
    return COULD_NOT


if __name__ == "__main__":
    main()
