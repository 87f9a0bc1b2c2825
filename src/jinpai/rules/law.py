"""What the law allows, asks and refuses: each rule with its article and a sentence in both
languages (law.toml), and the small questions of it. Hours are in `working_time.py`, probation in
`probation.py`, tax in `tax.py`. docs/law.md is written from it; cases/law has a case of each.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from importlib import resources

from jinpai.rules.money import FEN, ZERO
from jinpai.rules.problems import Problem
from jinpai.rules.statutes import Statutes, shipped


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of law that the program holds to."""

    code: str
    article: str
    zh: str
    en: str
    where: str  # what holds to it
    doubt: str = ""  # what was not read in its own source


RULES = tuple(
    Rule(**row)
    for row in tomllib.loads(
        (resources.files("jinpai.rules") / "law.toml").read_text("utf-8")
    )["rule"]
)  # fmt: skip
BY_CODE = {rule.code: rule for rule in RULES}
PRACTICES = ("cash_for_reviews", "brushing", "false_return_reason", "faulty_refused")


def practice(code: str) -> Problem:
    """Something the program does not do, with the reason."""
    rule = BY_CODE[code]
    return Problem(code, "", rule.zh, rule.en, found=code, article=rule.article)


def holiday(day: date, statutes: Statutes | None = None) -> str | None:
    """The name of the statutory holiday, or None on other days; KeyError for a year whose
    holidays the program does not know: that is not the same as none."""
    found = (statutes or shipped()).at("holidays", day)
    if day > found["until"]:
        raise KeyError(f"the statutory holidays of {day.year} are not known")
    return next((str(row["name"]) for row in found["days"] if row["day"] == day), None)


def deductible(gross: Decimal, minimum_wage: Decimal, statutes: Statutes, day: date) -> Decimal:
    """What clawback and compensation may take off a month together (工资支付暂行规定 art. 16)."""
    share: Decimal = statutes.at("deduction_cap", day)["share"]
    part = (gross * share).quantize(FEN, rounding=ROUND_DOWN)
    return max(min(part, gross - minimum_wage), ZERO)


def document() -> str:
    """docs/law.md, in both languages."""
    lines = [
        "# 法律 · Law",
        "",
        "本程序守的每一条规定,由 `src/jinpai/rules/law.toml` 生成,不要手改;例子在 `cases/law`。",
        "",
        "Every rule that the program holds to. Written from `src/jinpai/rules/law.toml`, not by",
        "hand; the cases are in `cases/law`.",
        "",
    ]
    for rule in RULES:
        lines += [f"## {rule.code}", "", f"依据 · article: {rule.article}", ""]
        lines += [rule.zh, "", rule.en, "", f"由 `{rule.where}` 执行 · held by `{rule.where}`", ""]
        if rule.doubt:
            lines += [f"> 未核实 · unconfirmed: {rule.doubt}", ""]
    lines += ["## 法定数字 · Statutory numbers", ""]
    lines += ["| 表 · table | 起 · since | 来源 · source |", "|---|---|---|"]
    for name, versions in sorted(shipped().tables.items()):
        for version in sorted(versions, key=lambda v: v["since"]):
            lines.append(f"| `{name}` | {version['since']} | {version['source']} |")
    return "\n".join(lines) + "\n"
