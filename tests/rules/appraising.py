"""Small schemes and people for the tests of the appraisal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jinpai.rules.appraisal import appraise_month
from jinpai.rules.inputs import Figure, Month, Person
from jinpai.rules.outcomes import Appraised, ItemScore
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook

NAME = {"zh": "名", "en": "name"}
CONVERSION = {"kind": "linear", "worst": "0.30", "best": "0.55"}
SPEED = {"kind": "linear", "worst": "60", "best": "14"}


def item(code: str, weight: int | str, curve: dict[str, Any], *metrics: str, **more: Any) -> Any:
    return {
        "code": code, "name": NAME, "kind": "result", "weight": str(weight), "curve": curve,
        "metrics": list(metrics), **more,
    }  # fmt: skip


def book(*items: Any, **more: Any) -> Rulebook:
    """A rulebook with one scheme for agents; `more` goes to the scheme or the section."""
    section = {k: more.pop(k) for k in ("coefficients", "otherwise", "steps") if k in more}
    scheme = {"name": NAME, "roles": ["agent"], "items": list(items), **more}
    return Rulebook.model_validate(
        {
            "code": "test", "name": NAME, "effective_from": "2026-10", "reason": "a test",
            "appraisal": {"schemes": {"agents": scheme}, **section},
        }
    )  # fmt: skip


def share(num: int | str, den: int | str, **more: Any) -> Figure:
    above, below = Decimal(num), Decimal(den)
    return Figure(above / below if below else None, above, below, **more)


def plain(value: int | str | None, **more: Any) -> Figure:
    return Figure(None if value is None else Decimal(value), **more)


def who(code: str = "P01", **more: Any) -> Person:
    return Person(code, **({"shop": "S1", "group": "售前"} | more))


def month(*people: Person) -> Month:
    return Month("2026-10", tuple(people))


def scored(rulebook: Rulebook, *people: Person) -> tuple[dict[str, Appraised], list[Problem]]:
    return appraise_month(month(*people), rulebook)


def sheet(rulebook: Rulebook, *people: Person) -> Appraised:
    """The first person's."""
    return scored(rulebook, *people)[0][people[0].code]


def first(rulebook: Rulebook, *people: Person) -> ItemScore:
    """The first person's first item."""
    return sheet(rulebook, *people).items[0]


def codes(problems: Any) -> list[str]:
    return [p.code for p in problems]
