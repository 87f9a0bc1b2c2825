"""What is kept, one subject a file; Django finds the models here."""

from .autoreply import AutoReply, AutoReplyChange
from .page import Page, PageVersion, PageWord, Wish
from .phrase import Phrase, PhraseChange, PhraseGroup, Use, Variant
from .problem import HandIn, Problem, ProblemChange
from .refunds_sheet import RefundsSheet
from .routine import RoutineTemplate, Run, ShiftChosen, Tick

__all__ = [
    "AutoReply",
    "AutoReplyChange",
    "HandIn",
    "Page",
    "PageVersion",
    "PageWord",
    "Phrase",
    "PhraseChange",
    "PhraseGroup",
    "Problem",
    "ProblemChange",
    "RefundsSheet",
    "RoutineTemplate",
    "Run",
    "ShiftChosen",
    "Tick",
    "Use",
    "Variant",
    "Wish",
]
