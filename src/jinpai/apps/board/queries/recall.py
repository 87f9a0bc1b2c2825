"""Answers of a reading, kept as long as the reading lives.

A reading is one snapshot: the same question has the same answer until the next import opens
another one. A supervisor's whole team looks at the same month, so a page's questions are mostly
ones that were asked a moment ago.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any
from weakref import WeakKeyDictionary

KEPT = 256  # answers per reading
LARGEST = 5_000  # rows; larger answers are found again

_lock = threading.Lock()
_answers: WeakKeyDictionary[Any, OrderedDict[Any, Any]] = WeakKeyDictionary()


def ask(reading: Any, question: str, **arguments: Any) -> Any:
    """`reading.<question>(**arguments)`. The answer is shared: do not change it."""
    key = (question, tuple(sorted((name, _frozen(v)) for name, v in arguments.items())))
    with _lock:
        known = _answers.setdefault(reading, OrderedDict())
        if key in known:
            known.move_to_end(key)
            return known[key]
    answer = getattr(reading, question)(**arguments)
    if not isinstance(answer, list) or len(answer) <= LARGEST:
        with _lock:
            known[key] = answer
            while len(known) > KEPT:
                known.popitem(last=False)
    return answer


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, (list, tuple)) else value
