"""`jinpai backtest RULEBOOK… --months 2026-08..2026-10`: what each rulebook would have paid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jinpai.cli.house import reading, writable_home
from jinpai.cli.output import emit, money, number, table
from jinpai.cli.period import month as month_days
from jinpai.cli.progress import Step, progress
from jinpai.cli.speech import DONE, FOUND, language, say, stop, text

if TYPE_CHECKING:
    from jinpai.apps.payroll.trying import Trial
    from jinpai.rules.backtest import Outcome
    from jinpai.rules.problems import Problem

HELP = text(
    "回测:这些制度在过去的月份里会发给谁多少、花多少钱、谁多谁少。",
    "Back-test: what these rulebooks would have paid whom in past months, and what it would cost.",
)
MOST_MONTHS = 24
IN_FORCE = "in-force"
STAGES = {
    "figures": ("按它的口径重算指标", "figures by its measure"),
    "gathering": ("收集月份", "gathering months"),
    "trying": ("试算", "trying"),
}


def command(
    rulebooks: Annotated[
        list[str],
        typer.Argument(
            metavar="RULEBOOK…",
            help=text(
                "文件、自带制度的代号、保存过的版本(代号:编号或 sha256)、in-force",
                "a file, the code of a shipped one, a saved version (code:number or sha256), "
                "in-force",
            ),
        ),
    ],
    months: Annotated[str, typer.Option(metavar="YYYY-MM..YYYY-MM")],
    margin: Annotated[
        str | None,
        typer.Option(
            metavar="PERCENT",
            help=text("毛利率 %,用来算每单剩多少", "gross margin %, for what an order leaves"),
        ),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(metavar="CODE", help=text("只看这个人", "show only this person")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    wanted = listed(months)
    rate = share(margin)
    room = reading()
    writable_home()
    from jinpai.web.start import database

    database()
    texts = {key: found for name in rulebooks for key, found in [source(name, wanted[-1])]}
    from jinpai.apps.payroll import trying

    with progress() as report:
        trial = trying.run(
            texts, wanted, reading=room, margin_rate=rate,
            told=lambda stage, done, of: report(Step(text(*STAGES[stage]), "", done, of)),
        )  # fmt: skip
    for key, problems in trial.refused.items():
        _refused(key, problems)
    from jinpai.apps.team import audit

    audit.record(  # everybody's pay under each of them is shown, as on the page
        action="pay.tried", subject=f"{wanted[0]}..{wanted[-1]}",
        detail={"rulebooks": list(texts), "by_person": True},
    )  # fmt: skip
    if as_json:
        emit(document(trial, person))
    elif trial.rulebooks:
        show(trial, person)
    troubles = trial.refused or any(o.problems for o in trial.result.outcomes.values())
    return FOUND if troubles else DONE


def listed(given: str) -> list[str]:
    """`2026-08..2026-10` as its months; a single month is itself."""
    first, dots, last = given.partition("..")
    start, _ = month_days(first)
    end, _ = month_days(last if dots else first)
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    if count < 1:
        stop(f"{last} 在 {first} 之前。", f"{last} lies before {first}.")
    if count > MOST_MONTHS:
        stop(f"最多 {MOST_MONTHS} 个月。", f"At most {MOST_MONTHS} months.")
    base = start.year * 12 + start.month - 1
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(base, base + count)]


def share(given: str | None) -> Decimal | None:
    """A margin in per cent as a fraction."""
    if given is None:
        return None
    try:
        value = Decimal(given.removesuffix("%"))
        if not 0 < value <= 100:
            raise InvalidOperation
    except InvalidOperation:
        stop(
            f"--margin 要写 1 到 100 的百分数,现在是「{given}」。",
            f"--margin takes a percentage up to 100, not {given!r}.",
        )
    return value / 100


def source(name: str, month: str) -> tuple[str, str]:
    """(key, text) of a rulebook: a file, a shipped code, a saved version, the one in force."""
    from jinpai.apps.rulebooks import queries
    from jinpai.rules import document

    file = Path(name)
    if file.suffix == ".toml" or file.is_file():
        try:
            return file.name, file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            stop(f"读不了 {name}:{error}", f"{name} cannot be read: {error}")
    if name == IN_FORCE:
        rules = queries.in_force(month)
        if rules is None:
            stop(f"{month} 没有生效的制度。", f"No rulebook is in force in {month}.")
        return str(rules).replace(" ", ":"), rules.text
    if name in document.shipped():
        return name, document.shipped()[name]
    code, _, version = name.partition(":")
    for saved in queries.versions():
        same = saved.code == code and str(saved.number) == version
        if same or (re.fullmatch(r"[0-9a-f]{8,64}", name) and saved.sha256.startswith(name)):
            return str(saved).replace(" ", ":"), saved.text
    known = "、".join(document.shipped())
    stop(
        f"没有制度「{name}」;可以写文件、{known}、保存过的版本(如 kpi-bands:2)或 in-force。",
        f"There is no rulebook {name!r}; give a file, one of {known.replace('、', ', ')}, a saved "
        "version such as kpi-bands:2, or in-force.",
    )


def _refused(key: str, problems: Sequence[Problem]) -> None:
    for one in problems[:10]:
        if one.severity == "error":
            say(f"{key}:{one.path}:{one.zh}", f"{key}: {one.path}: {one.en}")


def show(trial: Trial, person: str | None) -> None:
    outcomes = list(trial.result.outcomes.values())
    span = f"{trial.result.months[0]} … {trial.result.months[-1]}"
    table(
        text(f"应发工资,{span}", f"gross wages, {span}"),
        text(
            "制度 合计> 每千元销售> 浮动%> 基尼> 90/10> 月均> 离市价> 每单剩> "
            "多的人> 少的人> 临界> 问题>",
            "rulebook total> per_1000> variable% gini> 90/10> mean_month> to_market> left> "
            "winners> losers> cliffs> problems>",
        ).split(),
        [
            [
                o.code, money(o.cost), money(o.cost_per_1000), percent(o.variable_share), o.gini,
                o.ninety_ten, money(o.monthly_mean), money(o.market_gap), money(o.margin_left),
                len(o.winners), len(o.losers), len(o.cliffs), len(o.problems),
            ]
            for o in outcomes
        ],
    )  # fmt: skip
    people = [c for c in trial.people if person in (None, c)]
    table(
        text("每个人的合计", "by person"),
        [text("人员", "person"), text("姓名", "name"), *(f"{o.code}>" for o in outcomes)],
        [[c, trial.people[c], *(money(_sum(o, c)) for o in outcomes)] for c in people
         if any(_sum(o, c) is not None for o in outcomes)],
    )  # fmt: skip
    for outcome in outcomes:
        _edges(trial, outcome, person)
    seconds = trial.seconds
    say(
        f"重算指标 {seconds.figures:.1f} 秒,收集 {seconds.gathering:.1f} 秒,"
        f"试算 {seconds.trying:.1f} 秒。",
        f"Figures {seconds.figures:.1f} s, gathering {seconds.gathering:.1f} s, trying "
        f"{seconds.trying:.1f} s.",
    )


def _edges(trial: Trial, outcome: Outcome, person: str | None) -> None:
    rows = [c for c in outcome.cliffs if person in (None, c.person)]
    if rows:
        table(
            text(f"{outcome.code}:临界的人", f"{outcome.code}: cliffs"),
            text("人员 项目 临界> 现在> 差额> 方向", "person item edge> now> yuan> way").split(),
            [
                [trial.people.get(c.person, c.person), c.item, c.at, f"{c.value:.2f}",
                 money(c.yuan), text("会多", "gains") if c.up else text("会少", "loses")]
                for c in rows
            ],
        )  # fmt: skip
    for one in outcome.problems[:10]:
        if person in (None, one.person):
            say(f"{outcome.code} {one.person}:{one.zh}", f"{outcome.code} {one.person}: {one.en}")


def percent(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.1%}"


def _sum(outcome: Outcome, person: str) -> Decimal | None:
    paid = [r.gross for r in outcome.rows if r.person == person and r.gross is not None]
    return sum(paid, Decimal(0)) if paid else None


def document(trial: Trial, person: str | None) -> dict[str, Any]:
    """The `--json` document; money as text with two places."""
    result = trial.result
    return {
        "months": result.months,
        "typical": result.typical,
        "remeasured": trial.remeasured,
        "seconds": {
            "figures": round(trial.seconds.figures, 3),
            "gathering": round(trial.seconds.gathering, 3),
            "trying": round(trial.seconds.trying, 3),
        },
        "refused": {key: [_problem(p) for p in found] for key, found in trial.refused.items()},
        "rulebooks": [_outcome(o, person) for o in result.outcomes.values()],
    }


def _outcome(o: Outcome, person: str | None) -> dict[str, Any]:
    def ours(code: str) -> bool:
        return person in (None, code)

    return {
        "rulebook": o.code,
        "cost": money(o.cost), "fixed": money(o.fixed), "variable": money(o.variable),
        "overtime": money(o.overtime), "sales": money(o.sales), "orders": number(o.orders),
        "cost_per_1000_sales": money(o.cost_per_1000), "cost_per_order": money(o.cost_per_order),
        "variable_share": number(o.variable_share), "gini": number(o.gini),
        "ninety_ten": number(o.ninety_ten), "monthly_mean": money(o.monthly_mean),
        "to_market_wage": money(o.market_gap), "margin_left_per_order": money(o.margin_left),
        "months": [
            {"month": m.month, "people": m.people, "cost": money(m.cost), "sales": money(m.sales)}
            for m in o.months
        ],
        "people": [
            {"person": r.person, "month": r.month, "score": number(r.score),
             "coefficient": number(r.coefficient), "gross": money(r.gross)}
            for r in o.rows if ours(r.person)
        ],
        "changes": [
            {"person": c.person, "months": c.months, "old": money(c.old), "new": money(c.new),
             "more": money(c.more)}
            for c in o.changes if ours(c.person)
        ],
        "slopes": [
            {"person": code, "item": s.item, "step": number(s.step), "points": number(s.points),
             "yuan": money(s.yuan)}
            for code, found in o.slopes.items() if ours(code) for s in found
        ],
        "cliffs": [
            {"person": c.person, "kind": c.kind, "item": c.item, "at": number(c.at),
             "value": number(c.value), "up": c.up, "yuan": money(c.yuan)}
            for c in o.cliffs if ours(c.person)
        ],
        "curve": [[score, money(gross)] for score, gross in o.curve.points] if o.curve else None,
        "problems": [_problem(p) for p in o.problems if person is None or ours(p.person or "")],
    }  # fmt: skip


def _problem(one: Problem) -> dict[str, Any]:
    return {
        "code": one.code, "path": one.path, "person": one.person, "found": one.found,
        "wanted": one.wanted, "message": one.zh if language() == "zh" else one.en,
    }  # fmt: skip
