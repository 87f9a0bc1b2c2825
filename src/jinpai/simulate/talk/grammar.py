"""Templates of chat lines: `[a|b|]` picks one, `{name}` takes a variable, also in a choice.

A template is compiled once; saying it then only joins pieces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from random import Random

TEXT, VARIABLE, CHOICE = 0, 1, 2
_TOKEN = re.compile(r"\[([^\]]*)\]|\{(\w+)\}")


class Template:
    """One compiled line: texts, variables and choices in order."""

    __slots__ = ("pieces",)

    def __init__(self, source: str) -> None:
        self.pieces: list[tuple[int, str, tuple[Template, ...]]] = []
        end = 0
        for found in _TOKEN.finditer(source):
            if found.start() > end:
                self.pieces.append((TEXT, source[end : found.start()], ()))
            if found.group(2) is None:
                options = tuple(Template(option) for option in found.group(1).split("|"))
                self.pieces.append((CHOICE, "", options))
            else:
                self.pieces.append((VARIABLE, found.group(2), ()))
            end = found.end()
        if end < len(source):
            self.pieces.append((TEXT, source[end:], ()))

    def say(self, random: Random, variables: Mapping[str, str]) -> str:
        """The line, filled. KeyError where a variable is missing."""
        out = []
        for kind, text, options in self.pieces:
            if kind == TEXT:
                out.append(text)
            elif kind == VARIABLE:
                out.append(variables[text])
            else:
                out.append(options[int(random.random() * len(options))].say(random, variables))
        return "".join(out)


@cache
def compiled(bank: tuple[str, ...]) -> tuple[Template, ...]:
    return tuple(Template(source) for source in bank)


def say(random: Random, bank: tuple[str, ...], variables: Mapping[str, str]) -> str:
    """One line of the bank, filled. KeyError where a variable is missing."""
    templates = compiled(bank)
    return templates[int(random.random() * len(templates))].say(random, variables)
