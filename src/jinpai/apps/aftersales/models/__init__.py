"""What is kept, one subject a file; Django finds the models here."""

from .case import Case
from .case_event import CaseEvent
from .case_file import CaseFile

__all__ = ["Case", "CaseEvent", "CaseFile"]
