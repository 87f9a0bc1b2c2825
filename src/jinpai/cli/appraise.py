"""`jinpai appraise 2026-10`: everybody's scores of a month, item by item."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jinpai.cli.house import reading, writable_home
from jinpai.cli.output import emit, table
from jinpai.cli.period import month as month_days
from jinpai.cli.speech import DONE, FOUND, say, stop, text

if TYPE_CHECKING:
    from jinpai.apps.rulebooks.models import Version
    from jinpai.rules.inputs import Month, Person
    from jinpai.rules.outcomes import Appraised, ItemScore
    from jinpai.rules.problems import Problem
    from jinpai.rules.rulebook import Rulebook

HELP = text(
    "考核:某月每个人的分数,一项一项列出。",
    "Appraisal: everybody's scores of a month, item by item.",
)


def command(
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", show_default=False)],
    person: Annotated[
        str | None,
        typer.Option(metavar="CODE", help=text("只看这个人", "show only this person")),
    ] = None,
    rulebook: Annotated[
        str | None,
        typer.Option(
            metavar="CODE|FILE",
            help=text("用这份制度,不用生效的那份", "this rulebook instead of the one in force"),
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    month_days(month)
    known = reading_of_facts()
    decisions = database()
    label, book, sha256 = _named(rulebook) if rulebook else _in_force(month, decisions)
    whole = _gathered(month, known, book, decisions)
    from jinpai.apps.appraisal.gather import without_facts
    from jinpai.rules.appraisal import appraise_month

    appraised, problems = appraise_month(whole, book)
    missing = without_facts(whole)
    if missing is not None:
        problems.insert(0, missing)
    people = [p for p in whole.people if person in (None, p.code)]
    if person is not None and not people:
        stop(
            f"{month} 没有在职的「{person}」;人员代码见 jinpai metrics --by person。",
            f"Nobody called {person!r} is employed in {month}; see jinpai metrics --by person.",
        )
    problems = [p for p in problems if p.person is None or person in (None, p.person)]
    if decisions:
        _looked(month, person)
    if as_json:
        emit(
            {
                "month": month,
                "rulebook": {"code": book.code, "version": label, "sha256": sha256},
                "people": [document_of(p, appraised.get(p.code)) for p in people],
                "problems": [_problem(p) for p in problems],
            }
        )
    else:
        _show(month, label, people, appraised, problems, one=person is not None)
    return FOUND if any(p.severity == "error" for p in problems) else DONE


def _looked(month: str, person: str | None) -> None:
    """Scores are shown: a look, as on the pages."""
    from jinpai.apps.team import audit

    if person is None:
        audit.record(action="appraisal.overview_seen", subject=month, detail={"cli": True})
    else:
        audit.record(action="appraisal.seen", subject=f"{month} {person}", detail={"cli": True})


def reading_of_facts() -> Any:
    writable_home()
    return reading()


def database() -> bool:
    """Is there a database of decisions? A home that was only imported into has none."""
    from jinpai.apps.home import home

    if "DATABASE_URL" not in os.environ and not (home() / "db.sqlite3").is_file():
        return False
    from django.db import DatabaseError, connection

    from jinpai.web.manage import setup

    setup()
    try:
        names = connection.introspection.table_names()
    except DatabaseError:
        return False
    return {"rulebooks_version", "appraisal_sheet"} <= set(names)


def _in_force(month: str, decisions: bool) -> tuple[str, Rulebook, str]:
    version: Version | None = None
    if decisions:
        from jinpai.apps.rulebooks.queries.versions import in_force

        version = in_force(month)
    if version is None:
        stop(
            f"{month} 没有生效的制度;在网页「薪资 · 制度」里让一份制度生效,"
            "或用 --rulebook 指定一份(jinpai rules list 列出随程序的)。",
            f"No rulebook is in force in {month}; put one in force under Pay · Rulebooks, or "
            "name one with --rulebook (jinpai rules list shows those that come along).",
        )
    return str(version), version.rulebook, version.sha256


def _named(word: str) -> tuple[str, Rulebook, str]:
    """A shipped code, or a file."""
    from jinpai.rules import document

    shipped = document.shipped()
    path = Path(word)
    if path.is_file():
        try:
            source = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            stop(f"读不了 {path},它要是 UTF-8 文本。", f"{path} cannot be read as UTF-8 text.")
    elif word in shipped:
        source = shipped[word]
    else:
        codes = ", ".join(shipped)
        stop(
            f"没有制度「{word}」:要写文件,或者 {codes}。",
            f"There is no rulebook {word!r}: give a file, or one of {codes}.",
        )
    book, problems = document.read(source)
    if book is None:
        first = next(p for p in problems if p.severity == "error")
        stop(
            f"{word} 读不成:{first.path} {first.zh}。用 jinpai rules check 看全部。",
            f"{word} is not sound: {first.path} {first.en}. See jinpai rules check.",
        )
    return word, book, document.digest(source)


def _gathered(month: str, room: Any, book: Rulebook, decisions: bool) -> Month:
    from jinpai.apps.appraisal.gather import figures_for, gather

    if decisions:
        return gather(month, reading=room, rulebook=book)
    return figures_for(month, reading=room, rulebook=book)


def document_of(person: Person, score: Appraised | None) -> dict[str, Any]:
    """One person of `--json`; numbers are text, because each is exact."""
    return {
        "person": person.code,
        "name": person.name,
        "role": person.role,
        "group": person.group,
        "state": person.appraisal_state,
        "scheme": score.scheme if score else None,
        "total": _exact(score.total) if score else None,
        "coefficient": _exact(score.coefficient) if score else None,
        "events": _exact(score.events) if score else None,
        "veto": score.veto if score else "",
        "items": [_item(i) for i in score.items] if score else [],
        "warnings": [_problem(w) for w in score.warnings] if score else [],
    }


def _item(item: ItemScore) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": text(item.name_zh, item.name_en),
        "kind": item.kind,
        "metrics": list(item.metrics),
        "value": _exact(item.value),
        "n": _exact(item.n),
        "points": _exact(item.points),
        "weight": _exact(item.weight),
        "weight_used": _exact(item.weight_used),
        "contribution": _exact(item.contribution),
        "fallback": item.fallback,
        "self_points": _exact(item.self_points),
        "next_step": _exact(item.next_step),
        "next_points": _exact(item.next_points),
        "status": item.status,
        "source": item.source,
        "path": item.path,
    }


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "person": problem.person,
        "severity": problem.severity,
        "path": problem.path,
        "said": text(problem.zh, problem.en),
    }


def _show(
    month: str, label: str, people: Sequence[Person], appraised: dict[str, Appraised],
    problems: Sequence[Problem], *, one: bool,
) -> None:  # fmt: skip
    scored = [(p, appraised[p.code]) for p in people if p.code in appraised]
    table(
        f"{month} · {label}",
        text("人员 姓名 方案 总分> 系数> 加减分> 提醒>",
             "person name scheme total> coefficient> events> warnings>").split(),
        [
            [p.code, p.name, s.scheme, s.total, s.coefficient, s.events, len(s.warnings)]
            for p, s in scored
        ],
    )  # fmt: skip
    for person, score in scored if one else ():
        table(
            f"{person.code} {person.name}",
            text("项目 值> n> 得分> 权重%> 计入> 好一步>",
                 "item value> n> points> weight%> adds> one-step>").split(),
            [
                [
                    text(i.name_zh, i.name_en), _short(i.value), _short(i.n), i.points,
                    i.weight_used, i.contribution, i.next_points,
                ]
                for i in score.items
            ],
        )  # fmt: skip
        for warning in score.warnings:
            say(f"· {warning.zh}", f"· {warning.en}")
    for problem in problems:
        who = f"{problem.person}: " if problem.person else ""
        say(f"{who}{problem.zh}", f"{who}{problem.en}")


def _short(value: Decimal | None) -> str | None:
    if value is None:
        return None
    digits = f"{value:.4f}".rstrip("0").rstrip(".")
    return digits or "0"
