"""Change a rulebook's text key by key: comments, order and spelling of the rest stay as they are.

Single values go through tomlkit. Whole parts of a list of tables (`[[…]]`) are moved as text, with
the comment directly above them, because that comment speaks of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from decimal import Decimal
from typing import Any

import tomlkit
from tomlkit import items
from tomlkit.exceptions import TOMLKitError

from jinpai.rules.places import Step, paths, spell

_STEP = re.compile(r"""\[(\d+)\]|\.?"((?:[^"\\]|\\.)*)"|\.?([^.\[\]"]+)""")
_HEADER = re.compile(r"^[ \t]*(\[\[?)[ \t]*(.+?)[ \t]*\]\]?[ \t]*(?:#.*)?$")
_LISTS = {"items", "components", "tracks", "levels", "demands", "prescriptions", "stages"}


class NoSuchPlace(KeyError):
    """The text has no such key path."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"没有这个位置:{self.path} / there is no such place: {self.path}"


def steps(path: str) -> tuple[Step, ...]:
    """`pay.schemes[0]."a b"` → ("pay", "schemes", 0, "a b")."""
    found: list[Step] = []
    at = 0
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None:
            raise NoSuchPlace(path)
        index, quoted, word = match.groups()
        if index is not None:
            found.append(int(index))
        else:
            found.append(word if quoted is None else quoted.replace('\\"', '"'))
        at = match.end()
    if not found:
        raise NoSuchPlace(path)
    return tuple(found)


def write(rulebook_text: str, changes: Mapping[str, Any]) -> str:
    """The text with each key path set to its value; None takes the key out. Tables that are
    missing on the way are made; a list is never lengthened here (that is `add`)."""
    document = tomlkit.parse(rulebook_text)
    for path, value in changes.items():
        _set(document, path, value)
    return tomlkit.dumps(document)


def put(raw: dict[str, Any], path: str, value: Any) -> None:
    """The same on a document already parsed, in place; None takes the key out."""
    *way, last = steps(path)
    here: Any = raw
    for step in way:
        if isinstance(step, str) and isinstance(here, dict):
            here = here.setdefault(step, {})
        elif isinstance(step, int) and isinstance(here, list) and step < len(here):
            here = here[step]
        else:
            raise NoSuchPlace(path)
    known = isinstance(here, dict) if isinstance(last, str) else isinstance(here, list)
    if not known or (isinstance(last, int) and last >= len(here)):
        raise NoSuchPlace(path)
    if value is not None:
        here[last] = value
    elif isinstance(last, int) or last in here:
        del here[last]


def add(rulebook_text: str, path: str, value: Mapping[str, Any], at: int | None = None) -> str:
    """The text with one more part in the list at `path`, before number `at` or at the end."""
    where = steps(path)
    blocks = _blocks(rulebook_text, where)
    if not blocks:
        return _add_inline(rulebook_text, path, value, at)
    body = tomlkit.dumps(_table(value)).strip("\n") + "\n"
    block = f"\n[[{_dotted(where)}]]\n{body}"
    lines = rulebook_text.splitlines(keepends=True)
    line = blocks[at][0] if at is not None and at < len(blocks) else blocks[-1][1]
    before = "".join(lines[:line])
    if before and not before.endswith("\n"):
        before += "\n"
    if before.endswith("\n\n"):
        block = block[1:]
    after = "".join(lines[line:])
    return before + block + ("\n" if after and not after.startswith("\n") else "") + after


def remove(rulebook_text: str, path: str) -> str:
    """The text without this key, or without this part of a list and the comment above it."""
    where = steps(path)
    if isinstance(where[-1], int):
        blocks = _blocks(rulebook_text, where[:-1])
        if blocks:
            if where[-1] >= len(blocks):
                raise NoSuchPlace(path)
            lines = rulebook_text.splitlines(keepends=True)
            first, last = blocks[where[-1]]
            return "".join(lines[:first] + lines[last:])
    document = tomlkit.parse(rulebook_text)
    parent = _walk(document, where[:-1], path)
    try:
        del parent[where[-1]]
    except (KeyError, IndexError, TypeError, TOMLKitError) as error:
        raise NoSuchPlace(path) from error
    return tomlkit.dumps(document)


def move(rulebook_text: str, path: str, to: int) -> str:
    """The text with this part of a list at another place of the same list."""
    where = steps(path)
    blocks = _blocks(rulebook_text, where[:-1])
    start = where[-1]
    if not isinstance(start, int) or start >= len(blocks) or not 0 <= to < len(blocks):
        raise NoSuchPlace(path)
    lines = rulebook_text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    parts = [lines[first:last] for first, last in blocks]
    # parts of a list follow one another; whatever stands between them stays with the one above
    ends = [b[0] for b in blocks[1:]] + [blocks[-1][1]]
    parts = [lines[blocks[i][0] : ends[i]] for i in range(len(blocks))]
    if parts[-1] and parts[-1][-1].strip():
        parts[-1].append("\n")
    parts.insert(to, parts.pop(start))
    return "".join([*lines[: blocks[0][0]], *(x for p in parts for x in p), *lines[ends[-1] :]])


