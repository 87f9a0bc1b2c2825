"""What is wrong with a phrase or with a row of a file of phrases: where, what, and the cure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`warning`: it may stay so. `line`: of the file, the header included; 0: not of a file."""

    code: str
    zh: str
    en: str
    cure_zh: str = ""
    cure_en: str = ""
    line: int = 0
    warning: bool = False
