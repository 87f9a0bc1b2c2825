"""The first three reasons and their shares, for the weekly meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TOP = 3


@dataclass(frozen=True, slots=True)
class Share:
    """`n` of `of`; equals share a rank."""

    code: str
    n: int
    of: int
    rank: int

    @property
    def share(self) -> float:
        return self.n / self.of


def ranked(counts: Mapping[str, int]) -> list[Share]:
    """All reasons that occur, most frequent first; equals by their code, on one rank."""
    found = sorted(((n, code) for code, n in counts.items() if n > 0), key=lambda x: (-x[0], x[1]))
    of = sum(n for n, _ in found)
    out: list[Share] = []
    for place, (n, code) in enumerate(found, 1):
        rank = out[-1].rank if out and out[-1].n == n else place
        out.append(Share(code, n, of, rank))
    return out


def top(counts: Mapping[str, int], most: int = TOP) -> list[Share]:
    """The first `most` ranks: a reason that shares the last of them is not left out by chance."""
    return [s for s in ranked(counts) if s.rank <= most]
