"""A second, naive reading of 4-rules §2 and §3: a month's people in, scores and payslips out.

Written from the text alone, with fractions, one person and one sentence at a time, and without a
look at `jinpai.rules`' own arithmetic. The rulebook is the plain TOML document (decimals as
Decimal), the month is the plain value of `jinpai.rules.inputs`. `AMBIGUITIES.md` beside this file
says where a sentence can be read in more than one way.
"""

from .month import Paid, Result, compute

__all__ = ["Paid", "Result", "compute"]
