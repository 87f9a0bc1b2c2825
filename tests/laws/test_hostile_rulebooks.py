"""Texts that no shop would write: every one is answered, quickly, with a problem in both words."""

from __future__ import annotations

import time
from random import Random

import pytest

from jinpai.rules import document

TEXTS = {
    "empty": "",
    "brackets": "x = " + "[" * 5000 + "]" * 5000,
    "dots": ".".join(["a"] * 50_000) + " = 1",
    "headings": "[" + ".".join(["a"] * 3000) + "]",
    "braces": "x = " + "{a=" * 200 + "1" + "}" * 200,
    "digits": "version = " + "9" * 10_000,
    "exponent": "version = 1e99999999999",
    "nan": "version = nan",
    "nul": 'code = "a\\u0000b"',
    "turned around": 'reason = "a\\u202eb"',
    "surrogate": 'code = "\ud800"',
    "keys": "\n".join(f"k{n} = 1" for n in range(5000)),
    "too long": "#" * 600_000,
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_answered_quickly(name: str) -> None:
    start = time.process_time()
    book, problems = document.read(TEXTS[name])
    assert time.process_time() - start < 2
    assert book is None
    assert 0 < len(problems) <= document.MOST + 1
    assert all(p.zh and p.en for p in problems)
    document.digest(TEXTS[name])


def test_shipped_rulebooks_with_holes_and_odd_values_are_rulebooks_or_have_errors() -> None:
    dice, shipped = Random(7), list(document.shipped().values())
    odd = ("nan", "-1", "1e5", '"x"', "[]", "{", "\n", "=", "1979-05-27", "\0", "。", "99999999999")
    for _ in range(60):
        text = dice.choice(shipped)
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(text))
            text = text[:at] + dice.choice(odd) + text[at + dice.choice((0, 0, 1, 20)) :]
        book, problems = document.read(text)
        assert (book is None) == any(p.severity == "error" for p in problems)
        assert all(p.zh and p.en for p in problems)
