"""What a command says to people: in their language, on stderr; figures go to stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import NoReturn

DONE, FOUND, COULD_NOT = 0, 1, 2
"""Exit codes: done; done, but problems were found; could not run."""


def language(environ: Mapping[str, str] = os.environ) -> str:
    """`zh` or `en`: JINPAI_LANG decides, then the locale, then English."""
    for name in ("JINPAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "zh" if environ[name].lower().startswith("zh") else "en"
    return "en"


def text(zh: str, en: str) -> str:
    return zh if language() == "zh" else en


class Stop(Exception):
    """A command cannot go on; the sentence says why and what to do."""

    def __init__(self, zh: str, en: str, code: int = COULD_NOT) -> None:
        super().__init__(en)
        self.zh, self.en, self.code = zh, en, code

    def sentence(self) -> str:
        return text(self.zh, self.en)


def stop(zh: str, en: str) -> NoReturn:
    raise Stop(zh, en)


def say(zh: str, en: str) -> None:
    """One line for the person in front of the screen."""
    print(text(zh, en), file=sys.stderr, flush=True)
