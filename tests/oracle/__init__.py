"""The oracle: design 3-metrics §2 written out sentence by sentence, slowly and plainly.

It shares nothing with `jinpai.metrics`: no engine, no tables, only lists and loops, so that
the two can be compared. `compute(facts, measure)` is the whole of it.
"""

from .compute import Result, compute
from .measure import DEFAULTS, measure_of

__all__ = ["DEFAULTS", "Result", "compute", "measure_of"]