def _set(document: Any, path: str, value: Any) -> None:
    where = steps(path)
    parent: Any = document
    for index, step in enumerate(where[:-1]):
        try:
            parent = parent[step]
        except (KeyError, IndexError, TypeError, TOMLKitError) as error:
            if isinstance(step, int) or isinstance(where[index + 1], int) or value is None:
                if value is None and not isinstance(step, int):
                    return  # nothing there to take out
                raise NoSuchPlace(path) from error
            made = tomlkit.table(is_super_table=index + 2 < len(where))
            if not isinstance(parent, Mapping) or isinstance(parent, items.InlineTable):
                made = tomlkit.inline_table()  # type: ignore[assignment]
            parent[step] = made
            parent = parent[step]
    last = where[-1]
    if isinstance(last, int):
        if not isinstance(parent, Sequence) or isinstance(parent, str) or last >= len(parent):
            raise NoSuchPlace(path)
    elif not isinstance(parent, Mapping):
        raise NoSuchPlace(path)
    there = parent[last] if isinstance(last, int) or last in parent else None
    if value is None:
        if there is not None:
            del parent[last]
    elif there is None or not _same(there, value):
        parent[last] = _item(value, table=isinstance(value, Mapping) and _is_table(there, parent))


def _is_table(there: Any, parent: Any) -> bool:
    """Is a new value of keys written as a [table], not as {…}?"""
    if there is not None:
        return isinstance(there, items.Table)
    return not isinstance(parent, items.InlineTable | items.Array) and not any(
        isinstance(v, items.InlineTable) for v in parent.values()
    )


def _same(there: Any, value: Any) -> bool:
    """Does the text already say so? Then its spelling is kept (0.50 stays 0.50)."""
    plain = there.unwrap() if hasattr(there, "unwrap") else there
    if isinstance(value, bool) or isinstance(plain, bool):
        return plain is value
    if isinstance(value, Decimal | int | float) and isinstance(plain, int | float):
        written = there.as_string() if hasattr(there, "as_string") else str(plain)
        try:
            return Decimal(written.replace("_", "")) == Decimal(str(value))
        except ArithmeticError:
            return False
    return type(plain) is type(value) and bool(plain == value)


def _item(value: Any, *, table: bool = False) -> Any:
    """A value as the text's own kind. Decimals keep their digits."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("nan 和 inf 不是数字 / nan and inf are no numbers")
        text = f"{value:f}"
        return tomlkit.value(text)
    if isinstance(value, Mapping):
        if table:
            return _table(value)
        inline = tomlkit.inline_table()
        for key, part in value.items():
            if part is not None:
                inline[key] = _item(part)
        return inline
    if isinstance(value, list | tuple):
        array = tomlkit.array()
        for part in value:
            array.append(_item(part))
        if any(isinstance(part, Mapping) for part in value):
            array.multiline(True)
        return array
    return tomlkit.item(value)


def _table(value: Mapping[str, Any]) -> items.Table:
    """A mapping as a [table]; lists of parts inside become [[…]]."""
    table = tomlkit.table()
    for key, part in value.items():
        if part is None:
            continue
        if key in _LISTS and isinstance(part, list | tuple) and part:
            rows = tomlkit.aot()
            for row in part:
                rows.append(_table(row))
            table[key] = rows
        else:
            table[key] = _item(part)
    return table


def _add_inline(text: str, path: str, value: Mapping[str, Any], at: int | None) -> str:
    """A list written as […], or one that is not there yet."""
    document = tomlkit.parse(text)
    where = steps(path)
    parent = _walk(document, where[:-1], path, make=True)
    key = where[-1]
    there = parent.get(key) if isinstance(parent, MutableMapping) else None
    if there is None or (len(there) == 0 and isinstance(key, str)):
        if key in _LISTS and isinstance(parent, MutableMapping) and not isinstance(
            parent, items.InlineTable
        ):  # fmt: skip
            rows = tomlkit.aot()
            rows.append(_table(value))
            if there is not None:
                del parent[key]
            parent[key] = rows
        else:
            parent[key] = _item([value])
    elif at is None or at >= len(there):
        there.append(_item(value))
    else:
        there.insert(at, _item(value))
    return tomlkit.dumps(document)


def _walk(document: Any, where: Sequence[Step], path: str, *, make: bool = False) -> Any:
    here = document
    for step in where:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError, TOMLKitError) as error:
            if not make or isinstance(step, int) or not isinstance(here, MutableMapping):
                raise NoSuchPlace(path) from error
            here[step] = tomlkit.table()
            here = here[step]
    return here


def _dotted(where: Sequence[Step]) -> str:
    return spell([s for s in where if isinstance(s, str)])


def _blocks(text: str, where: Sequence[Step]) -> list[tuple[int, int]]:
    """First and last+1 line (from 0) of each [[…]] part of the list at this path, with the
    comment directly above; none if the list is not written so."""
    lines = text.splitlines()
    heads = _headers(text, lines)
    wanted = tuple(where)
    starts = [
        (at, path) for at, (line, path) in enumerate(heads) if path[:-1] == wanted
        and isinstance(path[-1], int) and lines[line].lstrip().startswith("[[")
    ]  # fmt: skip
    blocks = []
    for at, path in starts:
        end = len(lines)
        for line, other in heads[at + 1 :]:
            if other[: len(path)] != path:
                end = _above(lines, line)
                break
        first = _above(lines, heads[at][0])
        while end > first and not lines[end - 1].strip():
            end -= 1  # blank lines before the next part are its own
        if end < len(lines) and not lines[end].strip():
            end += 1
        blocks.append((first, end))
    return blocks


def _above(lines: list[str], line: int) -> int:
    """The first line of the comment directly above a header."""
    while line > 0 and lines[line - 1].lstrip().startswith("#"):
        line -= 1
    return line


def _headers(text: str, lines: list[str]) -> list[tuple[int, tuple[Step, ...]]]:
    """Every table heading with its line and full path, indexes included."""
    by_line: dict[int, tuple[Step, ...]] = {}
    for path, line in paths(text).items():
        if _HEADER.match(lines[line - 1]) and len(path) >= len(by_line.get(line - 1, ())):
            by_line[line - 1] = path
    return sorted(by_line.items())
