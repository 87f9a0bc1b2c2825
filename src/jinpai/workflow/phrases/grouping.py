"""Buyers' questions that mean the same, by the signs they share.

Texts come with how often they were asked, most often first. Each is a vector of its runs of two to
four signs (TF-IDF); one that lies near the leader of a group joins it, another leads a new group.
Nothing is drawn by chance: equal texts give equal groups. Only the first leaders of a large number
can be joined, so the work grows with the texts and not with their square.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

NEAR = 0.27
"""The cosine from which a text belongs to a leader; docs/decisions/015 says how it was found."""
NGRAMS = (2, 4)
LEADERS = 6000
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Group:
    """The numbers of its texts, the leader first, then by how often they were asked."""

    members: tuple[int, ...]
    asked: int


def grouped(
    texts: Sequence[str],
    counts: Sequence[int],
    *,
    near: float = NEAR,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Group]:
    """Every text in one group; the groups most asked first."""
    order = sorted(range(len(texts)), key=lambda i: (-counts[i], texts[i]))
    if not order:
        return []
    leader = _led([texts[i] for i in order], near, progress)
    members: dict[int, list[int]] = {}
    for place, head in enumerate(leader):
        members.setdefault(head, []).append(order[place])
    groups = [Group(tuple(m), sum(counts[i] for i in m)) for m in members.values()]
    return sorted(groups, key=lambda g: (-g.asked, texts[g.members[0]]))


def nearest(texts: Sequence[str], known: Sequence[str]) -> list[tuple[int, float]]:
    """For each text the number of the nearest known one and how near; (-1, 0) for none."""
    if not texts or not known:
        return [(-1, 0.0)] * len(texts)
    matrix = _vectors([*texts, *known])
    near = matrix[: len(texts)] @ matrix[len(texts) :].T
    best, value = _best(near)
    return [(int(b) if v > 0 else -1, float(v)) for b, v in zip(best, value, strict=True)]


def _vectors(texts: Sequence[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # slow to load: only when needed

    vectors = TfidfVectorizer(analyzer="char", ngram_range=NGRAMS, lowercase=False)
    return vectors.fit_transform([f"^{text}$" for text in texts]).tocsr()


def _led(texts: list[str], near: float, progress: Callable[[int, int], None]) -> list[int]:
    """For each text the place of its leader (its own, if it leads)."""
    matrix = _vectors(texts)
    out = list(range(len(texts)))
    leaders: list[int] = []
    heads: Any = None
    for start in range(0, len(texts), BATCH):
        progress(start, len(texts))
        rows = matrix[start : start + BATCH]
        loose = list(range(rows.shape[0]))
        if heads is not None:
            best, value = _best(rows @ heads)
            for row in loose:
                if value[row] >= near:
                    out[start + row] = leaders[int(best[row])]
            loose = [row for row in loose if value[row] < near]
        fresh = _among(rows[loose], near) if loose else []
        for row, head in zip(loose, fresh, strict=True):
            out[start + row] = start + loose[head]
        new = sorted({loose[head] for head in fresh})[: max(0, LEADERS - len(leaders))]
        if new:
            leaders += [start + row for row in new]
            led = rows[new].T.tocsr()
            heads = led if heads is None else _beside(heads, led)
    progress(len(texts), len(texts))
    return out


def _beside(one: Any, other: Any) -> Any:
    from scipy.sparse import hstack

    return hstack([one, other]).tocsr()


def _among(rows: Any, near: float) -> list[int]:
    """Leaders within one batch, in its order."""
    like = (rows @ rows.T).tocsr()
    like.sort_indices()
    out: list[int] = []
    for row in range(like.shape[0]):
        best, value = row, near
        for at in range(like.indptr[row], like.indptr[row + 1]):
            other = int(like.indices[at])
            if other >= row:
                break
            if out[other] == other and (like.data[at] > value or best == row) and (
                like.data[at] >= near
            ):  # fmt: skip
                best, value = other, float(like.data[at])
        out.append(best)
    return out


def _best(near: Any) -> tuple[Any, Any]:
    """The column of the greatest value of each row (the first of equals), and that value."""
    import numpy

    near = near.tocsr()
    near.sort_indices()
    best = numpy.full(near.shape[0], -1)
    value = numpy.zeros(near.shape[0])
    for row in range(near.shape[0]):
        low, high = near.indptr[row], near.indptr[row + 1]
        if high > low:
            at = low + int(numpy.argmax(near.data[low:high]))
            best[row], value[row] = near.indices[at], near.data[at]
    return best, value
