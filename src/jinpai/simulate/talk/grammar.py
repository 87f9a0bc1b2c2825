"""Templates of chat lines: `[a|b|]` picks one, `{name}` takes a variable.

A template is compiled once; `say` then only joins pieces. `say_new` avoids a template
that was used a moment ago, so that one agent does not repeat herself word for word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

Piece = str | tuple[str, ...]
_TOKEN = re.compile(r"\[([^\]]*)\]|\{(\w+)\}")


class Template:
    """One compiled line: text, choices and variables in order."""

    __slots__ = ("pieces", "variables")

    def __init__(self, source: str) -> None:
        pieces: list[tuple[int, Piece]] = []  # 0 text, 1 choice, 2 variable
        end = 0
        for found in _TOKEN.finditer(source):
            if found.start() > end:
                pieces.append((0, source[end : found.start()]))
            if found.group(2) is None:
                pieces.append((1, tuple(found.group(1).split("|"))))
            else:
                pieces.append((2, found.group(2)))
            end = found.end()
        if end < len(source):
            pieces.append((0, source[end:]))
        self.pieces = pieces
        self.variables = frozenset(str(p) for kind, p in pieces if kind == 2)

    def say(self, random: Random, variables: Mapping[str, str]) -> str:
        out = []
        for kind, piece in self.pieces:
            if kind == 0:
                out.append(piece)
            elif kind == 1:
                out.append(piece[int(random.random() * len(piece))])
            else:
                out.append(variables[piece])  # type: ignore[index]
        return "".join(out)  # type: ignore[arg-type]


@cache
def compiled(bank: tuple[str, ...]) -> tuple[Template, ...]:
    return tuple(Template(source) for source in bank)


def say(random: Random, bank: tuple[str, ...], variables: Mapping[str, str]) -> str:
    """One line of the bank, filled. KeyError where a variable is missing."""
    templates = compiled(bank)
    return templates[int(random.random() * len(templates))].say(random, variables)


def pick(random: Random, items: Sequence[str]) -> str:
    return items[int(random.random() * len(items))]
