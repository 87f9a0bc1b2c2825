"""Where in the text a key stands: key path → line, so that a problem points at its line.

The TOML parser of the standard library tells no positions, so the text is walked once more,
lightly: only keys, brackets and strings are looked at. It is read after parsing, so it may trust
that the text is TOML.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence

Step = str | int
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN = re.compile(r"[^\s.\[\]\"']+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_ESCAPES = {
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "f": "\f",
    "r": "\r",
    '"': '"',
    "\\": "\\",
    "e": "\x1b",
}


def spell(path: Sequence[Step]) -> str:
    """("pay", "schemes", 0, "a b") → `pay.schemes[0]."a b"`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
            continue
        word = step if _PLAIN.fullmatch(step) else '"' + step.replace('"', '\\"') + '"'
        text += f".{word}" if text else word
    return text


def paths(text: str) -> dict[tuple[Step, ...], int]:
    """Key path → line, from 1. What cannot be followed is left out."""
    walk = _Walk(text.replace("\r\n", "\n"))
    with contextlib.suppress(IndexError, RecursionError, ValueError):
        walk.document()  # what was found so far still helps
    return walk.found


def lines(text: str) -> dict[str, int]:
    """The same with the paths spelled out."""
    return {spell(path): line for path, line in paths(text).items()}


def line_of(path: str, known: Mapping[str, int]) -> int | None:
    """The line of a path, or of the nearest part above it that is written."""
    while path:
        if path in known:
            return known[path]
        cut = max(path.rfind("."), path.rfind("["))
        path = path[: max(cut, 0)]
    return None


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[tuple[Step, ...], int] = {}
        self.counts: dict[tuple[Step, ...], int] = {}
        self._line, self._seen = 1, 0

    def line(self) -> int:
        self._line += self.text.count("\n", self._seen, self.at)
        self._seen = self.at
        return self._line

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def document(self) -> None:
        table: tuple[Step, ...] = ()
        self.skip(_SPACE)
        while self.at < len(self.text):
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)
            self.skip(_SPACE)

    def header(self) -> tuple[Step, ...]:
        line = self.line()
        array = self.text.startswith("[[", self.at)
        self.at += 2 if array else 1
        keys = self.keys()
        self.at += 2 if array else 1
        path: tuple[Step, ...] = ()
        for index, key in enumerate(keys):
            path += (key,)
            if array and index == len(keys) - 1:
                self.found.setdefault(path, line)
                self.counts[path] = self.counts.get(path, -1) + 1
                path += (self.counts[path],)
            elif path in self.counts:
                path += (self.counts[path],)
            self.found.setdefault(path, line)
        return path

    def keys(self) -> list[str]:
        keys = [self.key()]
        self.skip(_BLANK)
        while self.text[self.at] == ".":
            self.at += 1
            keys.append(self.key())
            self.skip(_BLANK)
        return keys

    def key(self) -> str:
        self.skip(_BLANK)
        if self.text[self.at] in "\"'":
            return self.string()
        match = _BARE.match(self.text, self.at)
        if match is None:
            raise ValueError
        self.at = match.end()
        return match.group()

    def string(self) -> str:
        quote = self.text[self.at]
        mark = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(mark)
        out: list[str] = []
        while not self.text.startswith(mark, self.at):
            char = self.text[self.at]
            if char == "\\" and quote == '"':
                self.at += 1
                out.append(_ESCAPES.get(self.text[self.at], ""))
            else:
                out.append(char)
            self.at += 1
        self.at += len(mark)
        while len(mark) == 3 and self.text.startswith(quote, self.at):
            self.at += 1  # one or two quotes may stand before the closing three
        return "".join(out)

    def pair(self, table: tuple[Step, ...]) -> None:
        line = self.line()
        path = table
        for key in self.keys():
            path += (key,)
            self.found.setdefault(path, line)
        self.at += 1  # =
        self.skip(_BLANK)
        self.value(path)

    def value(self, path: tuple[Step, ...]) -> None:
        char = self.text[self.at]
        if char in "\"'":
            self.string()
        elif char == "[":
            self.at += 1
            index = 0
            self.skip(_SPACE)
            while self.text[self.at] != "]":
                self.found.setdefault((*path, index), self.line())
                self.value((*path, index))
                index += 1
                self.next_one()
            self.at += 1
        elif char == "{":
            self.at += 1
            self.skip(_SPACE)
            while self.text[self.at] != "}":
                self.pair(path)
                self.next_one()
            self.at += 1
        else:
            self.skip(_SCALAR)

    def next_one(self) -> None:
        self.skip(_SPACE)
        if self.text[self.at] == ",":
            self.at += 1
            self.skip(_SPACE)
