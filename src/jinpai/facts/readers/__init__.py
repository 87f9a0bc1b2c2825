"""The readers there are, and which of them a file belongs to.

A new reader is a module in this folder with a class that is a `protocol.Reader`; nothing
else must be told of it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from inspect import isclass
from pkgutil import iter_modules
from typing import cast

from jinpai.facts.readers.protocol import Reader, Sample

SURE_ENOUGH = 0.3

_A_READER_HAS = ("code", "tables", "needs_shop", "recognise", "as_of", "read")


@cache
def readers() -> tuple[Reader, ...]:
    """Every reader, in the order in which ties are broken: by code, our own format first."""
    found: list[Reader] = []
    for info in iter_modules(__path__):
        if info.name == "protocol":
            continue
        module = import_module(f"{__name__}.{info.name}")
        for thing in vars(module).values():
            if (
                isclass(thing)
                and thing.__module__ == module.__name__
                and all(hasattr(thing, part) for part in _A_READER_HAS)
            ):
                found.append(cast(Reader, thing()))
    return tuple(sorted(found, key=lambda r: (r.code != "exchange", r.code)))


def recognise(sample: Sample) -> Reader | None:
    """The reader that is surest of a file, None when none is."""
    best: Reader | None = None
    most = SURE_ENOUGH
    for reader in readers():
        sure = reader.recognise(sample)
        if sure > most:
            best, most = reader, sure
    return best
