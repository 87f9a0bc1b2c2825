"""`jinpai rules`: the rulebooks there are, what is wrong with one, what changed, worked cases."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jinpai.cli.output import emit, plain, table
from jinpai.cli.speech import DONE, FOUND, say, stop, text
from jinpai.rules import demands, document

if TYPE_CHECKING:
    from jinpai.apps.rulebooks.models import Version
    from jinpai.rules.cases import CaseResult
    from jinpai.rules.problems import Problem

HELP = text(
    "规则书:有哪些、哪里不对、改了什么、例子算得对不对。",
    "Rulebooks: which there are, what is wrong, what changed, whether the cases hold.",
)
SHORTEST_HASH = 6
app = typer.Typer(no_args_is_help=False)


@dataclass(frozen=True)
class _Found:
    label: str
    text: str


@app.command("list", help=text("随程序的和存过的规则书。", "Rulebooks shipped and saved."))
def list_(as_json: Annotated[bool, typer.Option("--json")] = False) -> int:
    shipped: list[dict[str, Any]] = []
    for code, rules in document.shipped().items():
        book, _ = document.read(rules)
        assert book is not None
        shipped.append({"code": code, "name": book.name, "sha256": document.digest(rules)})
    saved: list[dict[str, Any]] = [
        {
            "code": v.code, "number": v.number, "sha256": v.sha256, "reason": v.reason,
            "saved_by": v.saved_by, "at": v.at, "in_force": _spans(v),
        }
        for v in _versions()
    ]  # fmt: skip
    if as_json:
        emit({"shipped": plain(shipped), "saved": plain(saved)})
        return DONE
    table(
        text("随程序的", "shipped"),
        text("编号 名称", "code name").split(),
        [[row["code"], text(row["name"].zh, row["name"].en)] for row in shipped],
    )
    if saved:
        table(
            text("存过的", "saved"),
            text("编号 版本> 指纹 生效 理由", "code version> hash in-force reason").split(),
            [
                [v["code"], v["number"], v["sha256"][:12], ", ".join(v["in_force"]), v["reason"]]
                for v in saved
            ],
        )
    return DONE


@app.command("show", help=text("一本规则书的全文。", "The text of one."))
def show(
    book: Annotated[str, typer.Argument(metavar="BOOK", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    found = _resolve(book)
    if not as_json:
        print(found.text, end="" if found.text.endswith("\n") else "\n")
        return DONE
    rules, problems = document.read(found.text)
    emit(
        {
            "label": found.label,
            "sha256": document.digest(found.text),
            "rulebook": None if rules is None else rules.model_dump(by_alias=True),
            "problems": plain(problems),
        }
    )
    return DONE if rules is not None else FOUND


@app.command("check", help=text("哪里不对,该怎么写。", "What is wrong, and what would be right."))
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    path = Path(file)
    problems: list[Problem]
    if path.is_file():
        rules, problems = _read_file(path)
        book = None
        if rules is not None:
            book, problems = document.read(rules)
    else:
        rules = _resolve(file).text
        book, problems = document.read(rules)
    errors = sum(1 for p in problems if p.severity == "error")
    if as_json:
        emit(
            {
                "file": file,
                "sha256": None if rules is None else document.digest(rules),
                "ok": book is not None,
                "wishes": [] if book is None else [w.code for w in demands.wishes(book)],
                "problems": plain(problems),
            }
        )
        return FOUND if errors else DONE
    for problem in problems:
        print(_sentence(file, problem))
    if book is not None:
        warned = len(problems)
        note = text(f",{warned} 处提醒", f", {_counted(warned, 'warning')}") if warned else ""
        print(text(f"「{book.name.zh}」可以用{note}。", f"{book.name.en} can be used{note}."))
        if wishes := demands.wishes(book):
            say(
                "要求了却没有考核:" + "、".join(w.zh for w in wishes) + "。",
                "Asked for and not appraised: " + ", ".join(w.en for w in wishes) + ".",
            )
    else:
        say(f"共 {errors} 处错误。", f"{_counted(errors, 'error')}.")
    return FOUND if errors else DONE


@app.command("diff", help=text("两本之间改了什么。", "What changes from one to another."))
def diff(
    a: Annotated[str, typer.Argument(metavar="A", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    from jinpai.rules.diff import differences

    before, after = _resolve(a), _resolve(b)
    books = []
    for name, given in ((a, before), (b, after)):
        book, problems = document.read(given.text)
        if book is None:
            first = next(p for p in problems if p.severity == "error")
            stop(
                f"「{name}」有错误,没法比较:{_sentence(name, first)}",
                f"{name!r} has errors and cannot be compared: {_sentence(name, first)}",
            )
        books.append(book)
    changes = differences(books[0], books[1])
    if as_json:
        emit({"a": before.label, "b": after.label, "differences": plain(changes)})
    else:
        for one in changes:
            print(text(one.zh, one.en))
        if not changes:
            print(text("没有不同。", "No difference."))
    return FOUND if changes else DONE


@app.command("test", help=text("算一遍文件夹里的例子。", "Work the cases of a folder."))
def test(
    folder: Annotated[str, typer.Argument(metavar="DIR", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    files = _case_files(Path(folder))
    ran, failures = 0, []
    for path in files:
        for result in _results(path):
            ran += 1
            for failure in result.failures:
                failures.append(
                    {"file": str(path), "case": result.number, "name_zh": result.name_zh,
                     "name_en": result.name_en, **plain(failure)}
                )  # fmt: skip
    failed = len({(f["file"], f["case"]) for f in failures})
    if as_json:
        emit({"files": len(files), "cases": ran, "passed": ran - failed, "failures": failures})
        return FOUND if failures else DONE
    for one in failures:
        said = text(one["zh"], one["en"])
        wanted = text(
            f"应为 {one['wanted']},实为 {one['found']}",
            f"{one['wanted']} expected, {one['found']} found",
        )
        print(f"{one['file']} #{one['case']} {text(one['name_zh'], one['name_en'])}")
        print(f"    {one['where']}: {wanted if one['wanted'] or one['found'] else said}")
    print(
        text(
            f"{len(files)} 个文件,{ran} 个例子,{ran - failed} 个对。",
            f"{_counted(len(files), 'file')}, {_counted(ran, 'case')}, {ran - failed} right.",
        )
    )
    return FOUND if failures else DONE


def _case_files(folder: Path) -> list[Path]:
    """The case files of a folder (or the one file), in order."""
    if not folder.exists():
        stop(f"没有这个文件夹:{folder}。", f"There is no such folder: {folder}.")
    if folder.is_file():
        return [folder]
    there = (path for path in sorted(folder.rglob("*.toml")) if path.is_file())
    files = [path for path in there if not _another_kind(path)]
    if not files:
        stop(f"{folder} 里没有例子(.toml)。", f"There are no cases (.toml) in {folder}.")
    return files


def _results(path: Path) -> list[CaseResult]:
    """What became of the cases of a file, also where it cannot be read."""
    from jinpai.rules.cases import CaseResult, Failure, run_text

    try:
        written, problems = document.decode(path.read_bytes())
    except OSError as error:
        broken = Failure("", "", "", f"读不了:{error.strerror}", f"not readable: {error.strerror}")
        return [CaseResult(0, "", "", (broken,))]
    if written is None:
        broken = Failure("", problems[0].wanted, problems[0].found, problems[0].zh, problems[0].en)
        return [CaseResult(0, "", "", (broken,))]
    return run_text(written)


def _another_kind(path: Path) -> bool:
    """A TOML file without [[case]], or with the cases of metrics (given as facts)."""
    try:
        cases = tomllib.loads(path.read_text("utf-8")).get("case", [])
    except (OSError, RecursionError, ValueError):
        return False  # running it says what is wrong
    return isinstance(cases, list) and all(isinstance(c, dict) and "facts" in c for c in cases)


def _counted(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def _sentence(file: str, problem: Problem) -> str:
    """file:line path: what is wrong. Found → wanted. Article."""
    where = f"{file}:{problem.line}" if problem.line else file
    kind = "" if problem.severity == "error" else text("提醒 ", "warning ")
    path = f" {problem.path}" if problem.path else ""
    end = f" [{problem.article}]" if problem.article else ""
    return f"{where}{path}: {kind}{text(problem.zh, problem.en)}{end}"


def _read_file(path: Path) -> tuple[str | None, list[Problem]]:
    try:
        return document.decode(path.read_bytes())
    except OSError as error:
        stop(f"读不了 {path}:{error.strerror}。", f"{path} cannot be read: {error.strerror}.")


def _resolve(word: str) -> _Found:
    """A file, a shipped code, the beginning of a saved version's hash, or a month's regime."""
    path = Path(word)
    if path.is_file():
        rules, problems = _read_file(path)
        if rules is None:
            stop(f"{_sentence(word, problems[0])}", f"{_sentence(word, problems[0])}")
        return _Found(word, rules)
    if word in document.shipped():
        return _Found(word, document.shipped()[word])
    if re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", word):
        return _of_month(word)
    if re.fullmatch(rf"[0-9a-f]{{{SHORTEST_HASH},64}}", word):
        found = [v for v in _versions() if v.sha256.startswith(word)]
        if len(found) == 1:
            return _Found(str(found[0]), found[0].text)
        if found:
            stop(
                f"指纹 {word} 有 {len(found)} 本,请多写几位。",
                f"{len(found)} versions begin with {word}; write more of the hash.",
            )
    codes = ", ".join(document.shipped())
    stop(
        f"没有「{word}」:要写文件、随程序的编号({codes})、月份,或存过的版本指纹开头"
        f"(至少 {SHORTEST_HASH} 位)。",
        f"There is no {word!r}: give a file, a shipped code ({codes}), a month, or the beginning "
        f"of a saved version's hash ({SHORTEST_HASH} digits or more).",
    )


def _of_month(month: str) -> _Found:
    from jinpai.apps.rulebooks.queries.versions import in_force

    version = in_force(month) if _database() else None
    if version is None:
        stop(f"{month} 没有生效的规则书。", f"No rulebook is in force in {month}.")
    return _Found(str(version), version.text)


def _versions() -> Sequence[Version]:
    if not _database():
        return []
    from jinpai.apps.rulebooks.queries.versions import versions

    return versions()


def _spans(version: Version) -> list[str]:
    """From which month (until which) a version is in force."""
    from jinpai.apps.rulebooks.queries.versions import history

    return [
        f"{span.month} –" if span.until is None else f"{span.month} – < {span.until}"
        for span in history()
        if span.version.sha256 == version.sha256
    ]


def _database() -> bool:
    """Is there a database with rulebooks in it? A fresh home has none, and that is no error."""
    from jinpai.apps.home import home

    if "DATABASE_URL" not in os.environ and not (home() / "db.sqlite3").is_file():
        return False
    from django.db import DatabaseError, connection

    from jinpai.web.manage import setup

    setup()
    try:
        return "rulebooks_version" in connection.introspection.table_names()
    except DatabaseError:
        return False
